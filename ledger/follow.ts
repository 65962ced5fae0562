import type { Pool } from 'pg'
import type { Entry } from '../domain/entry.ts'
import { type Tx, withTx } from '../platform/server/db.ts'
import { readBook } from './read.ts'

/**
 * One step of a named follower: hands it the next entries and moves its cursor, in one transaction, so that each entry
 * is handled exactly once however often two processes try. Returns how many were handled; 0 means it has caught up.
 */
export async function followOnce(
  pool: Pool,
  book: string,
  name: string,
  handle: (tx: Tx, entries: readonly Entry[]) => Promise<void>,
  limit = 500,
): Promise<number> {
  return withTx(pool, async (tx) => {
    await tx.query('insert into follower (book_id, name, seq) values ($1, $2, 0) on conflict do nothing', [book, name])
    const { rows } = await tx.query('select seq from follower where book_id = $1 and name = $2 for update', [
      book,
      name,
    ])
    const entries = await readBook(tx, book, Number(rows[0].seq), limit)
    const last = entries.at(-1)
    if (!last) return 0
    await handle(tx, entries)
    await tx.query('update follower set seq = $3 where book_id = $1 and name = $2', [book, name, last.seq])
    return entries.length
  })
}
