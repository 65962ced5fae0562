import { communityNow, heirOf, successorsOf } from '../units/in-force.ts'
import { communityOf, type Reference, type Unit } from '../units/units.ts'
import { type HazardState, openLeg } from './state.ts'

/** A grid, compound or person that tells to which part of a divided community a case without a site belongs. */
function told(state: HazardState, { units, people }: Reference, parts: ReadonlySet<string>): string | undefined {
  const finder = people.get(state.reporter)?.memberships.filter(({ role }) => role === 'grid') ?? []
  const places = [state.unit, openLeg(state)?.holder, ...finder.map(({ unit }) => unit)]
  const inside = places.map((code) => {
    const kind = units.get(code ?? '')?.kind
    return code && (kind === 'grid' || kind === 'compound') ? communityNow(units, code) : undefined
  })
  return inside.find((community) => community !== undefined && parts.has(community))
}

/** The community in which the case lies now: its site's, else that of the grid that tells, else the first heir. */
function communityFor(state: HazardState, reference: Reference): string {
  const { units } = reference
  const parts = successorsOf(units, state.community, state.reportedAt)
  const bySite = state.site ? communityNow(units, state.site) : undefined
  if (bySite !== undefined) return bySite
  if (parts.size === 1 && parts.has(state.community)) return state.community
  return told(state, reference, parts) ?? heirOf(units, state.community)
}

/** A closed compound without an heir stays as the site: that is where it was. */
const siteOf = (units: Reference['units'], site: string): string => (units.get(site)?.into ? heirOf(units, site) : site)

/**
 * Codes of an open case that others have taken over, old to new; empty when it stands where it belongs. The place goes
 * with its compound, and what its own community has in hand goes with the place.
 */
export function movedUnits(state: HazardState, reference: Reference): Record<string, string> {
  const { units } = reference
  const community = communityFor(state, reference)
  const leg = openLeg(state)
  const handler = [...state.legs].reverse().find(({ status }) => status === 'handling')
  const named = [state.unit, leg?.holder, leg?.by, handler?.by, state.fixerUnit]
  const others = [...Object.keys(state.parts), ...Object.values(state.supervised).map(({ unit }) => unit)]
  const target = (code: string): string => (code === state.community ? community : heirOf(units, code))
  const pairs = [
    [state.community, community],
    ...(state.site ? [[state.site, siteOf(units, state.site)]] : []),
    ...[...named, ...others].filter((code): code is string => Boolean(code)).map((code) => [code, target(code)]),
  ] as [string, string][]
  return Object.fromEntries(pairs.filter(([old, now]) => old !== now))
}

const lastChange = ({ splits = [], until = '', off }: Unit, instant: string): string =>
  [...splits.map(({ at }) => at).filter((at) => at <= instant), off === 'ended' ? until : ''].sort().pop() ?? ''

/** The unit whose change moves the case: the place first; of a compound that changed hands, the community it left. */
export function causeOf(moved: Record<string, string>, state: HazardState, { units }: Reference, now: string): string {
  const codes = [state.community, ...Object.keys(moved)].filter((code) => moved[code] !== undefined)
  const changed = codes.filter((code) => lastChange(units.get(code) ?? ({} as Unit), now) !== '')
  return changed[0] ?? codes[0] ?? communityOf(units, state.community) ?? state.community
}
