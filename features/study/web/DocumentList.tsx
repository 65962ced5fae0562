import { defineComponent, type PropType } from 'vue'
import { documentStatusNames } from '../../../domain/document/document-steps.ts'
import { documentNames } from '../../../domain/document/document-types.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { DocumentView } from '../contract.ts'
import type { Documents } from './documents.ts'
import { VoidDocumentForm } from './VoidDocumentForm.tsx'

const tones = { numbered: 'work', issued: 'done', void: 'out' } as const

/** Every document with its number, its files and, for the office, what can still be done. */
export const DocumentList = defineComponent({
  name: 'DocumentList',
  props: { documents: { type: Object as PropType<Documents>, required: true } },
  setup({ documents }) {
    const { documents: all, mayAct, voiding, done, again, list } = documents
    const now = new Date()
    const sayWhen = ({ issued, at }: DocumentView) => {
      const last = issued[issued.length - 1]
      return last ? sayInstant(last.at, now) : `${sayInstant(at, now)} 取号`
    }
    const links = ({ id, number, issued }: DocumentView, version: number) =>
      (['docx', 'pdf'] as const).map((kind) => (
        <a
          key={kind}
          href={`/api/documents/${id}/${kind}?version=${version}`}
          download
          aria-label={`下载 ${number} ${issued.length > 1 ? `第${version}版 ` : ''}${kind === 'docx' ? '.docx' : 'PDF'}`}
        >
          {kind === 'docx' ? '下载 .docx' : '下载 PDF'}
        </a>
      ))
    const files = (one: DocumentView) => {
      const last = one.issued.length
      if (last === 0) return one.status === 'void' ? '没有印发过' : '已取号，还没有印成文件'
      const before = one.issued.slice(0, -1).map((version, i) => ({ ...version, nth: i + 1 }))
      return (
        <>
          <div class="document-files">
            {last > 1 ? <span>第{last}版</span> : null}
            {links(one, last)}
          </div>
          {before.reverse().map(({ nth, at }) => (
            <div key={nth} class="document-files document-before">
              <span>
                第{nth}版 {sayInstant(at, now)}
              </span>
              {links(one, nth)}
            </div>
          ))}
        </>
      )
    }
    const buttons = (one: DocumentView) =>
      one.status === 'void' ? null : (
        <div class="document-buttons">
          <button
            type="button"
            class="plain"
            aria-label={`${one.status === 'numbered' ? '继续印发' : '更正'} ${one.number}`}
            onClick={() => void again(one)}
          >
            {one.status === 'numbered' ? '继续印发' : '更正'}
          </button>
          <button
            type="button"
            class="plain"
            aria-label={`作废 ${one.number}`}
            aria-expanded={voiding.value === one.id}
            data-void={one.id}
            onClick={() => {
              done.value = ''
              voiding.value = voiding.value === one.id ? '' : one.id
            }}
          >
            作废
          </button>
        </div>
      )
    const voided = async ({ number }: DocumentView) => {
      voiding.value = ''
      await list.load()
      done.value = `${number} 已作废，文号保留，不再使用。`
    }
    const row = (one: DocumentView) => (
      <tr key={one.id}>
        <th scope="row">{one.number}</th>
        <td>
          {one.title ?? '（文字已清除）'}
          <span class="document-type">
            {documentNames[one.type]}
            {one.to ? `，发给${unitLabel(one.to)}，${one.cases.length} 条隐患` : ''}
          </span>
        </td>
        <td>
          <span class={`tag tag-${tones[one.status]}`}>{documentStatusNames[one.status]}</span>
        </td>
        <td>{sayWhen(one)}</td>
        <td>{files(one)}</td>
        {mayAct.value ? <td>{buttons(one)}</td> : null}
      </tr>
    )
    const voidRow = (one: DocumentView) =>
      voiding.value === one.id ? (
        <tr key={`${one.id}-void`}>
          <td colspan={6}>
            <VoidDocumentForm document={one} onDone={() => void voided(one)} onCancel={() => (voiding.value = '')} />
          </td>
        </tr>
      ) : null
    return () => (
      <table class="grid-table document-table">
        <caption class="hidden-label">公文</caption>
        <thead>
          <tr>
            <th scope="col">文号</th>
            <th scope="col">标题</th>
            <th scope="col">状态</th>
            <th scope="col">印发时间</th>
            <th scope="col">文件</th>
            {mayAct.value ? <th scope="col">办理</th> : null}
          </tr>
        </thead>
        <tbody>{all.value.map((one) => [row(one), voidRow(one)])}</tbody>
      </table>
    )
  },
})
