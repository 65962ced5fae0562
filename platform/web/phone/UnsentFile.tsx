import { defineComponent, type PropType, ref } from 'vue'
import { device, onDevice } from '../device-store.ts'
import { saveFile } from '../file-transfer.ts'
import { inStore, unstoredDrafts } from '../post.ts'
import { sayUnstored } from '../storage.ts'
import { type Exported, exportUnsent, type Imported, importUnsent, type Owner } from '../unsent.ts'
import { UnreadableFile } from '../unsent-file.ts'
import './unsent-file.css'

const two = (n: number) => String(n).padStart(2, '0')

/** 安澜未送达-张三-20260302-0905.anlan */
function nameOf({ name }: Owner, now: Date): string {
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`
  return `安澜未送达-${name}-${day}-${two(now.getHours())}${two(now.getMinutes())}.anlan`
}

/** A browser inside WeChat often saves no files; nothing tells a page whether it did. */
const inWeChat = /MicroMessenger/i.test(navigator.userAgent)

function sayExported({ parcels, photos, drafts }: Exported): string {
  const half = drafts > 0 ? `，${drafts} 份没写完的` : ''
  const doubt = inWeChat ? '微信里有时存不下文件，请到手机的下载里看一眼；没有的话，请留着本机等有网络时发送。' : ''
  return `已存下 ${parcels} 件内容、${photos} 张照片${half}。本机内容都还在。${doubt}`
}

function sayImported({ added, known, keptOwn }: Imported): string {
  const again = known > 0 ? `，${known} 件本机已有` : ''
  const own = keptOwn > 0 ? '本机正写到一半的没有改动，交完后再导入一次，就能取出文件里那一份。' : ''
  return `已导入 ${added} 件${again}，有网络时自动发送。${own}`
}

/** 导出未送达的内容, as a file for another phone; 导入 of such a file, for its owner only. */
export const UnsentFile = defineComponent({
  name: 'UnsentFile',
  props: {
    owner: { type: Object as PropType<Owner>, required: true },
    imports: { type: Boolean, default: false },
  },
  setup(props) {
    const busy = ref(false)
    const done = ref('')
    const said = ref('')
    const attempt = async (work: () => Promise<string>, failed: string) => {
      busy.value = true
      done.value = said.value = ''
      try {
        done.value = await work()
      } catch (error) {
        said.value = error instanceof UnreadableFile ? error.message : sayUnstored(error, failed)
      } finally {
        busy.value = false
      }
    }
    const save = () =>
      attempt(async () => {
        const now = new Date()
        const found = await onDevice(device, (db) => exportUnsent(db, props.owner, now.toISOString(), unstoredDrafts()))
        if (!found) return '没有未送达的内容，不用导出。'
        saveFile({ blob: found.file, name: nameOf(props.owner, now) })
        return sayExported(found)
      }, '没有导出，请再试一次；本机内容都还在。')
    const take = async (event: Event) => {
      const input = event.target as HTMLInputElement
      const [file] = input.files ?? []
      if (!file) return
      await attempt(
        async () =>
          sayImported(await inStore((db, person) => importUnsent(db, person, file, new Date().toISOString()))),
        '没有导入，请再试一次；文件和本机内容都没有变。',
      )
      input.value = ''
    }
    return () => (
      <div class="unsent">
        <div class="unsent-buttons">
          <button type="button" class="button" disabled={busy.value} onClick={save}>
            导出未送达的内容
          </button>
          {props.imports ? (
            <label class={['button', { 'unsent-busy': busy.value }]}>
              导入
              <input type="file" class="unseen" disabled={busy.value} aria-label="导入未送达的内容" onChange={take} />
            </label>
          ) : null}
        </div>
        <p class="hint" role="status">
          {busy.value ? '正在处理文件…' : done.value}
        </p>
        <p class="said" role="alert">
          {said.value}
        </p>
      </div>
    )
  },
})
