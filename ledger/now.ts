import type { Pool } from 'pg'
import { type Problem, problem } from '../domain/problem.ts'
import { sealToday } from './as-of.ts'
import type { Bind, Holds } from './bind.ts'

interface Asked {
  pool: Pool
  now: Date
  holds?: Holds
}

/** A select that gives one row, and its parameters; the first is the book. */
export interface Inner {
  sql: string
  values: unknown[]
  bind: Bind
}

/**
 * The present in one statement: the book's head, whether what was presumed of the asker holds, and the answer, all of
 * one snapshot. `holds: false` comes without an answer: the asker must be looked up. The first read of a Shanghai day
 * seals it (ledger/as-of.ts) and reads again.
 */
export async function readNow<Row extends object>(
  { pool, now, holds }: Asked,
  inner: Inner,
): Promise<{ holds: true; asOf: string; row: Row } | { holds: false } | Problem> {
  const held = holds ? holds(inner.bind) : 'true'
  const text = `select b.head_at, ${held} as holds, v.* from book b left join lateral (${inner.sql}) v on true where b.id = $1`
  for (;;) {
    const { rows } = await pool.query(text, inner.values)
    const found = rows[0]
    if (!found) return problem('book.not-found')
    const { head_at, holds: still, ...row } = found
    if (!still) return { holds: false }
    const at = new Date(head_at.getTime() + 1)
    if (!(await sealToday(pool, String(inner.values[0]), at, now))) return { holds: true, asOf: at.toISOString(), row }
  }
}
