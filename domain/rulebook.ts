import type { Command, Draft, Kind } from './entry.ts'
import type { Problem } from './problem.ts'
import type { Actor } from './units/roles.ts'
import type { Reference } from './units/units.ts'

/** What the server knows of a photo when somebody names its hash. */
export interface PhotoFact {
  /** The actor sent these bytes himself. */
  own: boolean
  /** The actor already sees a case that names it. */
  seen: boolean
}

/** Everything a decision may look at: gathered under the book's lock, or by the phone from its own copy. */
export interface Context {
  actor: Actor
  reference: Reference
  /** Server time of the decision, ISO. */
  now: string
  /** Photos that have arrived, by hash; a hash that is absent has not arrived. */
  photos: ReadonlyMap<string, PhotoFact>
  /** Open cases at a unit that is to be closed: of its place, in its hands or its responsibility. */
  openCases?: ReadonlyMap<string, number>
  /** State of a stream of another kind that the command names; null where there is none. Absent on a phone. */
  found?(kind: Kind, stream: string): unknown
  /** Next value of the named gapless counter. Called only by a decision that then accepts. */
  next(counter: string): number
}

/** States of the streams a command names, by stream id; absent or null where there is none. */
export type States<S> = ReadonlyMap<string, S | null>

export type Decision = Draft[] | Problem

/** A kind of stream: how its commands are decided and its entries folded. */
export interface KindRules<S> {
  /** Streams beside its own that a command names (law 9), or that its own, once it is known, names for it. */
  names(command: Command, state?: S | null): string[]
  /** Hashes of photos the decision must know about. */
  photos(command: Command, state: S | null): string[]
  decide(command: Command, states: States<S>, context: Context): Decision
  evolve(before: S | null, entry: import('./entry.ts').Entry): S
}
