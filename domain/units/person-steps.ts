import * as z from 'zod/mini'
import type { JsonObject } from '../entry.ts'
import { problem } from '../problem.ts'
import type { KindRules } from '../rulebook.ts'
import { code, text } from '../schema.ts'
import { isInForce } from './in-force.ts'
import { decideBy, quiet } from './reference-steps.ts'
import { roles } from './roles.ts'
import type { Person, Reference } from './units.ts'

const memberships = z.array(z.strictObject({ role: z.enum(roles), unit: code })).check(z.maxLength(20))
const enrolData = z.strictObject({ name: text(50), memberships })

const knowsUnits = (wanted: { unit: string }[], reference: Reference) =>
  wanted.every(({ unit }) => isInForce(reference.units, unit))
    ? undefined
    : problem(wanted.every(({ unit }) => reference.units.has(unit)) ? 'unit.off' : 'unit.unknown')

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
