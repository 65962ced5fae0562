import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { canSee } from '../../../domain/hazard/audience.ts'
import { availableSteps } from '../../../domain/hazard/decide.ts'
import { type Problem, problem } from '../../../domain/problem.ts'
import { uuid } from '../../../domain/schema.ts'
import { type Instant, readAt } from '../../../ledger/as-of.ts'
import type { Holds } from '../../../ledger/bind.ts'
import { loadFrequencies } from '../../../ledger/frequencies.ts'
import {
  columnsThen,
  entryViewOf,
  type HazardDbRow,
  hazardViewOf,
  namedPhotos,
  toRow,
} from '../../../ledger/present.ts'
import { peopleOf, readArrived, readCases, readNames, readReused, readStates } from '../../../ledger/read.ts'
import { rareWord, standingFrom, standingWhere } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { readTx, type Tx } from '../../../platform/server/db.ts'
import type { getAvailable, getHazard, listHazards } from '../contract.ts'
import { type Cursor, decodeCursor, dueKey, encodeCursor, limitOf, readPage } from './page.ts'

type Query = z.infer<typeof listHazards.query>
type List = z.infer<typeof listHazards.response>

/** Each case's last entry up to the instant: a later one, be it a comment, must not show in an answer for T (law 6). */
export async function asThen<R extends { id: string }>(
  tx: Tx,
  book: string,
  rows: R[],
  { seq }: Instant,
): Promise<R[]> {
  const found = await tx.query(
    `select distinct on (stream) stream, seq, version, recorded_at as updated_at from entry
     where book_id = $1 and stream = any($2::uuid[]) and seq <= $3 order by stream, version desc`,
    [book, rows.map((row) => row.id), seq],
  )
  const last = new Map(found.rows.map(({ stream, ...then }) => [stream, then]))
  return rows.map((row) => ({ ...row, ...last.get(row.id) }))
}

/** `recent` keys: the last change now, the start of the standing as of an instant; both stable under paging. */
export function orderOf(order: Query['order'], present: boolean) {
  if (order === 'due') return { key: dueKey, type: 'date', way: 'asc', sign: '>' }
  return { key: present ? 'h.seq' : 's.from_seq', type: 'bigint', way: 'desc', sign: '<' }
}

async function readThen(pool: Pool, viewer: Viewer, query: Query, cursor: Cursor | null, now: Date) {
  const limit = limitOf(query)
  const often = query.q ? await loadFrequencies(pool) : null
  const rare = often && rareWord(query.q, viewer, often)
  return readAt(pool, viewer.book, query.asOf, now, async (tx, instant) => {
    const w = standingWhere(query, viewer, instant, { rare })
    const { key, type, way, sign } = orderOf(query.order, false)
    if (cursor) w.clauses.push(`(${key}, h.id) ${sign} (${w.bind(cursor.key)}::${type}, ${w.bind(cursor.id)}::uuid)`)
    const { rows } = await tx.query<HazardDbRow & { key: string }>(
      `select ${columnsThen}, ${query.order === 'due' ? `${key}::text` : key} as key from ${standingFrom}
       where ${w.clauses.join(' and ')} order by ${key} ${way}, h.id ${way} limit ${limit + 1}`,
      w.values,
    )
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    const shown = page.map(({ key: _, ...row }) => row)
    const items = (await asThen(tx, viewer.book, shown, instant)).map(toRow)
    return { items, next: last ? encodeCursor({ key: last.key, id: last.id }) : null, asOf: instant.asOf }
  })
}

/** A page of the list as JSON; null where `holds` does not hold. */
export async function readListText(
  pool: Pool,
  viewer: Viewer,
  query: Query,
  now: Date,
  holds?: Holds,
): Promise<{ text: string } | Problem | null> {
  const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor, query.order ?? 'recent')
  if (cursor && 'code' in cursor) return cursor
  if (query.asOf === undefined) return readPage({ pool, now, holds }, viewer, query, cursor)
  // An earlier instant is not asked often: its viewer is looked up.
  if (holds) return null
  const list = await readThen(pool, viewer, query, cursor, now)
  return 'code' in list ? list : { text: JSON.stringify(list) }
}

export async function readList(pool: Pool, viewer: Viewer, query: Query, now: Date): Promise<List | Problem> {
  const page = await readListText(pool, viewer, query, now)
  if (page && 'text' in page) return JSON.parse(page.text)
  return page ?? problem('session.required')
}

/** One case as the viewer may see it. A foreign id and an absent one get the same answer. */
export async function readHazard(
  pool: Pool,
  viewer: Viewer,
  id: string,
  now: string,
): Promise<z.infer<typeof getHazard.response> | Problem> {
  if (!z.safeParse(uuid, id).success) return problem('case.not-found')
  return readTx(pool, async (tx) => {
    const found = (await readCases(tx, viewer.book, [id])).get(id)
    if (!found || !canSee(found.state, viewer.scope)) return problem('case.not-found')
    const { row, state, entries } = found
    const names = await readNames(tx, viewer.book, peopleOf(entries))
    const photos = namedPhotos(state)
    const arrived = await readArrived(tx, viewer.book, photos)
    return {
      hazard: hazardViewOf(toRow(row), state, entries, viewer, arrived),
      entries: entries.map((entry) => entryViewOf(entry, state, viewer, names)),
      available: availableSteps(state, viewer.actor, viewer.reference, now),
      reused: await readReused(tx, viewer.book, id, photos),
    }
  })
}

/** What the viewer may do now with each of these: the same rule as the buttons of a page. */
export async function readAvailable(
  pool: Pool,
  viewer: Viewer,
  ids: readonly string[],
  now: string,
): Promise<z.infer<typeof getAvailable.response>> {
  const states = await readStates(pool, viewer.book, ids)
  const items = states
    .filter((state) => canSee(state, viewer.scope))
    .map((state) => ({
      id: state.id,
      version: state.version,
      available: availableSteps(state, viewer.actor, viewer.reference, now),
    }))
  return { items }
}
