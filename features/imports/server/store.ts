import type { Pool } from 'pg'
import { withTx } from '../../../platform/server/db.ts'
import type { Counts, ImportView, RowView } from '../contract.ts'
import type { PreviewRow } from './preview.ts'

/** How long the rows of an import are kept. Days. */
const KEPT_DAYS = 7

export interface StoredImport {
  id: string
  person: string
  name: string
  sha256: string
  kind: ImportView['kind']
  status: ImportView['status']
  rows: number
  done: number
  counts: Counts
  created_at: Date
  ended_at: Date | null
  erased: boolean
}

const columns = 'id, person, name, sha256, kind, status, rows, done, counts, created_at, ended_at, erased'

export type NewImport = Pick<StoredImport, 'id' | 'person' | 'name' | 'sha256' | 'kind' | 'counts'>

/** Keeps a preview until it is confirmed, and for a week at the most. */
export async function keepPreview(
  pool: Pool,
  book: string,
  one: NewImport,
  rows: readonly PreviewRow[],
  now: Date,
): Promise<void> {
  await withTx(pool, async (tx) => {
    await tx.query(
      `insert into desk.import (book_id, id, person, name, sha256, kind, status, rows, counts, created_at)
       values ($1, $2, $3, $4, $5, $6, 'preview', $7, $8, $9)`,
      [book, one.id, one.person, one.name, one.sha256, one.kind, rows.length, JSON.stringify(one.counts), now],
    )
    await tx.query(
      `insert into desk.import_row (book_id, import, row, cells, errors, notes, hash, command, twins, outcome)
       select $1, $2, row, cells, errors, notes, hash, nullif(command, 'null'::jsonb), twins, outcome
       from jsonb_to_recordset($3::jsonb) as r(row int, cells jsonb, errors jsonb, notes jsonb, hash text, command jsonb,
         twins jsonb, outcome text)`,
      [book, one.id, JSON.stringify(rows)],
    )
  })
}

export async function findImport(pool: Pool, book: string, id: string): Promise<StoredImport | null> {
  const { rows } = await pool.query<StoredImport>(`select ${columns} from desk.import where book_id = $1 and id = $2`, [
    book,
    id,
  ])
  return rows[0] ?? null
}

/** The newest first; of everybody, or of one person. */
export async function listStored(pool: Pool, book: string, person: string | null): Promise<StoredImport[]> {
  const { rows } = await pool.query<StoredImport>(
    `select ${columns} from desk.import where book_id = $1 and ($2::uuid is null or person = $2)
     order by created_at desc limit 100`,
    [book, person],
  )
  return rows
}

export async function readRows(pool: Pool, book: string, id: string): Promise<PreviewRow[]> {
  const { rows } = await pool.query<PreviewRow>(
    `select row, cells, errors, notes, hash, command, twins, outcome from desk.import_row
     where book_id = $1 and import = $2 order by row`,
    [book, id],
  )
  return rows
}

/** Moves an import on from one status to the next; false where somebody else has done so meanwhile. */
export async function moveOn(
  pool: Pool,
  book: string,
  id: string,
  from: readonly string[],
  to: string,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update desk.import set status = $4 where book_id = $1 and id = $2 and status = any($3)',
    [book, id, from, to],
  )
  return rowCount === 1
}

export async function keepOutcomes(
  pool: Pool,
  book: string,
  id: string,
  outcomes: readonly { row: number; outcome: string; error?: string }[],
  done: number,
): Promise<void> {
  await pool.query(
    `update desk.import_row r set outcome = o.outcome,
       errors = case when o.error is null then r.errors else r.errors || to_jsonb(o.error) end
     from jsonb_to_recordset($3::jsonb) as o(row int, outcome text, error text)
     where r.book_id = $1 and r.import = $2 and r.row = o.row`,
    [book, id, JSON.stringify(outcomes)],
  )
  await pool.query('update desk.import set done = $3 where book_id = $1 and id = $2', [book, id, done])
}

/** Rows that look like duplicates and were not chosen stay out. */
export async function skipTwins(pool: Pool, book: string, id: string, include: readonly number[]): Promise<void> {
  await pool.query(
    `update desk.import_row set outcome = 'skipped' where book_id = $1 and import = $2 and command is not null
       and outcome is null and jsonb_array_length(twins) > 0 and not row = any($3::int[])`,
    [book, id, include],
  )
}

/** Ends the work on an import and adds what came of it to its counts. */
export async function endWork(
  pool: Pool,
  book: string,
  id: string,
  status: string,
  counts: Partial<Counts>,
  now: Date,
): Promise<void> {
  await pool.query(
    'update desk.import set status = $3, counts = counts || $4, ended_at = $5 where book_id = $1 and id = $2',
    [book, id, status, JSON.stringify(counts), now],
  )
}

/** Names, phones and words of rows go after a week; an upload that was never confirmed goes whole. */
export async function sweepImports(pool: Pool, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  await pool.query("delete from desk.import where status = 'preview' and created_at < $1", [before])
  const { rows } = await pool.query(
    "update desk.import set erased = true where not erased and status in ('done', 'undone') and created_at < $1 returning book_id, id",
    [before],
  )
  for (const row of rows)
    await pool.query('delete from desk.import_row where book_id = $1 and import = $2', [row.book_id, row.id])
}

const PLACE = 3
const DESCRIPTION = 6

export const toRowView = ({ row, cells, errors, notes, twins, outcome }: PreviewRow): RowView => ({
  row,
  place: cells[PLACE] ?? '',
  description: cells[DESCRIPTION] ?? '',
  errors,
  notes,
  twins,
  outcome,
})
