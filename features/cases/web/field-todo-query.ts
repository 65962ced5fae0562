import { communityOf, type Reference } from '../../../domain/units/units.ts'

type Units = Reference['units']
export interface Duty {
  role: string
  unit: string
}

/** What a person's 待办 asks of the list: cases in the hands of his units, or, for a checker, those to re-check. A grid worker re-checks nothing. */
export function todoQuery(duties: readonly Duty[], units: Units): { holder?: string; status?: string } | null {
  const holders = new Set<string>()
  for (const { role, unit } of duties) {
    if (role === 'grid' || role === 'community') {
      const community = communityOf(units, unit) ?? unit
      for (const one of units.values()) if (communityOf(units, one.code) === community) holders.add(one.code)
    } else if (role === 'office' || role === 'handler' || role === 'property' || role === 'branch') holders.add(unit)
  }
  const gridOnly = duties.every(({ role }) => role === 'grid')
  if (holders.size > 0) return { holder: [...holders].join(','), ...(gridOnly ? { status: 'reported,handling' } : {}) }
  return duties.some(({ role }) => role === 'checker') ? { status: 'rectified' } : null
}

/** Volunteers see their own reports only, so the list of all they see is the list of what they reported. */
export const seesOwnOnly = (duties: readonly Duty[]): boolean => duties.every(({ role }) => role === 'volunteer')
