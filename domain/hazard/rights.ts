import { actsAs } from '../units/deputies.ts'
import { type Actor, exclusiveRoles, holds, type Role, unitsAs } from '../units/roles.ts'
import { communityOf, isWithin, OFFICE, type Reference } from '../units/units.ts'
import type { HazardState, PersonField } from './state.ts'

type Units = Reference['units']

/** An officer of the case's own community. */
export const isCommunityOf = (actor: Actor, community: string): boolean =>
  unitsAs(actor, 'community').includes(community)

export const isGridOf = (actor: Actor, community: string, units: Units): boolean =>
  unitsAs(actor, 'grid').some((unit) => communityOf(units, unit) === community)

export const isOffice = (actor: Actor): boolean => holds(actor, 'office')

/** Acts for the responsible unit: its handler, its community's people, or the compound's own representatives. */
export function actsFor(actor: Actor, unit: string, units: Units): boolean {
  return actor.memberships.some((m) => {
    if (m.role === 'handler' || m.role === 'property' || m.role === 'branch') return m.unit === unit
    if (m.role === 'community') return communityOf(units, unit) === m.unit
    if (m.role === 'grid') return m.unit === unit || communityOf(units, m.unit) === unit
    if (m.role === 'office') return unit === OFFICE || unit === m.unit
    return false
  })
}

/** Was it he, or was it done for him or by whom he stands in for? An act of a deputy is laid to both. */
export function isOwn(actor: Actor, state: Pick<HazardState, PersonField | 'principals'>, field: PersonField): boolean {
  const laid = actsAs(actor)
  return [state[field], state.principals?.[field]].some((person) => typeof person === 'string' && laid.includes(person))
}

/** Is the actor of the unit that answers for the fix, or of the one the fixer acted from? */
function isOfFixersUnit(actor: Actor, state: HazardState, { units, people }: Reference): boolean {
  const persons = [state.fixer, state.principals?.fixer]
  const duties = persons.flatMap((person) => people.get(person ?? '')?.memberships ?? [])
  const from = duties.filter((duty) => actsFor({ person: actor.person, memberships: [duty] }, state.unit, units))
  const fixers = new Set([state.fixerUnit, ...from.map((duty) => duty.unit)])
  return [...actor.memberships, ...(actor.own ?? [])].some((m) => fixers.has(m.unit))
}

/** 重大, or 疑似重大 until the office has taken that back: looked at by another unit than the fixer's, never by its own. */
export const isGrave = (state: Pick<HazardState, 'severity' | 'suspectedMajor'>): boolean =>
  state.severity === 'major' || state.suspectedMajor

/** 挂牌督办: does a plate hang on it? Until it is taken down the case is neither left out nor put off. */
export const isSupervised = ({ supervised }: Pick<HazardState, 'supervised'>): boolean =>
  Object.keys(supervised).length > 0

/** May the actor enter a step for a unit, a party or a resident (代录)? */
export const mayRecord = (actor: Actor, community: string): boolean =>
  isCommunityOf(actor, community) || isOffice(actor)

/** Checker ≠ fixer, ≠ recorder; of a grave case also another unit than the fixer's. */
export function checkRefusal(
  actor: Actor,
  state: HazardState,
  reference: Reference,
): 'check.fixer' | 'check.recorder' | 'step.not-yours' | undefined {
  if (isOwn(actor, state, 'fixer')) return 'check.fixer'
  if (isOwn(actor, state, 'recorder')) return 'check.recorder'
  if (!mayCheck(actor, state, reference.units)) return 'step.not-yours'
  return isGrave(state) && isOfFixersUnit(actor, state, reference) ? 'check.fixer' : undefined
}

/** Recheck is a duty, not an account type: a checker over the place, its community's officers, the office. */
function mayCheck(actor: Actor, state: HazardState, units: Units): boolean {
  return (
    isCommunityOf(actor, state.community) ||
    isOffice(actor) ||
    unitsAs(actor, 'checker').some((unit) => isWithin(units, state.community, unit))
  )
}

/** Is there any place at which these duties may report? Auditors, administrators and security only look and keep. */
export const reports = (duties: readonly { role: string }[]): boolean =>
  duties.some(({ role }) => !exclusiveRoles.includes(role as Role))

/** Whose duties are to see how the whole stands: they hold nothing and are asked nothing. */
export const looksOn = (duties: readonly { role: string }[]): boolean =>
  duties.length > 0 && duties.every(({ role }) => role === 'leader' || role === 'superior' || role === 'auditor')

/** May the actor report at this place? A property representative only at the compound he serves. */
export function mayReportAt(actor: Actor, community: string, site: string | null, units: Units): boolean {
  return actor.memberships.some((m) => {
    switch (m.role) {
      case 'grid':
      case 'community':
      case 'volunteer':
        return communityOf(units, m.unit) === community
      case 'property':
      case 'branch':
        return m.unit === site
      case 'office':
      case 'handler':
        return isWithin(units, community, units.get(m.unit)?.parent ?? '')
      case 'checker':
      case 'leader':
      case 'superior':
        return isWithin(units, community, m.unit)
      default:
        return false
    }
  })
}

/** The unit in whose name the actor deals with this case; the first duty that touches its community, else the first. */
export function unitOf(actor: Actor, community: string, units: Units): string {
  const near = actor.memberships.find((m) => communityOf(units, m.unit) === community)
  const first = near ?? actor.memberships[0]
  return near ? community : (first?.unit ?? OFFICE)
}
