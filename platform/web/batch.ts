import type { Command, CommandResult } from '../../domain/entry.ts'
import { hazardCommand, sendCommands } from './commands.ts'

/** Most commands of one sending: what POST /api/commands takes. */
export const MAX_SENT = 200

/** What became of one hazard in a sending. */
export interface Outcome {
  id: string
  step: string
  /** Version of the case after it; absent where it was refused. */
  version?: number
  /** The sentence of a refusal. */
  said?: string
}

export interface Wish {
  id: string
  step: string
  data: Command['data']
  /** Version that stands on the screen. */
  seen: number
}

const outcomeOf = ({ stream, step }: Command, result: CommandResult | undefined): Outcome =>
  result && result.status !== 'refused'
    ? { id: stream, step, version: result.version }
    : { id: stream, step, said: result?.problem?.message ?? '没有办成，请稍后再试。' }

/**
 * Sends many wishes as one batch. A batch that got no answer goes again under the same ids as long as the wishes are
 * the same: what had arrived is not done twice. Throws `Refused` only when the whole request failed.
 */
export function openBatch(send: (commands: readonly Command[]) => Promise<CommandResult[]> = sendCommands) {
  let pending: { of: string; commands: Command[] } | undefined
  return async (wishes: readonly Wish[]): Promise<Outcome[]> => {
    const of = JSON.stringify(wishes)
    const commands =
      pending?.of === of
        ? pending.commands
        : wishes.map(({ id, step, data, seen }) => hazardCommand(step, id, data, seen))
    pending = { of, commands }
    const results = await send(commands)
    pending = undefined
    return commands.map((command, i) => outcomeOf(command, results[i]))
  }
}

/** 办成 n 条，m 条没有办成. */
export function sayOutcomes(outcomes: readonly Outcome[]): string {
  const refused = outcomes.filter(({ said }) => said !== undefined).length
  const done = outcomes.length - refused
  return refused === 0 ? `办成 ${done} 条。` : `办成 ${done} 条，${refused} 条没有办成。`
}
