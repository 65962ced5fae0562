import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import { type DocumentType, documentNames } from '../../../domain/document/document-types.ts'
import { call } from '../../../platform/web/api.ts'
import { newId } from '../../../platform/web/commands.ts'
import { sendFile, tryFile } from '../../../platform/web/file-transfer.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { openSender, useWork } from '../../../platform/web/room-form.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { getTemplates, type TemplateView } from '../contract.ts'

/** A file that was tried: its sample stands ready to be looked at. */
interface Tried {
  file: File
  /** The change it would be; sent twice it is one. */
  id: string
  preview: string
}

/** Templates by type, and the one that is being replaced. */
export function useTemplates() {
  const list = useLoad(() => call(getTemplates, {}))
  const templates = computed(() => list.data.value?.templates ?? [])
  const mayAct = computed(() => holdsRole('office'))
  const type = ref<DocumentType | ''>('')
  const tried = shallowRef<Tried | null>(null)
  /** What is under way, in words. */
  const doing = ref('')
  const done = ref('')
  const work = useWork()
  const send = openSender()
  const drop = () => {
    if (tried.value) URL.revokeObjectURL(tried.value.preview)
    tried.value = null
  }
  onBeforeUnmount(drop)
  const open = (next: DocumentType | '') => {
    drop()
    work.said.value = done.value = ''
    type.value = next
  }
  const run = async (words: string, act: () => Promise<boolean>): Promise<boolean> => {
    work.said.value = ''
    doing.value = words
    const ok = await work.run(act)
    doing.value = ''
    return ok
  }
  const tryOut = (file: File) =>
    run('正在检查模板、生成预览…', async () => {
      drop()
      const pdf = await tryFile(`/api/templates/${type.value}/preview`, file)
      tried.value = { file, id: newId(), preview: URL.createObjectURL(pdf) }
      return true
    })
  const finish = async (sentence: string) => {
    drop()
    type.value = ''
    await list.load()
    done.value = sentence
  }
  const putInForce = () =>
    run('正在启用…', async () => {
      const now = tried.value
      if (!now || !type.value) return false
      const query = new URLSearchParams({ name: now.file.name.slice(0, 200), id: now.id })
      await sendFile(`/api/templates/${type.value}?${query}`, now.file)
      await finish(`${documentNames[type.value]}从现在起用模板《${now.file.name}》；以前印发的不变。`)
      return true
    })
  const restore = ({ stream, type: which }: TemplateView) =>
    run('正在恢复…', async () => {
      await send({ kind: 'template', step: 'restore', data: {}, stream: stream ?? undefined })
      await finish(`${documentNames[which]}从现在起用本系统自带的模板；以前印发的不变。`)
      return true
    })
  return { list, templates, mayAct, type, tried, doing, done, work, open, tryOut, putInForce, restore }
}
export type Templates = ReturnType<typeof useTemplates>
