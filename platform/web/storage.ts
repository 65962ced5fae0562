import { durable, type OpenDevice, onDevice } from './device-store.ts'
import { caseStore, wipeCases } from './kept-cases.ts'

const MB = 1024 * 1024
/**
 * Least room to begin a round with, in bytes: what half a day without signal brings, twenty reports with three photos of
 * at most 1 MB each.
 */
export const LEAST_ROOM = 60 * MB

const isFull = (error: unknown): boolean => (error as { name?: unknown } | null)?.name === 'QuotaExceededError'

const FULL = '这台手机的空间满了，没有存下，您写的还在。请先到发件箱发送或导出，清理手机空间后再试一次。'

/** What to do when something could not be stored here; `otherwise` where it was not for want of room. */
export const sayUnstored = (error: unknown, otherwise: string): string => (isFull(error) ? FULL : otherwise)

/** Stores something; on a full device once more, after the copy of cases, which may go at any time, has made room. */
export async function makingRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isFull(error)) throw error
    await caseStore()
      .then(wipeCases)
      .catch(() => undefined)
    return work()
  }
}

type Estimate = { quota?: number; usage?: number } | undefined

/**
 * What somebody must know of this device's storage before he types: that nothing can be stored, found out by a strict
 * write, or that little room is left. Empty where all is well, or the browser says nothing of its room; newer ones say
 * the same of every device, so the write comes first.
 */
export async function sayStorage(open: OpenDevice, estimate: () => Promise<Estimate>): Promise<string> {
  try {
    await onDevice(open, async (db) => {
      const tx = db.transaction('drafts', 'readwrite', durable)
      void tx.store.put(new ArrayBuffer(1024), 'probe')
      void tx.store.delete('probe')
      await tx.done
    })
  } catch (error) {
    if (isFull(error)) return '这台手机的空间满了，存不下新内容；请先到发件箱发送或导出，清理手机空间后再填。'
    return '这个窗口存不下内容（多半是无痕模式），填了也发不出去；请换普通窗口打开后再填。'
  }
  const { quota, usage } = (await estimate().catch(() => undefined)) ?? {}
  if (quota === undefined || usage === undefined || quota - usage >= LEAST_ROOM) return ''
  const left = Math.max(0, Math.floor((quota - usage) / MB))
  return `这台手机只剩 ${left} MB 可存，照片可能存不下；请先到发件箱把内容发完，或清理手机空间后再填。`
}

/** What the browser says of its room; undefined where it says nothing, as on plain http. */
export const estimateRoom = async (): Promise<Estimate> => navigator.storage?.estimate?.()

/** Asks the browser not to clear what is stored here by itself; it may say no, and nothing depends on its answer. */
export async function askToPersist(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false)
}
