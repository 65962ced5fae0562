import type * as z from 'zod/mini'
import { call, Refused } from '../../../platform/web/api.ts'
import { receiptOf } from '../../../platform/web/case/receipt.ts'
import { findCase } from '../../../platform/web/case-sync.ts'
import { putIntoPost } from '../../../platform/web/post.ts'
import { itemName } from '../../../platform/web/reference.ts'
import { session } from '../../../platform/web/session.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import { getHazard } from '../contract.ts'

/** A case as the server says it, or as the phone keeps it: then `keptAt` says of when. */
export type CaseRead = z.infer<typeof getHazard.response> & { keptAt?: string }

/** Did the server not answer at all? Its own no is never answered from memory. */
const isUnheard = (error: unknown): boolean => error instanceof Refused && (error.status === 0 || error.status >= 500)

/** Reads a case, without signal from the copy on the phone. Throws `Refused` where there is neither. */
export async function readCase(id: string): Promise<CaseRead> {
  try {
    return await call(getHazard, {}, { id })
  } catch (error) {
    const found = isUnheard(error) ? await findCase(id).catch(() => undefined) : undefined
    if (!found) throw error
    const { hazard, entries, available } = found.kept
    return { hazard, entries, available, reused: [], keptAt: found.at }
  }
}

/** Receives a case that was handed to the reader's unit (签收): a wish like any other, sent when there is signal. */
export async function receiveOpened({ hazard, available }: CaseRead): Promise<void> {
  const wish = await receiptOf(hazard, available, session.me?.person ?? '')
  if (wish)
    await putIntoPost({ command: wish, label: '签收', about: `${itemName(hazard.item)} · ${hazard.number}` }).catch(
      () => undefined,
    )
}

export const sayKept = (at: string, now: Date): string =>
  `现在连不上网络，下面是手机里 ${sayInstant(at, now)} 的情况。要办的事先存入发件箱，有网络时自动发送，由服务器决定能不能办。`
