import type { Tx } from '../platform/server/db.ts'
import type { Viewer } from './viewer.ts'

export interface ChangedPage {
  /** Visible hazards that changed or appeared, oldest change first. */
  changed: { stream: string; seq: number }[]
  left: string[]
  next: number
  more: boolean
}

/** Streams that changed for the viewer after `after`: seen now, or seen then and no longer. */
export async function changedAfter(tx: Tx, viewer: Viewer, after: number, limit: number): Promise<ChangedPage> {
  const head = await tx.query('select seq from book where id = $1', [viewer.book])
  const upto = Number(head.rows[0].seq)
  const seen = await tx.query(
    `select s.stream, s.seq from stream s
     where s.book_id = $1 and s.kind = 'hazard' and s.seq > $2 and exists (
       select 1 from audience a where a.book_id = s.book_id and a.stream = s.stream and a.to_seq is null
         and a.token = any($3))
     order by s.seq limit $4`,
    [viewer.book, after, viewer.scope, limit + 1],
  )
  const more = seen.rows.length > limit
  const changed = seen.rows.slice(0, limit).map((row) => ({ stream: row.stream as string, seq: Number(row.seq) }))
  const next = more ? (changed.at(-1)?.seq ?? upto) : upto
  const gone = await tx.query(
    `select distinct l.stream from audience l
     where l.book_id = $1 and l.token = any($3) and l.to_seq > $2 and l.to_seq <= $4 and not exists (
       select 1 from audience a where a.book_id = l.book_id and a.stream = l.stream and a.to_seq is null
         and a.token = any($3))`,
    [viewer.book, after, viewer.scope, next],
  )
  return { changed, left: gone.rows.map((row) => row.stream), next, more }
}

/** Seq of the last entry that could have changed what the viewer may see: a cursor of another scope starts anew. */
export async function scopeSeq(tx: Tx, viewer: Viewer): Promise<number> {
  const { rows } = await tx.query('select seq from stream where book_id = $1 and stream = $2', [
    viewer.book,
    viewer.person,
  ])
  return Number(rows[0]?.seq ?? 0)
}
