import type { Entry } from '../domain/entry.ts'
import type { HazardState } from '../domain/hazard/state.ts'

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
