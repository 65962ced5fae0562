import { computed, defineComponent, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { call, queryString, Refused } from '../../../platform/web/api.ts'
import { sendFile } from '../../../platform/web/file-transfer.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { importsPath, listImports } from '../contract.ts'
import { DropBox } from './DropBox.tsx'
import { ImportList } from './ImportList.tsx'
import { ImportView } from './ImportView.tsx'
import { isWorking, useImport } from './use-import.ts'
import './import.css'

const sentence = (error: unknown): string => {
  if (!(error instanceof Refused)) throw error
  return error.message
}

/** 导入: the template, an upload with its preview, and the batches so far with their undo. */
export const ImportScreen = defineComponent({
  name: 'ImportScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const id = computed(() => (typeof route.query.id === 'string' ? route.query.id : undefined))
    const one = useImport(() => id.value)
    const list = useLoad(() => call(listImports, {}))
    const said = ref('')
    const busy = ref(false)
    void list.load()
    void one.follow()
    const open = (to?: string) => router.push({ path: '/import', query: to ? { id: to } : {} })
    const attempt = async (work: () => Promise<void>) => {
      busy.value = true
      said.value = ''
      try {
        await work()
      } catch (error) {
        said.value = sentence(error)
      } finally {
        busy.value = false
      }
    }
    const take = (file: File) =>
      attempt(async () => {
        const made = (await sendFile(`${importsPath}${queryString({ name: file.name })}`, file)) as { id: string }
        await open(made.id)
        await list.load()
      })
    watch(
      () => one.data.value?.import,
      (now, before) => {
        if (before && now && before.status !== now.status && !isWorking(now)) void list.load()
      },
    )
    const start = () => (
      <div class="import-start">
        <section class="panel" aria-labelledby="import-one">
          <h2 id="import-one">第一步：下载模板，填好</h2>
          <p>社区、点位、类别、单位都能下拉选择；红色带 * 的必填。一次最多 5000 行。</p>
          <p>
            <a class="import-link" href="/api/imports/template.xlsx" download>
              下载导入模板
            </a>
          </p>
          <p class="soft">已整改、已销号的也可以导入：一律为“已整改待复查”，由他人复查后销号，导入不会销号。</p>
          <p class="soft">台账“导出当前列表”得到的表，改好位置、描述、细项等再上传，就是更正。</p>
        </section>
        <section class="panel" aria-labelledby="import-two">
          <h2 id="import-two">第二步：上传，先看预览</h2>
          <DropBox busy={busy.value} onTake={take} />
          <p class="soft">上传后先检查、不入账；确认后才导入，导入后可以整批撤销。</p>
        </section>
      </div>
    )
    const body = () => {
      if (!id.value) return start()
      const shown = one.data.value
      if (!shown) return one.said.value ? null : <p class="soft">正在打开…</p>
      return (
        <ImportView
          key={shown.import.id}
          shown={shown}
          busy={busy.value}
          onConfirm={(include: number[]) => attempt(() => one.confirm(include))}
          onUndo={(reason: string) => attempt(() => one.undo(reason))}
        />
      )
    }
    const told = () => said.value || one.said.value || list.said.value
    return () => (
      <div class="import">
        <div class="import-head">
          <h1>导入台账</h1>
          {id.value ? (
            <button type="button" class="plain" onClick={() => open()}>
              导入另一份
            </button>
          ) : null}
        </div>
        {told() ? (
          <p class="said" role="alert">
            {told()}
          </p>
        ) : null}
        {body()}
        <ImportList list={list.data.value?.imports ?? null} current={id.value} onOpen={open} />
      </div>
    )
  },
})
