import * as z from 'zod/mini'
import type { Command, Draft, JsonObject } from '../entry.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import type { Context, States } from '../rulebook.ts'
import type { Actor } from '../units/roles.ts'
import type { Reference } from '../units/units.ts'
import { audienceOf } from './audience.ts'
import { legsBefore, movedLegs } from './fold.ts'
import {
  type HazardEntryData,
  type HazardPatch,
  type HazardState,
  type LegStart,
  openLeg,
  type PersonField,
  personFields,
  type Status,
} from './state.ts'

export interface On {
  command: Command
  context: Context
  states: States<HazardState>
}

/** What a step does to the case: codes it sets, the leg it starts (or 'ends'), the words it keeps. */
export interface Outcome {
  set: HazardPatch
  leg?: LegStart | 'ends'
  text?: JsonObject
  /** What else the entry keeps: its paper, what was tried when, what a call-up lacks, what it corrects or takes back, what moved, who decided, its plate. */
  more?: Pick<HazardEntryData, Kept | Clocked>
}

type Kept = 'paper' | 'words' | 'undoes' | 'moved' | 'cause' | 'triedOn' | 'lack' | 'decidedBy' | 'supervision'
/** What an entry says of the clock of a leg. */
type Clocked = 'received' | 'extended' | 'arbitration'

/** One row of the rulebook: button, command, entry, right, matrix line and handbook line (law 1). */
export interface Step {
  step: string
  /** The word on the button. */
  label: string
  /** The word for a dispute, which is 化解 and 回访 instead of 整改 and 复查. */
  disputeLabel?: string
  /** Statuses it may start from; `new` is a stream that does not exist yet. */
  from: readonly (Status | 'new')[]
  /** Who may, as the handbook says it. */
  who: string
  /** What the case is afterwards, as the handbook says it. */
  result: string
  /** Does this actor's duty allow the step on this case, as it stands now? Finer guards are in `decide`. */
  may(state: HazardState, actor: Actor, reference: Reference, now: string): boolean
  /** Would this actor only enter it for somebody else (代录)? Then the button says so. */
  records?(state: HazardState, actor: Actor, reference: Reference): boolean
  /** A screen that has not seen the latest turn may still take it (a comment). */
  neverStale?: true
  /** Taken by the system's own jobs, which see every case; offered to nobody. */
  bySystem?: true
  /** Sent by the page itself when somebody opens it, or by the system: it has no button. */
  byItself?: true
  /** Taken only by way of a topic, which names the case; offered to nobody. */
  byTopic?: true
  /** Taken only by way of a supervision, which names the case; offered to nobody. */
  bySupervision?: true
  run(state: HazardState | null, on: On): Draft[] | Problem
}

type Row<D> = Omit<Step, 'run'> & {
  data: z.ZodMiniType<D>
  decide(data: D, state: HazardState, on: On): Outcome | Problem
}

/** Parses the step's own data, lets it decide, and writes the one draft with the audience it results in. */
export function defineStep<D>(row: Row<D>): Step {
  const { data: schema, decide, ...rest } = row
  return {
    ...rest,
    run(state, on) {
      const parsed = z.safeParse(schema, on.command.data)
      if (!parsed.success) return invalidData(parsed.error)
      const outcome = decide(parsed.data, state as HazardState, on)
      return isProblem(outcome) ? outcome : [draftOf(row.step, state, outcome, on)]
    },
  }
}

/** Names the first field at fault, in the words the schema gave where it gave some. */
export function invalidData(error: z.core.$ZodError): Problem {
  const issue = error.issues[0]
  const named = issue?.code === 'unrecognized_keys' ? issue.keys.join('、') : (issue?.path.join('.') ?? '')
  const field = named.slice(0, 100)
  const said = issue?.message && /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : undefined
  const why = issue?.code === 'unrecognized_keys' ? '不认识的内容' : (said ?? '填写不符合要求')
  return problem('command.invalid', { field }, `“${field}”${why}，请检查后再提交。`)
}

function draftOf(step: string, state: HazardState | null, outcome: Outcome, on: On): Draft {
  const { leg, more } = outcome
  const codes = leg && state?.extension ? { ...outcome.set, ...unasked } : outcome.set
  const principals = principalsAfter(codes, state, on.context.actor)
  const merged = { ...state, ...codes, ...principals } as Required<HazardPatch>
  const legs = state?.legs ?? []
  const standing = more?.undoes ? legsBefore(legs, more.undoes.legs) : more?.moved ? movedLegs(legs, more.moved) : legs
  const holding = leg === 'ends' ? undefined : (leg ?? openLeg({ legs: standing }))
  const withParts = { ...merged, parts: merged.parts ?? {}, supervised: merged.supervised ?? {} }
  const set = { ...codes, ...principals, audience: audienceOf(withParts, holding, on.context.reference.units) }
  const data = { set, ...more, ...(leg === 'ends' ? { ends: true } : leg ? { leg } : {}) }
  return {
    stream: on.command.stream,
    kind: 'hazard',
    step,
    data: data as unknown as JsonObject,
    text: outcome.text && Object.keys(outcome.text).length > 0 ? outcome.text : null,
  }
}

/** Who stands behind the persons this entry names; absent where no deputy ever acted on the case. */
function principalsAfter(set: HazardPatch, state: HazardState | null, actor: Actor): Pick<HazardPatch, 'principals'> {
  if (set.principals) return {}
  const named = personFields.filter((field) => set[field] !== undefined)
  const before = Object.entries(state?.principals ?? {})
  if (named.length === 0 || (!actor.behalf && before.length === 0)) return {}
  const kept = before.filter(([field]) => !named.includes(field as PersonField))
  const lent = named.filter((field) => actor.behalf && set[field] === actor.person)
  return { principals: Object.fromEntries([...kept, ...lent.map((field) => [field, actor.behalf])]) }
}

/** The step's word for this case. Somebody who only enters it for another reads 代录. */
export const labelOf = (row: Pick<Step, 'label' | 'disputeLabel'>, { proof }: Pick<HazardState, 'proof'>): string =>
  (proof === 'mediation' ? row.disputeLabel : undefined) ?? row.label

/** A step that takes the case as real answers a pending proposal to leave it out. */
export const unproposed = { proposedVoid: null, original: null } as const

/** Nobody waits for an answer to 申请延期 any more: it was given, or another leg has begun. */
export const unasked = { extension: null, asker: null } as const

/** Drops absent words so that an entry's text holds only what was said. */
export function words(said: Record<string, JsonObject[string] | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined && value !== ''),
  ) as JsonObject
}
