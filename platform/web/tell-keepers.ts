import { Refused } from './api.ts'
import { sendCommands } from './commands.ts'
import type { Parcel } from './device-store.ts'

/** Most commands of one request: a phone's line is thin. */
const BATCH = 50

/** The server refuses what somebody disabled sends, and keeps the words for those who keep him. @returns of how much */
async function tell(some: readonly Parcel[]): Promise<number> {
  try {
    await sendCommands(some.map(({ command }) => command))
    return 0
  } catch (error) {
    const { kept } = (error instanceof Refused && error.detail) || {}
    return typeof kept === 'number' ? kept : 0
  }
}

/** Tells those who keep somebody disabled what he still wished to send. @returns how many wishes they can read now */
export async function tellKeepers(parcels: readonly Parcel[]): Promise<number> {
  let told = 0
  for (let i = 0; i < parcels.length; i += BATCH) told += await tell(parcels.slice(i, i + BATCH))
  return told
}
