const full = (error: unknown): boolean => (error as { name?: unknown } | null)?.name === 'QuotaExceededError'

/** What to do when something could not be stored here; `otherwise` where it was not for want of room. */
export const sayUnstored = (error: unknown, otherwise: string): string =>
  full(error)
    ? '这台手机的空间满了，没有存下。请先到发件箱点“现在发送”，或删掉手机里不用的照片、视频，再办一次。'
    : otherwise
