import { actsAs, facesOf } from '../units/deputies.ts'
import { archivesOf } from '../units/in-force.ts'
import { type Actor, holds, type Role } from '../units/roles.ts'
import { communityOf, lineage, type Reference } from '../units/units.ts'
import { type HazardPatch, type HazardState, type LegStart, openLeg } from './state.ts'

/** A person as a token among unit codes: own reports stay visible to those who see nothing else. */
const personToken = (id: string): string => `p:${id}`

/**
 * Who may see a hazard, as unit codes and person tokens: the place upwards, the compound, the responsible unit,
 * who holds it now, co-handlers, who leads its supervision, and the reporter. The only rule of visibility: lists, pages, feed and files use it.
 */
export function audienceOf(
  state: Pick<Required<HazardPatch>, 'community' | 'site' | 'unit' | 'parts' | 'supervised' | 'reporter'> &
    Pick<HazardPatch, 'principals'>,
  leg: Pick<LegStart, 'holder'> | undefined,
  units: Reference['units'],
): string[] {
  const tokens = new Set<string>(lineage(units, state.community).map((unit) => unit.code))
  if (state.site) tokens.add(state.site)
  tokens.add(state.unit)
  if (leg) tokens.add(leg.holder)
  for (const unit of Object.keys(state.parts)) tokens.add(unit)
  for (const { unit } of Object.values(state.supervised)) tokens.add(unit)
  tokens.add(personToken(state.reporter))
  if (state.principals?.reporter) tokens.add(personToken(state.principals.reporter))
  return [...tokens].sort()
}

/** Duties that keep people and units and see no case. */
const blindRoles: ReadonlySet<Role> = new Set<Role>(['admin', 'security'])

/** The tokens an actor's duties open, and those of whom he deputizes for. */
export function scopeOf(actor: Actor, units: Reference['units']): string[] {
  const tokens = new Set(facesOf(actor).flatMap((one) => [...ownScope(one, units)]))
  return [...tokens].sort()
}

function ownScope(actor: Actor, units: Reference['units']): Set<string> {
  const tokens = new Set<string>()
  for (const { role, unit } of actor.memberships) {
    if (blindRoles.has(role) || role === 'volunteer') continue
    if (role === 'grid') tokens.add(communityOf(units, unit) ?? unit)
    else if (role === 'office') tokens.add(units.get(unit)?.parent ?? unit).add(unit)
    else tokens.add(unit)
  }
  // Finished cases stay under the code they were finished under, and whoever has the unit's work now keeps them.
  for (const token of [...tokens]) for (const ended of archivesOf(units, token)) tokens.add(ended)
  const isBlind = actor.memberships.every(({ role }) => blindRoles.has(role))
  if (!isBlind) for (const person of actsAs(actor)) tokens.add(personToken(person))
  return tokens
}

export const canSee = (state: { audience: readonly string[] }, scope: readonly string[]): boolean =>
  state.audience.some((token) => scope.includes(token))

/** Duties whose holders are the residents' neighbours: others than community and office see the duty, not the name. */
export const protectedRoles: ReadonlySet<string> = new Set(['volunteer', 'property', 'branch'])
export const protectedSources: ReadonlySet<string> = new Set(['volunteer', 'property', 'branch'])

/** May this actor learn who reported? Others see the kind of reporter only (promise 4). */
export const seesReporter = (actor: Actor): boolean => holdsOrLent(actor, 'community', 'office')

/** Does he hold one of these duties himself or for whom he deputizes? What one may look at, never what one may do. */
const holdsOrLent = (actor: Actor, ...wanted: Role[]): boolean =>
  facesOf(actor).some((one) => wanted.some((role) => holds(one, role)))

/**
 * The parties of a dispute are known to those who handle it: its community, the office, the responsible unit, helpers,
 * the holder, who reported it, and a checker, who has to call them.
 */
export function seesParties(
  state: Pick<HazardState, 'proof' | 'community' | 'unit' | 'parts' | 'reporter' | 'legs'>,
  actor: Actor,
  scope: readonly string[],
): boolean {
  if (state.proof !== 'mediation' || holdsOrLent(actor, 'office', 'checker')) return true
  const handling = [state.community, state.unit, openLeg(state)?.holder, ...Object.keys(state.parts)]
  return [...handling, personToken(state.reporter)].some((token) => token !== undefined && scope.includes(token))
}
