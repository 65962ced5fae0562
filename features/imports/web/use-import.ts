import { onBeforeUnmount, watch } from 'vue'
import { call, request } from '../../../platform/web/api.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { confirmPath, getImport, type ImportView, undoPath } from '../contract.ts'

/** How often the screen asks while the server works. ms */
const OFTEN = 500

export const isWorking = ({ status, stalled }: ImportView): boolean =>
  (status === 'confirming' || status === 'undoing') && !stalled

/** One import: its preview, its progress while the server works on it, its result. */
export function useImport(id: () => string | undefined) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const shown = useLoad(async () => {
    const wanted = id()
    return wanted ? call(getImport, {}, { id: wanted }) : null
  })
  const follow = async (): Promise<void> => {
    clearTimeout(timer)
    await shown.load()
    const one = shown.data.value?.import
    if (one && isWorking(one)) timer = setTimeout(() => void follow(), OFTEN)
  }
  watch(id, () => {
    shown.data.value = null
    void follow()
  })
  onBeforeUnmount(() => clearTimeout(timer))
  const post = async (path: string, body: unknown): Promise<void> => {
    await request('POST', path.replace(':id', id() ?? ''), body)
    await follow()
  }
  return {
    ...shown,
    follow,
    confirm: (include: number[]) => post(confirmPath, { include }),
    undo: (reason: string) => post(undoPath, { reason }),
  }
}
