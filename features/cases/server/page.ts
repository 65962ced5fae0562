import type { Pool } from 'pg'
import * as z from 'zod/mini'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { type Problem, problem } from '../../../domain/problem.ts'
import { uuid } from '../../../domain/schema.ts'
import type { Holds } from '../../../ledger/bind.ts'
import { loadFrequencies } from '../../../ledger/frequencies.ts'
import { readNow } from '../../../ledger/now.ts'
import { rowColumns } from '../../../ledger/present.ts'
import { presentFrom, rarestWord, seesAll, standingOf, standingWhere, type Where } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { type listHazards, MAX_PAGE } from '../contract.ts'

type Query = z.infer<typeof listHazards.query>

export interface Cursor {
  key: string | number
  id: string
}

export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url')

const cursorParts = {
  recent: z.tuple([z.int().check(z.nonnegative()), uuid]),
  due: z.tuple([z.iso.date(), uuid]),
}

/** A cursor belongs to the order that gave it out. */
export function decodeCursor(text: string, order: keyof typeof cursorParts): Cursor | Problem {
  try {
    const given = z.safeParse(cursorParts[order], JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return given.success ? { key: given.data[0], id: given.data[1] } : problem('cursor.malformed')
  } catch {
    return problem('cursor.malformed')
  }
}

export const limitOf = (query: Query): number => Math.min(query.limit ?? 50, MAX_PAGE)

const NO_DAY = '9999-12-31'
/** What has no day comes last. */
export const dueKey = `coalesce(s.due, '${NO_DAY}'::date)`

const present = { asOf: '', seq: 0, present: true }

/** Can this page be had by walking each of the viewer's tokens from its newest case? */
const canWalk = (viewer: Viewer, { order }: Query, rare: unknown): boolean =>
  order !== 'due' && !rare && !seesAll(viewer) && viewer.scope.length > 0 && viewer.scope.length <= 12

/**
 * Rows of a page in the order of the last change, token by token. `offset 0` keeps the walk: the planner cannot know
 * that it ends soon and would read the whole book instead.
 */
function walks(w: Where, viewer: Viewer, limit: number): string {
  const scope = w.bind(viewer.scope)
  const each = viewer.scope.map(
    (token) => `(select h.*, h.seq as key from reach r
      cross join lateral (select * from hazard c where c.book_id = r.book_id and c.id = r.hazard offset 0) h
      cross join lateral ${standingOf} s
      where r.book_id = $1 and r.token = ${w.bind(token)} and h.audience && ${scope}::text[] and ${w.clauses.join(' and ')}
      order by r.seq desc limit ${limit})`,
  )
  const [only] = each.length === 1 ? each : []
  // A case that several tokens reach is met once for each of them.
  return only ?? `select distinct on (u.key) * from (${each.join(' union all ')}) u order by u.key desc limit ${limit}`
}

function sorted(w: Where, { order }: Query, limit: number, rare: boolean): string {
  // A few cases found by their words are sorted; the sum keeps the planner from walking the whole book for them.
  const recent = rare ? 'h.seq + 0 desc' : 'h.seq desc'
  return `select h.*, ${order === 'due' ? dueKey : 'h.seq'} as key from ${presentFrom} where ${w.clauses.join(' and ')}
    order by ${order === 'due' ? `${dueKey}, h.id` : recent} limit ${limit}`
}

/** Where the next page begins: after the last row of this one. */
function cursorAfter(line: string, due: boolean): string {
  const row: HazardRow = JSON.parse(line)
  return encodeCursor({ key: due ? (row.due ?? NO_DAY) : row.seq, id: row.id })
}

/** Nothing narrows but words: each connection may keep the plan, which does not hang on what is asked. */
const isBroad = ({ q: _q, limit: _limit, cursor: _cursor, book: _book, ...narrowed }: Query): boolean =>
  Object.values(narrowed).every((value) => value === undefined)

/** How far back a walk for a word goes, in entries, before it is looked up in the index after all. */
const WALK = 60_000

interface Way {
  /** Numbers of the search to go by. */
  rare: readonly number[] | null
  /** Gives up after so many entries. */
  brief?: boolean
}

/** How to find a page: by walking or by the index. What seems frequent may be a phrase that nobody wrote. */
async function waysOf(pool: Pool, viewer: Viewer, query: Query): Promise<Way[]> {
  if (!query.q) return [{ rare: null }]
  const wanted = query.order === 'due' ? Number.POSITIVE_INFINITY : limitOf(query) + 1
  const word = rarestWord(query.q, viewer, await loadFrequencies(pool), wanted)
  if (!word) return [{ rare: null }]
  if (word.quicker) return [{ rare: word.grams }]
  if (!isBroad(query) || !seesAll(viewer)) return [{ rare: null }]
  return [{ rare: null, brief: true }, { rare: word.grams }]
}

interface Asked {
  pool: Pool
  now: Date
  holds?: Holds
}

function readBy({ rare, brief }: Way, asked: Asked, viewer: Viewer, query: Query, cursor: Cursor | null) {
  const rows = limitOf(query) + 1
  const due = query.order === 'due'
  const reached = canWalk(viewer, query, rare)
  const w = standingWhere(query, viewer, present, { rare, reached })
  const seq = reached ? 'r.seq' : 'h.seq'
  if (cursor && due) w.clauses.push(`(${dueKey}, h.id) > (${w.bind(cursor.key)}::date, ${w.bind(cursor.id)}::uuid)`)
  // No two cases have a seq in common, so that the walk needs no more than it.
  const before = cursor && !due ? `${w.bind(cursor.key)}::bigint` : null
  if (before) w.clauses.push(`${seq} < ${before}`)
  if (brief) w.clauses.push(`${seq} > ${before ?? 'b.seq'} - ${WALK}`)
  const found = reached ? walks(w, viewer, rows) : sorted(w, query, rows, rare !== null)
  return readNow<{ json: string }>(asked, {
    sql: `select h.key, h.id, (select row_to_json(c)::text from (select ${rowColumns}) c) as json from (${found}) h`,
    columns: 'v.json',
    order: due ? 'v.key, v.id' : 'v.key desc',
    values: w.values,
    bind: w.bind,
    often: isBroad(query) && !cursor,
  })
}

/**
 * A page of the present as JSON text: PostgreSQL writes the rows, so that nothing is parsed and written again on the
 * way. One statement in all; two where a walk for a word met too few.
 */
export async function readPage(
  asked: Asked,
  viewer: Viewer,
  query: Query,
  cursor: Cursor | null,
): Promise<{ text: string } | Problem | null> {
  const limit = limitOf(query)
  for (const way of await waysOf(asked.pool, viewer, query)) {
    const read = await readBy(way, asked, viewer, query, cursor)
    if ('code' in read) return read
    if (!read.holds) return null
    if (way.brief && read.rows.length <= limit) continue
    const lines = read.rows.slice(0, limit).map(({ json }) => json)
    const next = read.rows.length > limit ? cursorAfter(lines.at(-1) ?? '', query.order === 'due') : null
    return { text: `{"items":[${lines}],"next":${JSON.stringify(next)},"asOf":"${read.asOf}"}` }
  }
  return null
}
