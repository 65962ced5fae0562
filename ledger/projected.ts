import type { Entry } from '../domain/entry.ts'
import type { HazardState } from '../domain/hazard/state.ts'
import type { Tx } from '../platform/server/db.ts'

/** What a projection may read: the entry and the state around it, nothing else (law 7). */
export interface Projected {
  entry: Entry
  before: unknown
  after: unknown
}

export interface HazardChange {
  entry: Entry
  before: HazardState | null
  after: HazardState
}

/** The last change of each stream, in the order of their first. */
export const lastOf = <T extends Projected>(changes: readonly T[]): T[] => [
  ...new Map(changes.map((change) => [change.entry.stream, change])).values(),
]

/** A room's own projection: every change in order, in the transaction of the entries, and again in a rebuild. */
export type Project = (tx: Tx, book: string, changes: readonly Projected[]) => Promise<void>
