import type { Actor } from '../units/roles.ts'
import { communityOf, isWithin, type Reference } from '../units/units.ts'
import type { Status } from './state.ts'

/** Cases that wait for a duty: in whose hands, and in which statuses where the duty narrows it. */
export interface Wait {
  holders: string[]
  statuses?: Status[]
}

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
      case 'office':
      case 'handler':
      case 'property':
      case 'branch':
        return [{ holders: [unit] }]
      default:
        return []
    }
  })
}
