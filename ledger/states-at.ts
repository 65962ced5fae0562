import { foldHazard } from '../domain/hazard/fold.ts'
import type { HazardState } from '../domain/hazard/state.ts'
import type { Tx } from '../platform/server/db.ts'
import type { Instant } from './as-of.ts'
import { readEntries, readStates } from './read.ts'

/** States of hazards as they stood at the instant, without those that did not exist yet. */
export async function readStatesAt(
  tx: Tx,
  book: string,
  ids: readonly string[],
  { present, seq }: Instant,
): Promise<HazardState[]> {
  if (present) return readStates(tx, book, ids)
  const lives = new Map<string, Parameters<typeof foldHazard>[0][number][]>()
  for (const entry of await readEntries(tx, book, ids))
    if (entry.seq <= seq) lives.set(entry.stream, [...(lives.get(entry.stream) ?? []), entry])
  return [...lives.values()].flatMap((entries) => foldHazard(entries) ?? [])
}
