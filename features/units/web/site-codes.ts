import { communityOf, type Unit } from '../../../domain/units/units.ts'
import { reference } from '../../../platform/web/reference.ts'
import { holdsRole, session } from '../../../platform/web/session.ts'

/** Who puts codes on walls: the office those of every community, a community its own. */
export const mayPrintCodes = (): boolean => holdsRole('office', 'community')

const inForce = (kind: Unit['kind']): Unit[] =>
  [...reference.units.values()].filter((unit) => unit.kind === kind && !unit.off)

/** Communities whose compounds the signed-in person prints codes of. */
export function codeCommunities(): Unit[] {
  const all = inForce('community')
  if (holdsRole('office')) return all
  const duties = (session.me?.roles ?? []).filter(({ role }) => role === 'community')
  const own = duties.map(({ unit }) => communityOf(reference.units, unit))
  return all.filter(({ code }) => own.includes(code))
}

/** Compounds of a community, also those that lie in one of its grids. */
export const compoundsOf = (community: string): Unit[] =>
  inForce('compound').filter(({ code }) => communityOf(reference.units, code) === community)

/** What the code of a compound opens, on the address at which this page was opened. */
export const siteLink = (code: string): string => `${location.origin}/m/report?site=${encodeURIComponent(code)}`

/** Is this an address that only this very machine can open? */
export const isOwnMachine = (): boolean => /^(localhost|127\..*|\[::1\])$/.test(location.hostname)
