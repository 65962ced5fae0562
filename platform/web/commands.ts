import type { Command, CommandResult, Kind } from '../../domain/entry.ts'
import { uuidv7 } from '../../domain/ids.ts'
import { Refused, request } from './api.ts'

/** A fresh UUIDv7 of this device's clock and randomness. */
export const newId = (): string => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

/** A wish about one hazard, made once and sent under the same id for ever. `seen` is the version on the screen. */
export function hazardCommand(step: string, stream: string, data: Command['data'], seen?: number): Command {
  const command = { id: newId(), stream, kind: 'hazard' as const, step, data, takenAt: new Date().toISOString() }
  return seen === undefined ? command : { ...command, seen }
}

/** A wish about a unit, person, calendar or catalogue; a new stream gets an id of its own. */
export const keeperCommand = (kind: Kind, step: string, data: Command['data'], stream: string = newId()): Command => ({
  ...{ id: newId(), stream, kind, step, data },
  takenAt: new Date().toISOString(),
})

/** Sends commands in order. Throws `Refused` only when the whole request failed: then the same ids go again. */
export async function sendCommands(commands: readonly Command[]): Promise<CommandResult[]> {
  const { results } = (await request('POST', '/api/commands', { commands })) as { results: CommandResult[] }
  return results
}

/** Sends one command and answers once the ledger has it; a refusal is thrown with its sentence. */
export async function sendCommand(command: Command): Promise<CommandResult> {
  const [result] = await sendCommands([command])
  if (!result) throw new Refused('server.bug', '系统出了差错，已经记录，请稍后再试。', 500)
  if (result.status === 'refused')
    throw new Refused(
      result.problem?.code ?? 'server.bug',
      result.problem?.message ?? '没有办成，请稍后再试。',
      422,
      result.problem?.detail,
    )
  return result
}
