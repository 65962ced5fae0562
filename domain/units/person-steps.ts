import * as z from 'zod/mini'
import { addDays, daysBetween, shanghaiDate } from '../calendar/working-days.ts'
import { type Entry, type JsonObject, SYSTEM } from '../entry.ts'
import { type Problem, problem } from '../problem.ts'
import type { Context, KindRules } from '../rulebook.ts'
import { code, text, uuid } from '../schema.ts'
import { isInForce } from './in-force.ts'
import { guardsPerson, isKeeper, isSelf, keepsDuties, keepsPerson, seesPerson } from './keeping.ts'
import { decideBy, quiet, type RefStep } from './reference-steps.ts'
import { type Actor, exclusiveRoles, holds, type Membership, roles } from './roles.ts'
import type { Deputy, Person, Reference } from './units.ts'

const memberships = z.array(z.strictObject({ role: z.enum(roles), unit: code })).check(z.maxLength(20))
/** As people write them: digits, blanks, hyphens, a plus in front. */
const phone = z.string().check(z.regex(/^\+?[0-9][0-9 -]{4,18}[0-9]$/, '要写电话号码'))
const enrolData = z.strictObject({ name: text(50), memberships, phone: z.optional(phone) })
const contactData = z.strictObject({ name: z.optional(text(50)), phone: z.optional(phone) })
const deputizeData = z.strictObject({ deputy: uuid, from: z.iso.date(), to: z.iso.date() })

/** Longest stretch of a stand-in, in days: what lasts longer is an appointment. */
const LONGEST = 92
/** An enrolment is taken back as long as the sitting in which it was made may last. Milliseconds. */
const RETRACT = 12 * 3_600_000

const wellFormed = (wanted: readonly Membership[], reference: Reference): Problem | undefined => {
  if (!wanted.every(({ unit }) => reference.units.has(unit))) return problem('unit.unknown')
  if (!wanted.every(({ unit }) => isInForce(reference.units, unit))) return problem('unit.off')
  const [alone] = wanted.filter(({ role }) => exclusiveRoles.includes(role))
  return alone && wanted.some(({ role }) => role !== alone.role) ? problem('person.exclusive') : undefined
}

/** Why this actor may not: himself, somebody he must not know of, or somebody else's to keep. */
function refusal(actor: Actor, person: Person, { units }: Reference): Problem {
  if (isSelf(actor, person)) return problem('person.self')
  return problem(seesPerson(actor, person, units) ? 'step.not-yours' : 'person.unknown')
}

type Check<D> = (data: D, state: Person, context: Context) => Problem | undefined
type Right = (actor: Actor, person: Person, units: Reference['units']) => boolean

/** A step on somebody enrolled: the right first, then what the step itself refuses. */
function onPerson<D>(step: string, schema: z.ZodMiniType<D>, right: Right, check: Check<D> = () => undefined) {
  const row: RefStep<Person> = {
    step,
    schema: schema as z.ZodMiniType<unknown>,
    fresh: false,
    may: right === guardsPerson ? (actor) => isKeeper(actor) || holds(actor, 'security') : isKeeper,
    check: (data: D, state: Person | null, context: Context) => {
      const { actor, reference } = context
      const person = state as Person
      if (!right(actor, person, reference.units)) return refusal(actor, person, reference)
      return check(data, person, context)
    },
  }
  return row
}

const erasable = (row: RefStep<Person>): RefStep<Person> => ({
  ...row,
  split: (said: JsonObject) => ({ data: {}, text: said }),
})

function checkDeputy(data: z.infer<typeof deputizeData>, principal: Person, { actor, reference, now }: Context) {
  const deputy = reference.people.get(data.deputy)
  if (deputy && isSelf(actor, deputy)) return problem('person.self')
  if (!deputy || !seesPerson(actor, deputy, reference.units)) return problem('person.unknown')
  if (deputy.id === principal.id || deputy.disabled || principal.disabled) return problem('person.deputy')
  if (!keepsPerson(actor, deputy, reference.units)) return problem('step.not-yours')
  const held = [...deputy.memberships, ...principal.memberships]
  if (held.some(({ role }) => exclusiveRoles.includes(role))) return problem('person.exclusive')
  const today = shanghaiDate(now)
  const days = daysBetween(data.from, data.to)
  if (days < 0 || days > LONGEST || data.to < today || data.from > addDays(today, 366)) return problem('person.days')
  return (principal.deputies ?? []).length >= 20 ? problem('person.days') : undefined
}

