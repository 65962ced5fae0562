import * as z from 'zod/mini'
import type { Calendar } from '../calendar/working-days.ts'
import { type Catalogue, catalogueSchema } from '../catalogue/catalogue.ts'
import { type Command, type JsonObject, type Kind, SYSTEM } from '../entry.ts'
import { invalidData } from '../hazard/step.ts'
import { type Problem, problem } from '../problem.ts'
import type { Context, Decision, KindRules } from '../rulebook.ts'
import { code, text } from '../schema.ts'
import { holds, roles } from './roles.ts'
import type { Person, Reference, Unit } from './units.ts'

/** Reference streams change by ledger steps only, taken by an administrator (law 11) or at the founding. */
const mayKeep = ({ actor }: Context): boolean => actor.person === SYSTEM || holds(actor, 'admin')

const unitData = z.strictObject({
  code,
  name: text(100),
  kind: z.enum(['area', 'street', 'community', 'grid', 'compound', 'office', 'organ', 'enterprise']),
  parent: z.nullable(code),
})
const memberships = z.array(z.strictObject({ role: z.enum(roles), unit: code })).check(z.maxLength(20))
const enrolData = z.strictObject({ name: text(50), memberships })
const calendarData = z.strictObject({
  years: z.record(z.string(), z.strictObject({ off: z.array(z.iso.date()), on: z.array(z.iso.date()) })),
})

interface RefStep<S> {
  step: string
  schema: z.ZodMiniType<unknown>
  fresh: boolean
  check(data: never, state: S | null, context: Context): Problem | undefined
  /** Splits what stays for ever from what may be erased. */
  split?(data: never): { data: JsonObject; text: JsonObject | null }
}

function decideBy<S>(kind: Kind, steps: readonly RefStep<S>[]) {
  return (command: Command, states: ReadonlyMap<string, S | null>, context: Context): Decision => {
    const row = steps.find((one) => one.step === command.step)
    if (!row) return problem('command.unknown-step')
    if (!mayKeep(context)) return problem('step.not-yours')
    const parsed = z.safeParse(row.schema, command.data)
    if (!parsed.success) return invalidData(parsed.error)
    const state = states.get(command.stream) ?? null
    if (row.fresh && state) return problem(kind === 'person' ? 'person.exists' : 'unit.exists')
    if (!row.fresh && !state) return problem('person.unknown')
    const refused = row.check(parsed.data as never, state, context)
    if (refused) return refused
    const parts = row.split?.(parsed.data as never) ?? { data: parsed.data as JsonObject, text: null }
    return [{ stream: command.stream, kind, step: command.step, ...parts }]
  }
}

const quiet = { names: () => [], photos: () => [] }
const knowsUnits = (wanted: { unit: string }[], reference: Reference) =>
  wanted.every(({ unit }) => reference.units.has(unit)) ? undefined : problem('unit.unknown')

/** kind `unit`: `found` adds a unit to the tree. Splits and mergers come with the office's issue. */
export const unitRules: KindRules<Unit> = {
  ...quiet,
  decide: decideBy<Unit>('unit', [
    {
      step: 'found',
      schema: unitData,
      fresh: true,
      check: (data: Unit, _state, { reference }) => {
        if (reference.units.has(data.code)) return problem('unit.exists')
        return data.parent === null || reference.units.has(data.parent) ? undefined : problem('unit.unknown')
      },
    },
  ]),
  evolve: (_before, entry) => entry.data as unknown as Unit,
}

interface Appointment {
  memberships: Person['memberships']
}

/** kind `person`: `enrol`, `appoint` (replaces the duties), `disable`, `enable`. Names are erasable text. */
export const personRules: KindRules<Person> = {
  ...quiet,
  decide: decideBy<Person>('person', [
    {
      step: 'enrol',
      schema: enrolData,
      fresh: true,
      check: (data: Appointment, _state, { reference }) => knowsUnits(data.memberships, reference),
      split: (data: Appointment & { name: string }) => ({
        data: { memberships: data.memberships as unknown as JsonObject[] },
        text: { name: data.name },
      }),
    },
    {
      step: 'appoint',
      schema: z.strictObject({ memberships }),
      fresh: false,
      check: (data: Appointment, _state, { reference }) => knowsUnits(data.memberships, reference),
    },
    { step: 'disable', schema: z.strictObject({}), fresh: false, check: () => undefined },
    { step: 'enable', schema: z.strictObject({}), fresh: false, check: () => undefined },
  ]),
  evolve(before, entry) {
    const given = (entry.data as unknown as Partial<Appointment>).memberships
    return {
      id: entry.stream,
      memberships: given ?? before?.memberships ?? [],
      disabled: entry.step === 'disable' || (entry.step !== 'enable' && (before?.disabled ?? false)),
    }
  },
}

/** kind `calendar`: `publish` sets the days off and worked of whole years. */
export const calendarRules: KindRules<Calendar> = {
  ...quiet,
  decide: decideBy<Calendar>('calendar', [
    { step: 'publish', schema: calendarData, fresh: true, check: () => undefined },
  ]),
  evolve: (before, entry) => ({ years: { ...before?.years, ...(entry.data as unknown as Calendar).years } }),
}

/** kind `catalogue`: `publish` brings a version into force from its day; a version is never changed. */
export const catalogueRules: KindRules<Catalogue> = {
  ...quiet,
  decide: decideBy<Catalogue>('catalogue', [
    { step: 'publish', schema: catalogueSchema, fresh: true, check: () => undefined },
  ]),
  evolve: (_before, entry) => entry.data as unknown as Catalogue,
}

export const emptyReference: Reference = {
  units: new Map(),
  people: new Map(),
  catalogues: [],
  calendar: { years: {} },
}

/** The reference after one more state of a unit, person, calendar or catalogue. */
export function withState(reference: Reference, kind: Kind, stream: string, state: unknown): Reference {
  switch (kind) {
    case 'unit': {
      const unit = state as Unit
      return { ...reference, units: new Map(reference.units).set(unit.code, unit) }
    }
    case 'person':
      return { ...reference, people: new Map(reference.people).set(stream, state as Person) }
    case 'catalogue':
      return { ...reference, catalogues: [...reference.catalogues, state as Catalogue] }
    case 'calendar':
      return { ...reference, calendar: { years: { ...reference.calendar.years, ...(state as Calendar).years } } }
    default:
      return reference
  }
}

export const isReferenceKind = (kind: Kind): boolean => kind !== 'hazard'
