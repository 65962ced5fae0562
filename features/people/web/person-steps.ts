import type { Command, CommandResult } from '../../../domain/entry.ts'
import { Refused } from '../../../platform/web/api.ts'
import { newId, sendCommand, sendCommands } from '../../../platform/web/commands.ts'

/** One step on a person, made once. */
const personCommand = (step: string, stream: string, data: Command['data'] = {}): Command => ({
  ...{ id: newId(), stream, kind: 'person', step, data },
  takenAt: new Date().toISOString(),
})

/** Takes a step on a person; a refusal is thrown with its sentence. */
export const takePersonStep = (step: string, stream: string, data?: Command['data']): Promise<CommandResult> =>
  sendCommand(personCommand(step, stream, data))

/** Commands a batch carries: few enough that progress shows. */
const BATCH = 50

/** Sends many commands batch by batch and tells how many are answered; the same ids go again after a break. */
export async function sendMany(
  commands: readonly Command[],
  told: (results: readonly CommandResult[]) => void,
): Promise<CommandResult[]> {
  const results: CommandResult[] = []
  for (let i = 0; i < commands.length; i += BATCH) {
    results.push(...(await sendCommands(commands.slice(i, i + BATCH))))
    told(results)
  }
  return results
}

export const retractions = (streams: readonly string[]): Command[] =>
  streams.map((stream) => personCommand('retract', stream))

export const sayRefusal = (error: unknown): string =>
  error instanceof Refused ? error.message : '没有办成，请再试一次。'
