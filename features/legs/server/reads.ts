import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { type LegFigure, legFigureNames, onTimeFormula } from '../../../domain/account/on-time.ts'
import type { Problem } from '../../../domain/problem.ts'
import { isWithin } from '../../../domain/units/units.ts'
import { type Instant, readAt } from '../../../ledger/as-of.ts'
import { atInstant, dayOfInstant, seesAll, type Where, where } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { type Figures, type getLegs, LEG_PAGE, type LegRow, type listLegs } from '../contract.ts'

type Query = z.infer<typeof getLegs.query>
type ListQuery = z.infer<typeof listLegs.query>

const columns = { unit: 's.holder', level: 's.level', community: 's.community', status: 's.status' } as const
type Column = keyof typeof columns
const columnNames = Object.keys(columns) as Column[]

/**
 * Who sees the whole street sees all legs. Others see those of their own units, in cases that they may open: the rate of
 * another unit from one community's cases alone would say nothing of that unit.
 */
function inScope(w: Where, viewer: Viewer, { seq }: Instant): void {
  if (seesAll(viewer)) return
  const { units } = viewer.reference
  const own = [...units.keys()].filter((code) => viewer.scope.some((token) => isWithin(units, code, token)))
  const at = `${w.bind(seq)}::bigint`
  w.clauses.push(
    `s.holder = any(${w.bind(own)}::text[])`,
    `s.hazard = any(array(select a.stream from audience a where a.book_id = $1 and a.token = any(${w.bind(viewer.scope)}::text[])
       and a.from_seq <= ${at} and (a.to_seq is null or a.to_seq > ${at})))`,
  )
}

/** What each figure counts, of legs `s` as they stood at the instant; only what is asked for binds the day. */
function conditions(w: Where, instant: Instant): Record<LegFigure, () => string> {
  let bound: string | undefined
  const today = () => {
    bound ??= dayOfInstant(w, instant)
    return bound
  }
  const ended = "timezone('Asia/Shanghai', s.ended)::date"
  const charged = "s.mode = 'order' and s.aside is null"
  const late = () => `(${charged} and coalesce(${ended}, ${today()}) > s.due)`
  const onTime = () => `(${charged} and ${ended} <= s.due)`
  const asked = "s.mode = 'request' and s.aside is null"
  return {
    onTime,
    late,
    running: () => `(${charged} and s.ended is null and s.due >= ${today()})`,
    refused: () => "s.aside = 'right'",
    judging: () => "s.aside = 'open'",
    taken: () => "s.aside = 'taken'",
    asked: () => `(${asked})`,
    counted: () => `(${onTime()} or ${late()})`,
    inFirst: () => `(${charged} and ${ended} <= s.first_due)`,
    extended: () => `(${charged} and s.extended > 0)`,
    unanswered: () => `(${asked} and s.ended is null and s.due < ${today()})`,
  }
}

function legWhere(query: Query | ListQuery, viewer: Viewer, instant: Instant): Where {
  const w = where(viewer.book)
  atInstant(w, instant)
  inScope(w, viewer, instant)
  for (const name of columnNames)
    if (query[name] !== undefined) w.clauses.push(`${columns[name]} = ${w.bind(query[name])}`)
  return w
}

const none = (): Figures => Object.fromEntries(legFigureNames.map((name) => [name, 0])) as Figures

const sum = (a: Figures, b: Figures): Figures =>
  Object.fromEntries(legFigureNames.map((name) => [name, a[name] + b[name]])) as Figures

/** 时限 at an instant: how many legs each holder or level had to get done, and which of them in time. */
export function readLegs(
  pool: Pool,
  viewer: Viewer,
  query: Query,
  now: Date,
): Promise<z.infer<typeof getLegs.response> | Problem> {
  return readAt(pool, viewer.book, query.asOf, now, async (tx, instant) => {
    const w = legWhere(query, viewer, instant)
    const counts = Object.entries(conditions(w, instant)).map(
      ([name, holds]) => `(count(*) filter (where ${holds()}))::int as "${name}"`,
    )
    const { rows } = await tx.query<Figures & { key: string }>(
      `select ${query.by ? columns[query.by] : "''"} as key, ${counts.join(', ')} from leg s
       where ${w.clauses.join(' and ')} group by 1 order by 1`,
      w.values,
    )
    const formula = { ...onTimeFormula, notes: [...onTimeFormula.notes] }
    return { asOf: instant.asOf, formula, totals: rows.reduce(sum, none()), rows: query.by ? rows : [] }
  })
}

/** The legs behind a figure, the earliest day first. */
export function readLegList(
  pool: Pool,
  viewer: Viewer,
  query: ListQuery,
  now: Date,
): Promise<z.infer<typeof listLegs.response> | Problem> {
  return readAt(pool, viewer.book, query.asOf, now, async (tx, instant) => {
    const w = legWhere(query, viewer, instant)
    w.clauses.push(conditions(w, instant)[query.figure]())
    const { rows } = await tx.query<Omit<LegRow, 'begun' | 'ended' | 'reportedAt'> & Dated>(
      `select s.hazard, h.number, h.item, s.community, h.place, h.reported_at, s.nr, s.status, s.holder, s.level, s.mode,
         s.begun, s.ended, s.due::text, s.first_due::text as "firstDue", s.extended, s.aside,
         (count(*) over ())::int as total
       from leg s join hazard h on (h.book_id, h.id) = (s.book_id, s.hazard) where ${w.clauses.join(' and ')}
       order by s.due, s.hazard, s.nr offset ${w.bind(query.after ?? 0)} limit ${LEG_PAGE}`,
      w.values,
    )
    const items = rows.map(({ total: _total, reported_at, begun, ended, ...row }) => ({
      ...row,
      reportedAt: reported_at.toISOString(),
      begun: begun.toISOString(),
      ended: ended?.toISOString() ?? null,
    }))
    return { asOf: instant.asOf, total: rows[0]?.total ?? 0, items }
  })
}

interface Dated {
  reported_at: Date
  begun: Date
  ended: Date | null
  total: number
}
