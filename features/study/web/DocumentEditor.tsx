import { computed, defineComponent, nextTick, onBeforeUnmount, onMounted, type PropType, ref } from 'vue'
import { documentNames } from '../../../domain/document/document-types.ts'
import { request } from '../../../platform/web/api.ts'
import { FormField } from '../../../platform/web/case/FormField.tsx'
import type { StepField } from '../../../platform/web/case/step-fields.ts'
import { makeFile } from '../../../platform/web/file-transfer.ts'
import type { DocumentView } from '../contract.ts'
import { BodyEditor } from './BodyEditor.tsx'
import { checkForm, contentOf, type DocumentForm, headFields, tailFields } from './document-form.ts'
import { isPrefixTaken } from './document-source.ts'
import type { Documents } from './documents.ts'
import { sayMaking, useMaking } from './making.ts'

/** What the editor does with its form: look at it as it would be printed, and issue it. */
function useEditor(documents: Documents, form: DocumentForm) {
  const { work, numbered, documents: known } = documents
  const { type } = form.source
  const { making, follow } = useMaking(form.id)
  const fault = ref('')
  const doing = ref<'preview' | 'issue' | ''>('')
  const preview = ref('')
  const dropPreview = () => {
    if (preview.value) URL.revokeObjectURL(preview.value)
    preview.value = ''
  }
  onBeforeUnmount(dropPreview)
  const changed = () => {
    fault.value = work.said.value = ''
    dropPreview()
    documents.keep(form)
  }
  const check = (): boolean => {
    const found = checkForm(form, numbered.value !== null)
    const clash = !found && !numbered.value && isPrefixTaken(String(form.values.prefix), type, known.value)
    fault.value = clash ? 'prefix' : (found?.field ?? '')
    work.said.value = clash
      ? '这个机关代字已用于另一种公文。两种公文各自编号，同用一个代字会重号。'
      : (found?.said ?? '')
    return fault.value === ''
  }
  const act = async (what: 'preview' | 'issue', run: () => Promise<boolean>): Promise<boolean> => {
    if (doing.value || !check()) return false
    doing.value = what
    const done = await work.run(() => follow(run))
    doing.value = ''
    return done
  }
  const look = () =>
    act('preview', async () => {
      dropPreview()
      const pdf = await makeFile('/api/documents/preview', { id: form.id, type, content: contentOf(form) })
      preview.value = URL.createObjectURL(pdf)
      return true
    })
  const issue = async (): Promise<boolean> => {
    const { id, source, values } = form
    const done = await act('issue', async () => {
      const wish = { id, source, prefix: String(values.prefix).trim(), content: contentOf(form) }
      await documents.issued(form, (await request('POST', '/api/documents', wish)) as DocumentView)
      return true
    })
    // Refused or cut off, it may have its number already.
    if (!done && !fault.value) await documents.list.load()
    return done
  }
  return { fault, doing, making, preview, changed, look, issue }
}

/** The content of a paper, edited in place in the order in which it is printed. */
export const DocumentEditor = defineComponent({
  name: 'DocumentEditor',
  props: {
    documents: { type: Object as PropType<Documents>, required: true },
    form: { type: Object as PropType<DocumentForm>, required: true },
  },
  setup({ documents, form }) {
    const box = ref<HTMLFormElement>()
    const { work, numbered, redrafted } = documents
    const { fault, doing, making, preview, changed, look, issue } = useEditor(documents, form)
    const focus = async (selector: string) => {
      await nextTick()
      box.value?.querySelector<HTMLElement>(selector)?.focus()
    }
    const showFault = () => focus(fault.value === 'body' ? '.body-editor textarea' : '[aria-invalid="true"]')
    onMounted(() => focus('input'))
    const heads = computed(() => headFields(form.source.type, numbered.value !== null))
    const field = (one: StepField) => (
      <FormField
        key={one.name}
        class={one.name === 'title' && form.source.type !== 'minutes' ? 'room-wide' : undefined}
        field={one}
        prefix="document"
        value={form.values[one.name]}
        invalid={fault.value === one.name}
        onSet={(value: string | string[]) => {
          form.values[one.name] = value
          changed()
        }}
      />
    )
    const see = async () => focus((await look()) ? '.document-preview' : '[aria-invalid="true"]')
    const submit = async (event: Event) => {
      event.preventDefault()
      if (!(await issue())) await showFault()
    }
    const isAgain = () => (numbered.value?.issued.length ?? 0) > 0
    const buttons = () => (
      <div class="room-buttons document-send no-print">
        {work.said.value ? (
          <p class="said document-said" role="alert">
            {work.said.value}
          </p>
        ) : null}
        {making.value ? (
          <p class="document-making">
            <progress max={making.value.pages || undefined} value={making.value.page || undefined} aria-label="进度" />
            {sayMaking(making.value)}
          </p>
        ) : null}
        <button type="submit" disabled={work.busy.value}>
          {doing.value === 'issue' ? '正在印发…' : isAgain() ? '印发更正版' : numbered.value ? '继续印发' : '取号印发'}
        </button>
        <button type="button" class="plain" disabled={work.busy.value} onClick={see}>
          {doing.value === 'preview' ? '正在生成预览…' : '预览'}
        </button>
        {preview.value ? (
          <a class="document-preview" href={preview.value} target="_blank" rel="noopener">
            打开预览（PDF，新窗口）
          </a>
        ) : null}
        <span class="document-space" />
        <button type="button" class="plain" disabled={work.busy.value} onClick={documents.close}>
          先放着
        </button>
      </div>
    )
    return () => (
      <form class="document-form" aria-label="公文内容" novalidate ref={box} onSubmit={submit}>
        <p class="soft">
          {documentNames[form.source.type]}
          {numbered.value ? `，文号 ${numbered.value.number}` : '，印发时取号'}
          。写的内容留在这个浏览器标签页里，印发前不会丢。
        </p>
        {redrafted.value ? (
          <p class="source-warn">
            以下是按议题现在的情况重新生成的；上一版里手工改过的文字，请对照已印发的文件再写一遍。
          </p>
        ) : null}
        <div class="room-fields">{heads.value.map(field)}</div>
        <BodyEditor body={form.body} onChanged={changed} />
        <div class="room-fields">{tailFields(form.source.type).map(field)}</div>
        {buttons()}
      </form>
    )
  },
})
