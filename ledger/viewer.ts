import type { FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { scopeOf } from '../domain/hazard/audience.ts'
import { type Problem, problem } from '../domain/problem.ts'
import { actorOn } from '../domain/units/deputies.ts'
import { referenceAt } from '../domain/units/in-force.ts'
import type { Actor } from '../domain/units/roles.ts'
import type { Reference } from '../domain/units/units.ts'
import { loadReference } from './load.ts'

/** Who looks: every read of a room starts from one, so no unscoped read exists. */
export interface Viewer {
  book: string
  person: string
  actor: Actor
  /** Tokens that open cases to this viewer. */
  scope: string[]
  reference: Reference
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
  const whole = await loadReference(pool, book, Number(rows[0].reference_seq), name)
  const reference = referenceAt(whole, now.toISOString())
  const found = reference.people.get(person)
  if (!found) return problem('book.not-found')
  if (found.disabled) return problem('session.disabled')
  const actor = actorOn(reference, person, shanghaiDate(now.toISOString()))
  return { book, person, actor, scope: scopeOf(actor, reference.units), reference }
}

/** Gives the viewer behind a request, in the book it names or his own; made by the composition root. */
export type ViewerOf = (request: FastifyRequest, book?: string) => Promise<Viewer | Problem>
