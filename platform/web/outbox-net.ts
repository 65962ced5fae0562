import type { Command, CommandResult } from '../../domain/entry.ts'
import { request } from './api.ts'
import { sendCommands } from './commands.ts'
import type { Receipt } from './outbox-keep.ts'
import { type Sending, uploadPhoto } from './photo-upload.ts'

/** The server as an outbox needs it; every part throws `Refused`, status 0 where there is no network. */
export interface Net {
  send(commands: readonly Command[]): Promise<CommandResult[]>
  upload(photo: Sending): Promise<void>
  /** What the server holds of these commands, at most 200. */
  receipts(ids: readonly string[]): Promise<Receipt[]>
  /** Number of a delivered hazard. */
  numberOf(stream: string): Promise<string>
}

export const net: Net = {
  send: sendCommands,
  upload: uploadPhoto,
  async receipts(ids) {
    const { receipts } = (await request('GET', `/api/receipts?ids=${ids.join(',')}`)) as { receipts: Receipt[] }
    return receipts
  },
  async numberOf(stream) {
    const { hazard } = (await request('GET', `/api/hazards/${stream}`)) as { hazard: { number: string } }
    return hazard.number
  },
}
