import type { Actor } from '../units/roles.ts'
import { communityOf, isWithin, type Reference } from '../units/units.ts'
import type { HazardState, Status } from './state.ts'

/** Cases that wait for a duty: in whose hands, and in which statuses where the duty narrows it. */
export interface Wait {
  holders: string[]
  statuses?: Status[]
  /** Also where one of these still owes its share (协办). */
  helpers?: string[]
}

/** Units that have still to do their share of a case while it is put right (协办). */
export const owing = ({ status, parts }: Pick<HazardState, 'status' | 'parts'>): string[] =>
  status === 'handling'
    ? Object.values(parts)
        .filter(({ done }) => !done)
        .map(({ unit }) => unit)
        .sort()
    : []

const unitsUnder = (units: Reference['units'], above: string): string[] =>
  [...units.keys()].filter((code) => isWithin(units, code, above))

/**
 * 待办: what waits for somebody with these duties. A grid worker verifies and rectifies for the whole community but
 * re-checks nothing; a checker re-checks over his place and holds nothing; who only reports or looks has none.
 */
export function waitsFor(
  { memberships, principals = [] }: Pick<Actor, 'memberships' | 'principals'>,
  units: Reference['units'],
): Wait[] {
  return [memberships, ...principals.map((one) => one.memberships)].flat().flatMap(({ role, unit }): Wait[] => {
    const community = communityOf(units, unit) ?? unit
    switch (role) {
      case 'grid':
        return [{ holders: unitsUnder(units, community), statuses: ['reported', 'handling'] }]
      case 'community':
        return [{ holders: unitsUnder(units, community) }]
      case 'checker':
        return [{ holders: unitsUnder(units, unit), statuses: ['rectified'] }]
      case 'handler':
        return [{ holders: [unit], helpers: [unit] }]
      case 'office':
      case 'property':
      case 'branch':
        return [{ holders: [unit] }]
      default:
        return []
    }
  })
}
