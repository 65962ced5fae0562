import type { FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { scopeOf } from '../domain/hazard/audience.ts'
import { isProblem, type Problem, problem } from '../domain/problem.ts'
import { actorOn } from '../domain/units/deputies.ts'
import { referenceAt } from '../domain/units/in-force.ts'
import type { Actor } from '../domain/units/roles.ts'
import type { Reference } from '../domain/units/units.ts'
import type { Holds } from './bind.ts'
import { loadReference } from './load.ts'

/** Who looks: every read of a room starts from one, so no unscoped read exists. */
export interface Viewer {
  book: string
  person: string
  actor: Actor
  /** Tokens that open cases to this viewer. */
  scope: string[]
  reference: Reference
  /** The entry up to which the reference is known. */
  referenceSeq?: number
}

/**
 * Resolves a signed-in person's duties in a book on this day, lent ones included, with the units of this moment. Refuses
 * a book the person is not in, or a disabled person.
 */
export async function getViewer(
  pool: Pool,
  person: string,
  book: string,
  now: Date,
  name = '',
): Promise<Viewer | Problem> {
  const { rows } = await pool.query('select reference_seq from book where id = $1', [book])
  if (!rows[0]) return problem('book.not-found')
  const referenceSeq = Number(rows[0].reference_seq)
  const whole = await loadReference(pool, book, referenceSeq, name)
  const reference = referenceAt(whole, now.toISOString())
  const found = reference.people.get(person)
  if (!found) return problem('book.not-found')
  if (found.disabled) return problem('session.disabled')
  const actor = actorOn(reference, person, shanghaiDate(now.toISOString()))
  return { book, person, actor, scope: scopeOf(actor, reference.units), reference, referenceSeq }
}

/** Who a request was when somebody last looked. An answer is given only if `holds` does, in the answer's own snapshot. */
export interface Presumed {
  viewer: Viewer
  holds: Holds
}

/** Gives the viewer behind a request, in the book it names or his own; made by the composition root. */
export interface ViewerOf {
  (request: FastifyRequest, book?: string): Promise<Viewer | Problem>
  presumed?(request: FastifyRequest, book?: string): Presumed | undefined
}

/**
 * Answers a read: first for who the request was a moment ago, which costs nothing and is checked by the statement that
 * reads; where that no longer holds, or nothing is known, for who it is.
 */
export async function readFor<T extends object>(
  viewerOf: ViewerOf,
  request: FastifyRequest,
  book: string | undefined,
  read: (viewer: Viewer, holds?: Holds) => Promise<T | Problem | null>,
): Promise<T | Problem> {
  const presumed = viewerOf.presumed?.(request, book)
  const early = presumed && (await read(presumed.viewer, presumed.holds))
  if (early) return early
  const viewer = await viewerOf(request, book)
  if (isProblem(viewer)) return viewer
  return (await read(viewer)) ?? problem('session.required')
}
