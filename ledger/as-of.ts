import type { Pool } from 'pg'
import { type Problem, problem } from '../domain/problem.ts'
import { readTx, type Tx, withTx } from '../platform/server/db.ts'

export interface Instant {
  /** Exclusive: entries recorded before it count. ISO. */
  asOf: string
  /** Last seq that counts. */
  seq: number
  /** The reader asked for no instant: open rows are the answer. */
  present: boolean
}

async function present(tx: Tx, book: string): Promise<Instant | Problem> {
  const { rows } = await tx.query('select seq, head_at from book where id = $1', [book])
  if (!rows[0]) return problem('book.not-found')
  return { asOf: new Date(rows[0].head_at.getTime() + 1).toISOString(), seq: Number(rows[0].seq), present: true }
}

async function explicit(tx: Tx, book: string, given: string, clock: Date): Promise<Instant | Problem> {
  const { rows } = await tx.query('select seq, head_at from book where id = $1 for share', [book])
  if (!rows[0]) return problem('book.not-found')
  const at = new Date(given)
  if (at.getTime() > rows[0].head_at.getTime() + 1 && at > clock) return problem('as-of.future')
  const last = await tx.query(
    'select seq from entry where book_id = $1 and recorded_at < $2 order by recorded_at desc, seq desc limit 1',
    [book, at],
  )
  return { asOf: at.toISOString(), seq: Number(last.rows[0]?.seq ?? 0), present: false }
}

/**
 * Runs a read at one instant (law 6). The present is one millisecond after the head of the reader's own snapshot.
 * An explicit instant takes the book for share first, so that no group in flight can still fall before it, and one
 * later than both the clock and the head is refused: its answer could change. Other answers for T never change.
 */
export async function readAt<T>(
  pool: Pool,
  book: string,
  given: string | undefined,
  clock: Date,
  read: (tx: Tx, instant: Instant) => Promise<T>,
): Promise<T | Problem> {
  const run = async (tx: Tx) => {
    const instant = given === undefined ? await present(tx, book) : await explicit(tx, book, given, clock)
    return 'code' in instant ? instant : read(tx, instant)
  }
  return given === undefined ? readTx(pool, run) : withTx(pool, run)
}
