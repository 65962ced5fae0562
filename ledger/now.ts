import { hash } from 'node:crypto'
import type { Pool } from 'pg'
import { type Problem, problem } from '../domain/problem.ts'
import { sealToday } from './as-of.ts'
import type { Bind, Holds } from './bind.ts'

interface Asked {
  pool: Pool
  now: Date
  holds?: Holds
}

/** A select and its parameters; the first is the book. */
export interface Inner {
  sql: string
  values: unknown[]
  bind: Bind
  /** What of it is wanted, as columns of `v`. */
  columns?: string
  /** Order of the rows, by their columns. */
  order?: string
  /** Asked so often that each connection keeps its plan; only where the best plan does not hang on the values. */
  often?: boolean
}

const nameOf = (text: string): string => hash('sha1', text, 'base64url')

/**
 * The present in one statement: the book's head, whether what was presumed of the asker holds, and the answer, all of
 * one snapshot. `holds: false` comes without an answer: the asker must be looked up. The first read of a Shanghai day
 * seals it (ledger/as-of.ts) and reads again.
 */
export async function readNow<Row extends object>(
  { pool, now, holds }: Asked,
  { sql, values, bind, columns = 'v.*', order, often }: Inner,
): Promise<{ holds: true; asOf: string; rows: Row[] } | { holds: false } | Problem> {
  const held = holds ? holds(bind) : 'true'
  // A book without an answer gives one row that says no more than its head.
  const text = `select b.head_at, ${held} as holds, v.found, ${columns} from book b
    left join lateral (select true as found, i.* from (${sql}) i) v on true where b.id = $1${order ? ` order by ${order}` : ''}`
  for (;;) {
    const { rows } = await pool.query({ text, values, ...(often ? { name: nameOf(text) } : {}) })
    if (!rows[0]) return problem('book.not-found')
    if (!rows[0].holds) return { holds: false }
    const at = new Date(rows[0].head_at.getTime() + 1)
    if (await sealToday(pool, String(values[0]), at, now)) continue
    return { holds: true, asOf: at.toISOString(), rows: rows.filter(({ found }) => found) }
  }
}
