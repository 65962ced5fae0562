import { createHash } from 'node:crypto'
import type { Tx } from '../platform/server/db.ts'
import type { Viewer } from './viewer.ts'

export interface ChangedPage {
  /** Visible hazards that changed or appeared, oldest change first. */
  changed: { stream: string; seq: number }[]
  left: string[]
  next: number
  more: boolean
}

interface Wanted {
  limit: number
  /** Only what is open: what has been closed or voided counts as left. */
  open?: boolean
}

/** Streams that changed for the viewer after `after`: seen now, or seen then and no longer. */
export async function changedAfter(
  tx: Tx,
  viewer: Viewer,
  after: number,
  { limit, open }: Wanted,
): Promise<ChangedPage> {
  const head = await tx.query('select seq from book where id = $1', [viewer.book])
  const upto = Number(head.rows[0].seq)
  const seen = await tx.query(
    `select h.id as stream, h.seq from hazard h
     where h.book_id = $1 and h.seq > $2 and h.audience && $3::text[] ${open ? `and ${isOpen}` : ''}
     order by h.seq limit $4`,
    [viewer.book, after, viewer.scope, limit + 1],
  )
  const more = seen.rows.length > limit
  const changed = seen.rows.slice(0, limit).map((row) => ({ stream: row.stream as string, seq: Number(row.seq) }))
  const next = more ? (changed.at(-1)?.seq ?? upto) : upto
  const gone = await tx.query(
    `select distinct l.stream from audience l
     join hazard h on (h.book_id, h.id) = (l.book_id, l.stream)
     where l.book_id = $1 and l.token = any($3) and l.to_seq > $2 and l.to_seq <= $4
       and not h.audience && $3::text[]`,
    [viewer.book, after, viewer.scope, next],
  )
  const ended = open && after > 0 ? await endedBetween(tx, viewer, after, next) : []
  return { changed, left: [...gone.rows.map((row) => row.stream), ...ended], next, more }
}

const isOpen = "h.status not in ('closed', 'void')"

async function endedBetween(tx: Tx, viewer: Viewer, after: number, upto: number): Promise<string[]> {
  const { rows } = await tx.query(
    `select h.id as stream from hazard h
     where h.book_id = $1 and h.seq > $2 and h.seq <= $4 and h.audience && $3::text[] and not ${isOpen}`,
    [viewer.book, after, viewer.scope, upto],
  )
  return rows.map((row) => row.stream)
}

/**
 * What the viewer may see, as a number: a cursor of another scope starts anew. It is the seq of his last appointment; of
 * who deputizes today it also names those he deputizes for, because a day may begin or end that without an entry.
 * Null when that entry is younger than the viewer himself, who was resolved before this snapshot.
 */
export async function findScope(tx: Tx, viewer: Viewer): Promise<number | null> {
  const { rows } = await tx.query('select seq, state from stream where book_id = $1 and stream = $2', [
    viewer.book,
    viewer.person,
  ])
  if (!rows[0]) return 0
  const same = JSON.stringify(rows[0].state.memberships) === JSON.stringify(viewer.actor.memberships)
  if (!same) return null
  const { principals } = viewer.actor
  return principals ? nameOf([rows[0].seq, principals]) : Number(rows[0].seq)
}

/** A number of 25 bits that follows from what it names, out of the reach of short books' seqs. */
const nameOf = (named: unknown): number =>
  HALF / 2 + (createHash('sha256').update(JSON.stringify(named)).digest().readUInt32BE() % (HALF / 2))

/** Is this the scope of somebody who deputizes? Every cursor says so then: a bare one is of the time before. */
export const isLent = (viewer: Viewer): boolean => viewer.actor.principals !== undefined

/** A marked cursor holds two numbers of 26 bits below one bit that no seq reaches. */
const MARK = 2 ** 52
const HALF = 2 ** 26

/**
 * What a page gives out as `next`: the seq, and where it lies before the viewer's last appointment, as when his first
 * reading takes several pages, also that appointment. Else the next page could not be told from a stale cursor.
 */
export const markCursor = (seq: number, scope: number, lent = false): number =>
  seq > 0 && (lent || seq < scope) && scope < HALF ? MARK + scope * HALF + seq : seq

/** What a cursor says; `scope` only where it was marked. */
export function readCursor(cursor: number): { seq: number; scope?: number } {
  if (cursor < MARK) return { seq: cursor }
  const rest = cursor - MARK
  return { seq: rest % HALF, scope: Math.floor(rest / HALF) }
}
