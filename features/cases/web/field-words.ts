import type { HazardRow } from '../../../domain/hazard/views.ts'
import type { Membership } from '../../../domain/units/roles.ts'
import type { Parcel } from '../../../platform/web/device-store.ts'
import type { Line } from '../../../platform/web/outbox-world.ts'

/** How a department comes by a case of its queue: its share of another's (协办), a meeting's decision, 商请 or 交办. */
export function sayAsked(
  { status, owing, topic, mode }: Pick<HazardRow, 'status' | 'owing' | 'topic' | 'mode'>,
  memberships: readonly Membership[],
): string {
  const own = memberships.filter(({ role }) => role === 'handler').map(({ unit }) => unit)
  if (own.length === 0 || status !== 'handling') return ''
  if (owing?.some((unit) => own.includes(unit))) return '协办'
  if (topic) return '会议决定'
  return mode === 'request' ? '商请' : '交办'
}

/** Steps after which a case stays as visible as it was. */
const shifting = ({ command, state }: Parcel): boolean =>
  state === 'delivered' && command.step !== 'comment' && command.step !== 'report'

/** Why a case one has just dealt with is no longer there to be seen; empty where no step of one's own explains it. */
export function sayGone(parcels: readonly Parcel[], stream: string): string {
  const last = parcels.filter((parcel) => parcel.command.stream === stream && shifting(parcel)).pop()
  if (!last) return ''
  const back = last.command.step === 'refuse' ? '已退回交办单位，' : ''
  return `“${last.label}”已送达，这条隐患${back}不在您的列表里了。`
}

/** The outbox as far as photos go. */
export interface Sending {
  parcels: readonly Parcel[]
  line: Line
  /** Photos of any case that this device still has to send. */
  photos: number
}

/** Where the photos are that a case names and the server lacks: on this device, or on somebody else's. */
export function sayMissing(missing: readonly string[], { parcels, line, photos }: Sending): string[] {
  const named = new Set(photos > 0 ? parcels.flatMap((parcel) => parcel.photos) : [])
  const here = missing.filter((sha256) => named.has(sha256)).length
  const away = missing.length - here
  const mine = line === 'sending' ? `正在上传 ${here} 张照片…` : `${here} 张照片还在这台手机上，有网络时自动上传。`
  return [here > 0 ? mine : '', away > 0 ? `还有 ${away} 张照片在路上，没有传到。` : ''].filter(Boolean)
}
