import type { Pool } from 'pg'
import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { type Problem, problem } from '../domain/problem.ts'
import { readTx, type Tx } from '../platform/server/db.ts'

export interface Instant {
  /** Exclusive: entries recorded before it count. ISO. */
  asOf: string
  /** Last seq that counts. */
  seq: number
  /** The reader asked for no instant: open rows are the answer. */
  present: boolean
}

/**
 * Moves the book's head to just before `at`: from here on every entry is recorded at or after it, whatever the clock
 * does. Waits for a group in flight, which may still fall before.
 */
async function seal(pool: Pool, book: string, at: Date): Promise<void> {
  const before = new Date(at.getTime() - 1)
  await pool.query('update book set head_at = $2 where id = $1 and head_at < $2', [book, before])
}

/** Midnight in Shanghai of the clock's day: the present is never yesterday, though nobody has written today. */
const midnight = (clock: Date): Date => new Date(`${shanghaiDate(clock.toISOString())}T00:00:00+08:00`)

/** Moves a head at `at` of an earlier day than the clock's to today's midnight. @returns whether it did */
export async function sealToday(pool: Pool, book: string, at: Date, clock: Date): Promise<boolean> {
  const upto = midnight(clock)
  if (upto <= at) return false
  await seal(pool, book, upto)
  return true
}

async function headOf(db: Pick<Pool, 'query'>, book: string): Promise<{ seq: number; at: Date } | Problem> {
  const { rows } = await db.query('select seq, head_at from book where id = $1', [book])
  return rows[0] ? { seq: Number(rows[0].seq), at: new Date(rows[0].head_at.getTime() + 1) } : problem('book.not-found')
}

async function instantOf(tx: Tx, book: string, given: Date | undefined): Promise<Instant | Problem> {
  if (given === undefined) {
    const head = await headOf(tx, book)
    return 'code' in head ? head : { asOf: head.at.toISOString(), seq: head.seq, present: true }
  }
  const { rows } = await tx.query(
    'select seq from entry where book_id = $1 and recorded_at < $2 order by recorded_at desc, seq desc limit 1',
    [book, given],
  )
  return { asOf: given.toISOString(), seq: Number(rows[0]?.seq ?? 0), present: false }
}

/**
 * Runs a read at one instant (law 6). The present is one millisecond after the head of the reader's own snapshot. An
 * explicit instant seals the book up to it, so that its answer never changes; one later than both the clock and the
 * head is refused.
 */
export async function readAt<T>(
  pool: Pool,
  book: string,
  given: string | undefined,
  clock: Date,
  read: (tx: Tx, instant: Instant) => Promise<T>,
): Promise<T | Problem> {
  const at = given === undefined ? undefined : new Date(given)
  const head = await headOf(pool, book)
  if ('code' in head) return head
  if (at && at > head.at && at > clock) return problem('as-of.future')
  const upto = at ?? midnight(clock)
  if (upto > head.at) await seal(pool, book, upto)
  return readTx(pool, async (tx) => {
    const instant = await instantOf(tx, book, at)
    return 'code' in instant ? instant : read(tx, instant)
  })
}
