import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { canSee } from '../../../domain/hazard/audience.ts'
import { availableSteps } from '../../../domain/hazard/decide.ts'
import { type Problem, problem } from '../../../domain/problem.ts'
import { uuid } from '../../../domain/schema.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { entryViewOf, type HazardDbRow, hazardColumns, hazardViewOf, toRow } from '../../../ledger/present.ts'
import { readArrived, readCases, readNames } from '../../../ledger/read.ts'
import { standingFrom, standingWhere } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { readTx } from '../../../platform/server/db.ts'
import { type getHazard, type listHazards, MAX_PAGE } from '../contract.ts'

type Query = z.infer<typeof listHazards.query>
type List = z.infer<typeof listHazards.response>

interface Cursor {
  key: string | number
  id: string
}

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify([cursor.key, cursor.id])).toString('base64url')

const cursorParts = {
  recent: z.tuple([z.int().check(z.nonnegative()), uuid]),
  due: z.tuple([z.iso.date(), uuid]),
}

/** A cursor belongs to the order that gave it out. */
function decode(text: string, order: keyof typeof cursorParts): Cursor | Problem {
  try {
    const given = z.safeParse(cursorParts[order], JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return given.success ? { key: given.data[0], id: given.data[1] } : problem('cursor.malformed')
  } catch {
    return problem('cursor.malformed')
  }
}

/** As of an instant the row shows what stood then; its number and words never change. */
const standingColumns = `s.status as s_status, s.level as s_level, s.item as s_item, s.source as s_source,
  s.severity as s_severity, s.unit as s_unit, s.due::text as s_due, s.holder as s_holder, s.mode as s_mode, s.from_seq`

interface Row extends HazardDbRow {
  s_status: HazardDbRow['status']
  s_level: HazardDbRow['level']
  s_item: string
  s_source: HazardDbRow['source']
  s_severity: HazardDbRow['severity']
  s_unit: string
  s_due: string | null
  s_holder: string | null
  s_mode: HazardDbRow['mode']
  from_seq: string
}

function rowAt(row: Row, present: boolean): List['items'][number] {
  const { s_status, s_level, s_item, s_source, s_severity, s_unit, s_due, s_holder, s_mode, from_seq: _, ...now } = row
  if (present) return toRow(now)
  const then = { status: s_status, level: s_level, item: s_item, source: s_source, severity: s_severity, unit: s_unit }
  return { ...toRow(now), ...then, due: s_due, holder: s_holder, mode: s_mode }
}

/** `recent` keys: the last change now, the start of the standing as of an instant; both stable under paging. */
function orderOf(order: Query['order'], present: boolean) {
  if (order === 'due') return { key: "coalesce(s.due::text, '9999-12-31')", type: 'text', way: 'asc', sign: '>' }
  return { key: present ? 'h.seq' : 's.from_seq', type: 'bigint', way: 'desc', sign: '<' }
}

export async function readList(pool: Pool, viewer: Viewer, query: Query, now: Date): Promise<List | Problem> {
  const cursor = query.cursor === undefined ? null : decode(query.cursor, query.order ?? 'recent')
  if (cursor && 'code' in cursor) return cursor
  const limit = Math.min(query.limit ?? 50, MAX_PAGE)
  return readAt(pool, viewer.book, query.asOf, now, async (tx, instant) => {
    const w = standingWhere(query, viewer, instant)
    const { key, type, way, sign } = orderOf(query.order, instant.present)
    if (cursor) w.clauses.push(`(${key}, h.id) ${sign} (${w.bind(cursor.key)}::${type}, ${w.bind(cursor.id)}::uuid)`)
    const { rows } = await tx.query<Row & { key: string }>(
      `select ${hazardColumns}, ${standingColumns}, ${key} as key from ${standingFrom}
       where ${w.clauses.join(' and ')} order by ${key} ${way}, h.id ${way} limit ${limit + 1}`,
      w.values,
    )
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    const items = page.map(({ key: _, ...row }) => rowAt(row as Row, instant.present))
    return { items, next: last ? encode({ key: last.key, id: last.id }) : null, asOf: instant.asOf }
  })
}

/** One case as the viewer may see it. A foreign id and an absent one get the same answer. */
export async function readHazard(
  pool: Pool,
  viewer: Viewer,
  id: string,
): Promise<z.infer<typeof getHazard.response> | Problem> {
  if (!z.safeParse(uuid, id).success) return problem('case.not-found')
  return readTx(pool, async (tx) => {
    const found = (await readCases(tx, viewer.book, [id])).get(id)
    if (!found || !canSee(found.state, viewer.scope)) return problem('case.not-found')
    const { row, state, entries } = found
    const names = await readNames(
      tx,
      viewer.book,
      entries.map((entry) => entry.actor),
    )
    const arrived = await readArrived(tx, viewer.book, [...state.before, ...state.after])
    return {
      hazard: hazardViewOf(toRow(row), state, entries, viewer, arrived),
      entries: entries.map((entry) => entryViewOf(entry, state, viewer, names)),
      available: availableSteps(state, viewer.actor, viewer.reference),
    }
  })
}
