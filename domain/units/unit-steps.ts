import * as z from 'zod/mini'
import { addDays, shanghaiDate } from '../calendar/working-days.ts'
import { type Command, type Draft, type JsonObject, SYSTEM } from '../entry.ts'
import { invalidData } from '../hazard/step.ts'
import { namedUuid } from '../ids.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import type { Context, KindRules } from '../rulebook.ts'
import { code, text } from '../schema.ts'
import { mayKeep } from './reference-steps.ts'
import { closeRefusal, inForceOn, mergeRefusal, parentRefusal, splitRefusal } from './unit-guards.ts'
import { evolveUnit } from './unit-state.ts'
import type { Unit } from './units.ts'

const day = z.iso.date()
const kind = z.enum(['area', 'street', 'community', 'grid', 'compound', 'office', 'organ', 'enterprise'])

const foundData = z.strictObject({
  ...{ code, name: text(100), kind, parent: z.nullable(code), from: z.optional(day) },
  agency: z.optional(z.literal('fire')),
})
const agencyData = z.strictObject({ agency: z.nullable(z.literal('fire')) })
const renameData = z.strictObject({ name: text(100), from: day })
const takes = z.array(code).check(z.maxLength(500))
const splitData = z.strictObject({
  into: z.array(z.strictObject({ code, name: text(100), takes })).check(z.minLength(2), z.maxLength(20)),
  from: day,
})
const mergeData = z.strictObject({ into: code, from: day })
const closeData = z.strictObject({ from: day })

interface Taking {
  command: Command
  context: Context
}

/** From today on, never backdated: what was published stays as it was printed. */
function dayRefusal(from: string, { now }: Context): Problem | undefined {
  const today = shanghaiDate(now)
  if (from < today) return problem('unit.past', { field: 'from' })
  return from > addDays(today, 731) ? problem('unit.too-far', { field: 'from' }) : undefined
}

const draft = (stream: string, step: string, data: object): Draft => ({
  stream,
  kind: 'unit',
  step,
  data: data as JsonObject,
  text: null,
})

/** Stream of a unit that a split founds: it follows from the command, so that the ledger can load it beforehand. */
const partStream = (command: Command, part: string): string => namedUuid(`${command.id} ${part}`)

function found(data: z.infer<typeof foundData>, _unit: Unit | null, { command, context }: Taking): Draft[] | Problem {
  const { units } = context.reference
  const from = data.from ?? (context.actor.person === SYSTEM ? undefined : shanghaiDate(context.now))
  if (units.has(data.code)) return problem('unit.exists')
  if (data.agency && data.kind !== 'organ') return problem('unit.agency')
  const refused = (from && dayRefusal(from, context)) || parentRefusal(units, data, from ?? shanghaiDate(context.now))
  return refused || [draft(command.stream, 'found', { ...data, ...(from ? { from } : {}) })]
}

/** 消防救援机构 or no longer: holds from this entry on, and changes nothing of what was determined before. */
function entrust(data: z.infer<typeof agencyData>, unit: Unit, { command }: Taking): Draft[] | Problem {
  return unit.kind === 'organ' ? [draft(command.stream, 'agency', data)] : problem('unit.agency')
}

function rename(data: z.infer<typeof renameData>, unit: Unit, { command, context }: Taking): Draft[] | Problem {
  if (!inForceOn(unit, data.from)) return problem('unit.ending')
  return dayRefusal(data.from, context) ?? [draft(command.stream, 'rename', data)]
}

/**
 * Parts with new codes are founded beside it; a part with its own code is what goes on. Whatever nobody takes goes with
 * the own code, or where it ends with the first part.
 */
function split(data: z.infer<typeof splitData>, unit: Unit, { command, context }: Taking): Draft[] | Problem {
  const refused = dayRefusal(data.from, context) ?? splitRefusal(context.reference, unit, data)
  if (refused) return refused
  const { name, kind, parent, agency } = { ...unit, ...context.reference.units.get(unit.code) }
  const fresh = data.into.filter((part) => part.code !== unit.code)
  const own = data.into.find((part) => part.code === unit.code)
  const founded = fresh.map((part) =>
    draft(partStream(command, part.code), 'found', {
      code: part.code,
      name: part.name,
      kind,
      parent,
      from: data.from,
      ...(agency ? { agency } : {}),
    }),
  )
  const renamed = own && own.name !== name
  return [
    ...founded,
    draft(command.stream, 'split', { into: data.into.map(({ code, takes }) => ({ code, takes })), from: data.from }),
    ...(renamed ? [draft(command.stream, 'rename', { name: own.name, from: data.from })] : []),
  ]
}

function merge(data: z.infer<typeof mergeData>, unit: Unit, { command, context }: Taking): Draft[] | Problem {
  const refused = dayRefusal(data.from, context) ?? mergeRefusal(context.reference.units, unit, data)
  return refused ?? [draft(command.stream, 'merge', data)]
}

function close(data: z.infer<typeof closeData>, unit: Unit, { command, context }: Taking): Draft[] | Problem {
  const refused = dayRefusal(data.from, context) ?? closeRefusal(context, unit, data.from)
  return refused ?? [draft(command.stream, 'close', data)]
}

type Row = [
  step: string,
  schema: z.ZodMiniType<unknown>,
  take: (data: never, unit: never, on: Taking) => Draft[] | Problem,
]
const rows: readonly Row[] = [
  ['found', foundData, found],
  ['agency', agencyData, entrust],
  ['rename', renameData, rename],
  ['split', splitData, split],
  ['merge', mergeData, merge],
  ['close', closeData, close],
]

function decide(command: Command, unit: Unit | null, context: Context): Draft[] | Problem {
  const row = rows.find(([step]) => step === command.step)
  if (!row) return problem('command.unknown-step')
  if (!mayKeep(context.actor)) return problem('step.not-yours')
  const parsed = z.safeParse(row[1], command.data)
  if (!parsed.success) return invalidData(parsed.error)
  if (command.step === 'found' && unit) return problem('unit.exists')
  if (command.step !== 'found' && !unit) return problem('unit.unknown')
  return row[2](parsed.data as never, unit as never, { command, context })
}

/** kind `unit`: `found`, `agency`, `rename`, `split`, `merge`, `close`, each from a day on that is not over. */
export const unitRules: KindRules<Unit> = {
  names(command) {
    const parsed = command.step === 'split' ? z.safeParse(splitData, command.data) : undefined
    return parsed?.success ? parsed.data.into.map((part) => partStream(command, part.code)) : []
  },
  photos: () => [],
  decide: (command, states, context) => {
    const decision = decide(command, states.get(command.stream) ?? null, context)
    const taken = !isProblem(decision) && decision.some((one) => one.step === 'found' && states.get(one.stream))
    return taken ? problem('unit.exists') : decision
  },
  evolve: evolveUnit,
}
