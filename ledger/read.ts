import type { Pool } from 'pg'
import type { Entry } from '../domain/entry.ts'
import type { HazardState } from '../domain/hazard/state.ts'
import type { Tx } from '../platform/server/db.ts'
import { type HazardDbRow, hazardColumns } from './present.ts'
import { type EntryRow, entryColumns, entryFrom, toEntry } from './rows.ts'

type Reader = Pick<Tx, 'query'> | Pool

/** Entries of the streams, in order, with their text where it was not erased. */
export async function readEntries(db: Reader, book: string, streams: readonly string[]): Promise<Entry[]> {
  const { rows } = await db.query<EntryRow>(
    `select ${entryColumns} from ${entryFrom} where e.book_id = $1 and e.stream = any($2::uuid[]) order by e.seq`,
    [book, streams],
  )
  return rows.map(toEntry)
}

/** Entries of a whole book after `seq`, in order: what followers and the end of a rebuild read. */
export async function readBook(db: Reader, book: string, after: number, limit: number): Promise<Entry[]> {
  const { rows } = await db.query<EntryRow>(
    `select ${entryColumns} from ${entryFrom} where e.book_id = $1 and e.seq > $2 order by e.seq limit $3`,
    [book, after, limit],
  )
  return rows.map(toEntry)
}

export interface Case {
  row: HazardDbRow
  state: HazardState
  entries: Entry[]
}

/** List rows, states and entries of hazards, in one statement each. */
export async function readCases(db: Reader, book: string, ids: readonly string[]): Promise<Map<string, Case>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.query<HazardDbRow & { state: HazardState }>(
    `select ${hazardColumns}, s.state from hazard h join stream s on (s.book_id, s.stream) = (h.book_id, h.id)
     where h.book_id = $1 and h.id = any($2::uuid[])`,
    [book, ids],
  )
  const cases = new Map(rows.map(({ state, ...row }): [string, Case] => [row.id, { row, state, entries: [] }]))
  for (const entry of await readEntries(db, book, ids)) cases.get(entry.stream)?.entries.push(entry)
  return cases
}

/** Who did the entries and, of deputies, for whom. */
export const peopleOf = (entries: readonly Entry[]): string[] =>
  entries.flatMap(({ actor, data }) => (typeof data.behalf === 'string' ? [actor, data.behalf] : [actor]))

/** States of hazards as they stand now, without their entries. */
export async function readStates(db: Reader, book: string, ids: readonly string[]): Promise<HazardState[]> {
  const { rows } = await db.query<{ state: HazardState }>(
    "select state from stream where book_id = $1 and stream = any($2::uuid[]) and kind = 'hazard'",
    [book, ids],
  )
  return rows.map(({ state }) => state)
}

/** Names of people, as far as they are not erased. */
export async function readNames(db: Reader, book: string, ids: Iterable<string>): Promise<Map<string, string | null>> {
  const people = [...new Set(ids)].filter((id) => id.length === 36)
  const { rows } = await db.query('select id, name from person where book_id = $1 and id = any($2::uuid[])', [
    book,
    people,
  ])
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Which of a case's photos another case names too. */
export async function readReused(db: Reader, book: string, stream: string, hashes: string[]): Promise<string[]> {
  const { rows } = await db.query(
    `select s as sha256 from unnest($3::text[]) s where exists (
       select from photo_use u where (u.book_id, u.sha256) = ($1, s) and u.stream <> $2)`,
    [book, stream, hashes],
  )
  return rows.map(({ sha256 }) => sha256)
}

/** Which of these photos the server holds. */
export async function readArrived(db: Reader, book: string, hashes: Iterable<string>): Promise<Set<string>> {
  const { rows } = await db.query('select sha256 from photo where book_id = $1 and sha256 = any($2)', [
    book,
    [...new Set(hashes)],
  ])
  return new Set(rows.map((row) => row.sha256))
}
