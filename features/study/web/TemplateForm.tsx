import { defineComponent, nextTick, onMounted, type PropType, ref } from 'vue'
import { documentNames } from '../../../domain/document/document-types.ts'
import type { TemplateView } from '../contract.ts'
import type { Templates } from './templates.ts'

/** 换模板: a file is tried with a sample, looked at, and only then put in force. */
export const TemplateForm = defineComponent({
  name: 'TemplateForm',
  props: {
    template: { type: Object as PropType<TemplateView>, required: true },
    templates: { type: Object as PropType<Templates>, required: true },
  },
  setup({ template, templates }) {
    const { tried, doing, work } = templates
    const box = ref<HTMLElement>()
    const focus = async (selector: string) => {
      await nextTick()
      box.value?.querySelector<HTMLElement>(selector)?.focus()
    }
    onMounted(() => focus('input'))
    const choose = async (event: Event) => {
      const input = event.target as HTMLInputElement
      const file = input.files?.[0]
      // The same file may be chosen again after it was mended.
      input.value = ''
      if (file) await focus((await templates.tryOut(file)) ? '.template-preview' : 'input')
    }
    const looked = () =>
      tried.value ? (
        <div class="room-buttons template-tried">
          <span>《{tried.value.file.name}》检查通过。</span>
          <a class="template-preview" href={tried.value.preview} target="_blank" rel="noopener">
            打开预览（填了示例，PDF，新窗口）
          </a>
          <button type="button" disabled={work.busy.value} onClick={() => void templates.putInForce()}>
            {doing.value || '启用这个模板'}
          </button>
        </div>
      ) : null
    return () => (
      <section class="panel" aria-label={`换${documentNames[template.type]}的模板`} ref={box}>
        <h2>换{documentNames[template.type]}的模板</h2>
        <p>
          先下载现在用的模板，用 WPS 或 Word 改好抬头、字体和固定文字，存为 .docx
          再传上来。花括号里的占位词要留着，系统会把内容填在那里：
        </p>
        <ul class="template-words">
          {template.placeholders.map((name) => (
            <li key={name}>{`{${name}}`}</li>
          ))}
        </ul>
        <p class="soft">红线用段落的下框线画，不要放图片、文本框和自动编号，这些排不进 PDF。</p>
        <label class="template-file">
          {doing.value && !tried.value ? doing.value : tried.value ? '换一个 .docx 文件' : '选择 .docx 文件'}
          <input
            type="file"
            class="hidden-label"
            accept=".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            disabled={work.busy.value}
            onChange={choose}
          />
        </label>
        {looked()}
        {work.said.value ? (
          <p class="said" role="alert">
            {work.said.value}
          </p>
        ) : null}
        <p>
          <button type="button" class="plain" onClick={() => templates.open('')}>
            先不换
          </button>
        </p>
      </section>
    )
  },
})
