import { defineComponent, nextTick, onMounted, ref, watch } from 'vue'
import { RouterLink } from 'vue-router'
import { documentNames } from '../../../domain/document/document-types.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { TemplateView } from '../contract.ts'
import { TemplateForm } from './TemplateForm.tsx'
import { useTemplates } from './templates.ts'
import '../../../platform/web/ui/room-form.css'
import './topics.css'
import './documents.css'
import './templates.css'

type Change = TemplateView['changes'][number]

/** 公文模板: what each type is filled into, who changed it when, and its replacement by the office's own. */
export const TemplatesScreen = defineComponent({
  name: 'TemplatesScreen',
  setup() {
    const templates = useTemplates()
    const { list, templates: all, mayAct, type, done, work } = templates
    const box = ref<HTMLElement>()
    const now = new Date()
    const focus = async (selector: string) => {
      await nextTick()
      box.value?.querySelector<HTMLElement>(selector)?.focus()
    }
    onMounted(list.load)
    watch(done, (said) => said && focus('.templates-done'))
    watch(type, (open, before) => {
      if (!open && before && !done.value) void focus(`[data-replace="${before}"]`)
    })
    const nameOf = ({ docx, name }: Change) => (docx ? `《${name ?? '（文字已清除）'}》` : '本系统自带的模板')
    const sayChange = (change: Change) => `${sayInstant(change.at, now)}，${change.by ?? '（姓名已清除）'}`
    const before = ({ type: which, changes }: TemplateView) =>
      changes.length > 1 ? (
        <details>
          <summary>换过 {changes.length} 次</summary>
          <ul class="template-changes">
            {changes.map((one) => (
              <li key={one.at}>
                {sayChange(one)}：
                {one.docx ? (
                  <a href={`/api/templates/${which}/docx?of=${one.docx}`} download>
                    {nameOf(one)}
                  </a>
                ) : (
                  `恢复${nameOf(one)}`
                )}
              </li>
            ))}
          </ul>
        </details>
      ) : null
    const buttons = (one: TemplateView) => (
      <div class="document-buttons">
        <button
          type="button"
          class="plain"
          data-replace={one.type}
          aria-label={`换${documentNames[one.type]}的模板`}
          aria-expanded={type.value === one.type}
          onClick={() => templates.open(type.value === one.type ? '' : one.type)}
        >
          换模板
        </button>
        {one.changes[0]?.docx ? (
          <button
            type="button"
            class="plain"
            aria-label={`${documentNames[one.type]}恢复自带的模板`}
            disabled={work.busy.value}
            onClick={() => {
              templates.open('')
              void templates.restore(one)
            }}
          >
            恢复自带的
          </button>
        ) : null}
      </div>
    )
    const row = (one: TemplateView) => {
      const [last] = one.changes
      return (
        <tr key={one.type}>
          <th scope="row">{documentNames[one.type]}</th>
          <td>
            {last ? nameOf(last) : '本系统自带的模板'}
            {before(one)}
          </td>
          <td>{last ? sayChange(last) : '没有换过'}</td>
          <td>
            <a
              href={`/api/templates/${one.type}/docx`}
              download
              aria-label={`下载${documentNames[one.type]}现在用的模板`}
            >
              下载 .docx
            </a>
          </td>
          {mayAct.value ? <td>{buttons(one)}</td> : null}
        </tr>
      )
    }
    const table = () => (
      <table class="grid-table document-table">
        <caption class="hidden-label">公文模板</caption>
        <thead>
          <tr>
            <th scope="col">公文</th>
            <th scope="col">现在用的模板</th>
            <th scope="col">何时由谁更换</th>
            <th scope="col">文件</th>
            {mayAct.value ? <th scope="col">办理</th> : null}
          </tr>
        </thead>
        <tbody>{all.value.map(row)}</tbody>
      </table>
    )
    const replaced = () => all.value.find((one) => one.type === type.value)
    const form = (one: TemplateView) => <TemplateForm key={one.type} template={one} templates={templates} />
    return () => {
      const open = replaced()
      return (
        <div class="topics documents" ref={box}>
          <div class="topics-head">
            <h1>公文模板</h1>
            <p role="status">{list.data.value || list.said.value ? '换模板只影响以后印发的公文' : '正在打开…'}</p>
            <RouterLink to="/documents">‹ 回到公文</RouterLink>
          </div>
          {list.said.value ? (
            <p class="said" role="alert">
              {list.said.value}{' '}
              <button type="button" class="plain" onClick={list.load}>
                再试一次
              </button>
            </p>
          ) : null}
          {work.said.value && !open ? (
            <p class="said" role="alert">
              {work.said.value}
            </p>
          ) : null}
          {done.value ? (
            <p class="done templates-done" role="status" tabindex={-1}>
              {done.value}
            </p>
          ) : null}
          {open ? form(open) : null}
          {all.value.length > 0 ? table() : null}
        </div>
      )
    }
  },
})