const none = z.strictObject({})

const steps: RefStep<Person>[] = [
  {
    step: 'enrol',
    schema: enrolData,
    fresh: true,
    may: isKeeper,
    check: (data: z.infer<typeof enrolData>, _state, { actor, reference }) => {
      const malformed = wellFormed(data.memberships, reference)
      if (malformed) return malformed
      return keepsDuties(actor, data.memberships, reference.units) ? undefined : problem('step.not-yours')
    },
    split: ({ memberships: duties, ...said }: z.infer<typeof enrolData>) => ({
      data: { memberships: duties as unknown as JsonObject[] },
      text: said as JsonObject,
    }),
  },
  onPerson('appoint', z.strictObject({ memberships }), keepsPerson, (data, _person, { actor, reference }) => {
    const malformed = wellFormed(data.memberships, reference)
    if (malformed) return malformed
    return keepsDuties(actor, data.memberships, reference.units) ? undefined : problem('step.not-yours')
  }),
  erasable(
    onPerson('contact', contactData, keepsPerson, (data) =>
      data.name === undefined && data.phone === undefined ? problem('command.invalid', { field: 'phone' }) : undefined,
    ),
  ),
  onPerson('deputize', deputizeData, keepsPerson, checkDeputy),
  onPerson('undeputize', z.strictObject({ deputy: uuid }), keepsPerson, ({ deputy }, { deputies = [] }) =>
    deputies.some((one) => one.person === deputy) ? undefined : problem('person.unknown'),
  ),
  onPerson('invite', none, guardsPerson, (_data, person) => (person.disabled ? problem('person.disabled') : undefined)),
  erasable(onPerson('reveal', z.strictObject({ reason: text(200) }), keepsPerson)),
  onPerson('disable', none, guardsPerson),
  onPerson('enable', none, guardsPerson),
  onPerson('retract', none, keepsPerson, (_data, { enrolled, retracted }, { actor, now }) => {
    const mine = enrolled !== undefined && (enrolled.by === actor.person || actor.person === SYSTEM)
    const fresh = enrolled !== undefined && Date.parse(now) - Date.parse(enrolled.at) <= RETRACT
    return mine && fresh && !retracted ? undefined : problem('person.retract')
  }),
]

function deputiesAfter(before: Deputy[], { step, data }: Entry): Deputy[] {
  const { deputy, from, to } = data as unknown as { deputy: string; from: string; to: string }
  const others = before.filter((one) => one.person !== deputy)
  return step === 'deputize' ? [...others, { person: deputy, from, to }] : others
}

function evolve(before: Person | null, entry: Entry): Person {
  const { retracted, ...stood }: Partial<Person> = before ?? {}
  const given = (entry.data as unknown as { memberships?: Membership[] }).memberships
  const person: Person = {
    ...stood,
    id: entry.stream,
    memberships: given ?? stood.memberships ?? [],
    disabled: entry.step === 'disable' || (entry.step !== 'enable' && (stood.disabled ?? false)),
  }
  switch (entry.step) {
    case 'enrol':
      return { ...person, enrolled: { by: entry.actor, at: entry.recordedAt } }
    case 'deputize':
    case 'undeputize':
      return { ...person, deputies: deputiesAfter(stood.deputies ?? [], entry) }
    case 'retract':
      return { ...person, memberships: [], disabled: true, retracted: stood.memberships ?? [] }
    default:
      return retracted && entry.step !== 'appoint' && entry.step !== 'enable' ? { ...person, retracted } : person
  }
}

/**
 * kind `person`: `enrol`, `appoint` (replaces the duties), `contact`, `deputize` (the stream is the principal),
 * `undeputize`, `invite` (a sign-in link was issued; its secret is never here), `reveal` (a phone was shown), `disable`,
 * `enable`, `retract`. Names, phones and reasons are erasable text. Nobody changes himself.
 */
export const personRules: KindRules<Person> = { ...quiet, decide: decideBy<Person>('person', steps), evolve }
