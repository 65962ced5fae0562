import * as z from 'zod/mini'
import { type Command, type JsonObject, type Kind, SYSTEM } from '../entry.ts'
import { invalidData } from '../hazard/step.ts'
import { type Problem, problem } from '../problem.ts'
import type { Context, Decision } from '../rulebook.ts'
import { type Actor, holds } from './roles.ts'

/** Reference streams change by ledger steps only, taken by an administrator (law 11) or at the founding. */
export const mayKeep = (actor: Actor): boolean => actor.person === SYSTEM || holds(actor, 'admin')

/** One row of a reference kind's rulebook. */
export interface RefStep<S> {
  step: string
  schema: z.ZodMiniType<unknown>
  fresh: boolean
  /** Whose duties reach the step at all; the administrator's alone where a row says nothing. `check` narrows it. */
  may?(actor: Actor): boolean
  check(data: never, state: S | null, context: Context): Problem | undefined
  /** Splits what stays for ever from what may be erased. */
  split?(data: never): { data: JsonObject; text: JsonObject | null }
}

/** Decides a command by its row: who may, what is well-formed, what the row itself refuses. */
export function decideBy<S>(kind: Kind, steps: readonly RefStep<S>[]) {
  return (command: Command, states: ReadonlyMap<string, S | null>, context: Context): Decision => {
    const row = steps.find((one) => one.step === command.step)
    if (!row) return problem('command.unknown-step')
    if (!(row.may ?? mayKeep)(context.actor)) return problem('step.not-yours')
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

/** Reference streams name no other stream and no photo. */
export const quiet = { names: () => [], photos: () => [] }
