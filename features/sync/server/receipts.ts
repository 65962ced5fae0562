import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import type { Command } from '../../../domain/entry.ts'
import type { HazardEntryData } from '../../../domain/hazard/state.ts'
import { photosNamed } from '../../../domain/photo.ts'
import { readArrived } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { readTx } from '../../../platform/server/db.ts'
import type { getReceipts } from '../contract.ts'

type Receipts = z.infer<typeof getReceipts.response>

interface Row {
  id: string
  stream: string
  seq: string | null
  version: number | null
  recorded_at: Date
  hash: string
  refused: boolean
  wish: Command | null
  lines: HazardEntryData[] | null
}

function photosOf({ wish, lines }: Row): string[] {
  const written = (lines ?? []).flatMap(({ set }) => [
    ...(set?.before ?? []),
    ...(set?.after ?? []),
    ...(set?.papers ?? []),
  ])
  return [...new Set([...(wish ? photosNamed(wish.data) : []), ...written])]
}

/** Commands of the viewer among `ids` that the book knows, with what it holds of each. */
export async function readReceipts(pool: Pool, viewer: Viewer, ids: readonly string[]): Promise<Receipts> {
  return readTx(pool, async (tx) => {
    const { rows } = await tx.query<Row>(
      `select c.id, c.stream, c.seq, c.version, c.recorded_at, encode(c.body_hash, 'hex') as hash,
         c.problem is not null as refused, c.body as wish,
         (select jsonb_agg(e.data) from entry e
          where e.book_id = c.book_id and e.seq between c.seq - l.ordinal and c.seq) as lines
       from command c left join entry l on (l.book_id, l.seq) = (c.book_id, c.seq)
       where c.book_id = $1 and c.id = any($2::uuid[]) and c.actor = $3`,
      [viewer.book, ids, viewer.person],
    )
    const arrived = await readArrived(tx, viewer.book, rows.flatMap(photosOf))
    const receipts = rows.map((row): Receipts['receipts'][number] => ({
      id: row.id,
      status: row.refused ? 'refused' : 'accepted',
      stream: row.stream,
      seq: row.seq === null ? undefined : Number(row.seq),
      version: row.version ?? undefined,
      recordedAt: row.recorded_at.toISOString(),
      body: row.hash,
      photos: photosOf(row).map((sha256) => ({ sha256, arrived: arrived.has(sha256) })),
    }))
    return { receipts }
  })
}
