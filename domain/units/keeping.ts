import { SYSTEM } from '../entry.ts'
import { actsAs, facesOf } from './deputies.ts'
import { type Actor, exclusiveRoles, holds, type Membership, type Role, unitsAs } from './roles.ts'
import { isWithin, type Person, type Reference } from './units.ts'

type Units = Reference['units']

/** Duties a community gives to its own people. */
const communityGives: readonly Role[] = ['grid', 'volunteer', 'property', 'branch']
/** Duties beyond the office: who watches it, and who stands above it. */
const beyondOffice: readonly Role[] = [...exclusiveRoles, 'leader', 'superior']

/** Whose duties keep anybody at all. */
export const isKeeper = (actor: Actor): boolean =>
  actor.person === SYSTEM || ['admin', 'office', 'community'].some((role) => holds(actor, role as Role))

/**
 * May the actor give and take these duties? The administrator all; the office all but those beyond it; a community
 * those of its own people. Who holds no duty belongs to no community.
 */
export function keepsDuties(actor: Actor, duties: readonly Membership[], units: Units): boolean {
  if (actor.person === SYSTEM || holds(actor, 'admin')) return true
  if (holds(actor, 'office') && !duties.some(({ role }) => beyondOffice.includes(role))) return true
  const communities = unitsAs(actor, 'community')
  return (
    duties.length > 0 &&
    duties.every(
      ({ role, unit }) => communityGives.includes(role) && communities.some((one) => isWithin(units, unit, one)),
    )
  )
}

export const isSelf = (actor: Actor, person: Pick<Person, 'id'>): boolean => actsAs(actor).includes(person.id)

/** May the actor know that this person is enrolled? A community knows whom it has or had by mistake, its own officers included. */
export function seesPerson(actor: Actor, person: Person, units: Units): boolean {
  if (actor.person === SYSTEM || (['admin', 'security', 'office'] as const).some((role) => holds(actor, role)))
    return true
  const communities = unitsAs(actor, 'community')
  return [...person.memberships, ...(person.retracted ?? [])].some(({ unit }) =>
    communities.some((one) => isWithin(units, unit, one)),
  )
}

/** Keeps this person: never himself. */
export const keepsPerson = (actor: Actor, person: Person, units: Units): boolean =>
  !isSelf(actor, person) && keepsDuties(actor, person.memberships, units)

/** May shut out, let in and give a new sign-in: whoever keeps the person, and security anybody. */
export const guardsPerson = (actor: Actor, person: Person, units: Units): boolean =>
  keepsPerson(actor, person, units) || (!isSelf(actor, person) && holds(actor, 'security'))

/** The same, lent duties included: who may end this person's sessions and devices. */
export const mayGuard = (actor: Actor, person: Person, units: Units): boolean =>
  facesOf(actor).some((one) => guardsPerson(one, person, units))
