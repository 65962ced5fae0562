import type { Pool } from 'pg'
import { namedId } from '../../../ledger/found.ts'

/** Stream of a row's hazard: it follows from what the row says, and from how often an import of it was undone. */
const streamOf = (book: string, hash: string, undone: number): string => namedId(book, 'import', hash, String(undone))

/** Most times that the same row is brought in and undone again. */
const MOST_UNDONE = 20

export interface Existing {
  /** It is in the book and was not undone. */
  present: boolean
  /** The stream it has there, or will have. */
  next: string
}

/** Which rows are in the book already, by what they say. */
export async function findExisting(
  pool: Pool,
  book: string,
  hashes: readonly string[],
): Promise<Map<string, Existing>> {
  const found = new Map<string, Existing>()
  let open = [...new Set(hashes)]
  for (let undone = 0; open.length > 0 && undone < MOST_UNDONE; undone++) {
    const ids = new Map(open.map((hash) => [streamOf(book, hash, undone), hash]))
    const { rows } = await pool.query(
      `select stream, state #>> '{turned,step}' = 'retract' as undone from stream
       where book_id = $1 and stream = any($2::uuid[])`,
      [book, [...ids.keys()]],
    )
    const known = new Map(rows.map((row) => [row.stream as string, row.undone === true]))
    for (const [stream, hash] of ids)
      if (known.get(stream) !== true) found.set(hash, { present: known.has(stream), next: stream })
    open = open.filter((hash) => !found.has(hash))
  }
  return found
}
