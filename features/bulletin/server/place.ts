import { fullName } from '../../../domain/units/units.ts'
import type { Viewer } from '../../../ledger/viewer.ts'

/** What the figures speak of, where it is not the whole sub-district: a part must never be read as the whole. */
export function placeOf({ actor, scope, reference: { units } }: Viewer, community: string | undefined): string {
  if (community) return fullName(units, community) || community
  const whole = scope.some((token) => ['street', 'area'].includes(units.get(token)?.kind ?? ''))
  if (whole) return ''
  const names = [...new Set(actor.memberships.map(({ unit }) => fullName(units, unit)).filter(Boolean))]
  return `${names.join('、')}可见范围`
}
