import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { type Problem, problem } from '../../../domain/problem.ts'
import { uuid } from '../../../domain/schema.ts'
import type { Holds } from '../../../ledger/bind.ts'
import { loadFrequencies } from '../../../ledger/frequencies.ts'
import { readNow } from '../../../ledger/now.ts'
import { rowColumns } from '../../../ledger/present.ts'
import { presentFrom, rareWord, seesAll, standingOf, standingWhere, type Where } from '../../../ledger/standing.ts'
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

/** What has no day comes last. */
export const dueKey = "coalesce(s.due, '9999-12-31'::date)"

const present = { asOf: '', seq: 0, present: true }

/** Can this page be had by walking each of the viewer's tokens from its newest case? */
const canWalk = (viewer: Viewer, { order }: Query, rare: unknown): boolean =>
  order !== 'due' && !rare && !seesAll(viewer) && viewer.scope.length > 0 && viewer.scope.length <= 12

/**
 * Ids and keys of a page in the order of the last change, token by token. `offset 0` keeps the walk: the planner cannot
 * know that it ends soon and would read the whole book instead.
 */
function walks(w: Where, viewer: Viewer, limit: number): string {
  const each = viewer.scope.map(
    (token) => `(select h.id, h.seq as key from reach r
      cross join lateral (select * from hazard c where c.book_id = r.book_id and c.id = r.hazard offset 0) h
      cross join lateral ${standingOf} s
      where r.book_id = $1 and r.token = ${w.bind(token)} and ${w.clauses.join(' and ')}
      order by r.seq desc limit ${limit})`,
  )
  return `select u.id, u.key from (${each.join(' union ')}) u
    join hazard h on h.book_id = $1 and h.id = u.id and h.audience && ${w.bind(viewer.scope)}::text[]
    order by u.key desc limit ${limit}`
}

function sorted(w: Where, { order }: Query, limit: number, rare: boolean): string {
  // A few cases found by their words are sorted; the sum keeps the planner from walking the whole book for them.
  const recent = rare ? 'h.seq + 0 desc' : 'h.seq desc'
  return `select h.id, ${order === 'due' ? dueKey : 'h.seq'} as key from ${presentFrom} where ${w.clauses.join(' and ')}
    order by ${order === 'due' ? `${dueKey}, h.id` : recent} limit ${limit}`
}

interface Page {
  items: string | null
  key: string | null
  id: string | null
}

/**
 * A page of the present as JSON text: PostgreSQL writes the rows, so that nothing is parsed and written again on the
 * way. One statement in all.
 */
export async function readPage(
  { pool, now, holds }: { pool: Pool; now: Date; holds?: Holds },
  viewer: Viewer,
  query: Query,
  cursor: Cursor | null,
): Promise<{ text: string } | Problem | null> {
  const limit = limitOf(query)
  const wanted = query.order === 'due' ? Number.POSITIVE_INFINITY : limit + 1
  const rare = query.q ? rareWord(query.q, viewer, await loadFrequencies(pool), wanted) : null
  const reached = canWalk(viewer, query, rare)
  const w = standingWhere(query, viewer, present, { rare, reached })
  if (cursor && query.order === 'due')
    w.clauses.push(`(${dueKey}, h.id) > (${w.bind(cursor.key)}::date, ${w.bind(cursor.id)}::uuid)`)
  // No two cases have a seq in common, so that the walk needs no more than it.
  else if (cursor) w.clauses.push(`h.seq < ${w.bind(cursor.key)}::bigint`)
  const way = query.order === 'due' ? 'asc' : 'desc'
  const found = reached ? walks(w, viewer, limit + 1) : sorted(w, query, limit + 1, rare !== null)
  const sql = `select string_agg(x.json, ',' order by x.n) filter (where x.n <= ${limit}) as items,
      max(x.key) filter (where x.n = ${limit} and x.total > ${limit}) as key,
      max(x.id) filter (where x.n = ${limit} and x.total > ${limit}) as id
    from (select p.n, p.total, p.key::text as key, p.id::text as id,
        (select row_to_json(c)::text from (select ${rowColumns}) c) as json
      from (select f.*, row_number() over (order by f.key ${way}, f.id ${way}) as n, count(*) over () as total
        from (${found}) f) p
      join hazard h on h.book_id = $1 and h.id = p.id) x`
  const read = await readNow<Page>({ pool, now, holds }, { sql, values: w.values, bind: w.bind })
  if ('code' in read) return read
  if (!read.holds) return null
  const { items, key, id } = read.row
  const at = key === null ? null : query.order === 'due' ? key : Number(key)
  const next = at === null ? null : encodeCursor({ key: at, id: id ?? '' })
  return { text: `{"items":[${items ?? ''}],"next":${JSON.stringify(next)},"asOf":"${read.asOf}"}` }
}
