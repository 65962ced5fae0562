import { defineComponent, onBeforeUnmount, type PropType, ref } from 'vue'
import { call, queryString, Refused } from '../../../platform/web/api.ts'
import type { Filters } from '../../../platform/web/case/filters.ts'
import { fetchFile, saveFile } from '../../../platform/web/file-transfer.ts'
import { exportHazards, exportProgress } from '../contract.ts'

/** How often the server is asked how far it is. ms */
const OFTEN = 600
let tickets = 0

/** 导出当前列表: fetched in the background, so that work goes on; says how many rows are written. */
export const ExportButton = defineComponent({
  name: 'ExportButton',
  props: {
    filters: { type: Object as PropType<Filters>, required: true },
    order: { type: String as PropType<'recent' | 'due'>, required: true },
  },
  setup(props) {
    const said = ref('')
    const failed = ref(false)
    const busy = ref(false)
    let stop: AbortController | null = null
    let timer: ReturnType<typeof setInterval> | undefined
    const ask = async (ticket: string) => {
      // The first question may be early, the last late: neither is a fault.
      const { done, of } = await call(exportProgress, { ticket }).catch(() => ({ done: 0, of: null }))
      if (busy.value && of !== null) said.value = `正在生成 ${done} / ${of} 行`
    }
    const start = async () => {
      const ticket = `${Date.now().toString(36)}-${++tickets}`
      stop = new AbortController()
      busy.value = true
      failed.value = false
      said.value = '正在生成…'
      timer = setInterval(() => void ask(ticket), OFTEN)
      try {
        const query = queryString({ ...(props.filters as object), order: props.order, ticket })
        const file = await fetchFile(`${exportHazards}${query}`, stop.signal)
        saveFile(file)
        said.value = `已导出：${file.name}`
      } catch (error) {
        failed.value = !stop.signal.aborted
        said.value = stop.signal.aborted
          ? '已取消导出。'
          : error instanceof Refused
            ? error.message
            : '没有导出，请再试一次。'
      } finally {
        clearInterval(timer)
        busy.value = false
      }
    }
    onBeforeUnmount(() => {
      clearInterval(timer)
      stop?.abort()
    })
    return () => (
      <span class="export no-print">
        <button type="button" class="plain" onClick={busy.value ? () => stop?.abort() : start}>
          {busy.value ? '取消导出' : '导出当前列表'}
        </button>
        <span class={failed.value ? 'export-failed' : 'soft'} role="status">
          {said.value}
        </span>
      </span>
    )
  },
})
