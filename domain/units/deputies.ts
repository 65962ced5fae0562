import type { Actor, Principal } from './roles.ts'
import type { Deputy, Person, Reference } from './units.ts'

type People = Reference['people']

/** Deputies by whom they stand in for; a copy of the people is looked through once. */
const known = new WeakMap<People, Map<string, { principal: Person; days: Deputy }[]>>()

function byDeputy(people: People): Map<string, { principal: Person; days: Deputy }[]> {
  const kept = known.get(people)
  if (kept) return kept
  const found = new Map<string, { principal: Person; days: Deputy }[]>()
  for (const principal of people.values())
    for (const days of principal.deputies ?? [])
      found.set(days.person, [...(found.get(days.person) ?? []), { principal, days }])
  known.set(people, found)
  return found
}

export const isOn = ({ from, to }: Deputy, day: string): boolean => from <= day && day <= to

/** Whom this person deputizes for on a Shanghai day. A disabled principal has no duties to lend. */
function principalsOn(people: People, person: string, day: string): Principal[] {
  const lent = (byDeputy(people).get(person) ?? []).filter(
    ({ principal, days }) => !principal.disabled && isOn(days, day),
  )
  return lent.map(({ principal }) => ({ person: principal.id, memberships: principal.memberships }))
}

/** The actor of a known person on a Shanghai day: own duties, and those lent for the day. */
export function actorOn({ people }: Reference, person: string, day: string): Actor {
  const principals = principalsOn(people, person, day)
  const actor = { person, memberships: people.get(person)?.memberships ?? [] }
  return principals.length > 0 ? { ...actor, principals } : actor
}

/** The same person acting for each principal in turn (代): the principal's duties and nobody else's. */
export const standIns = (actor: Actor): Actor[] =>
  (actor.principals ?? []).map(({ person, memberships }) => ({
    person: actor.person,
    memberships,
    behalf: person,
    own: actor.memberships,
  }))

/** The actor by his own duties alone, then as each stand-in: whatever any of them may, he may. */
export function facesOf(actor: Actor): Actor[] {
  const { principals: _lent, ...own } = actor
  return [own, ...standIns(actor)]
}

/** The persons an act is laid to: who does it and, of a deputy, for whom. */
export const actsAs = (actor: Actor): string[] => (actor.behalf ? [actor.person, actor.behalf] : [actor.person])
