import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import type { HazardFilters } from '../../../domain/account/account.ts'
import { type Status, statuses } from '../../../domain/hazard/state.ts'
import { type Problem, problem } from '../../../domain/problem.ts'
import { readAt } from '../../../ledger/as-of.ts'
import type { Holds } from '../../../ledger/bind.ts'
import { loadFrequencies } from '../../../ledger/frequencies.ts'
import { readNow } from '../../../ledger/now.ts'
import {
  isLate,
  presentFrom,
  rareWord,
  seesAll,
  standingFrom,
  standingWhere,
  tallyFrom,
  type Where,
} from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { Figures, getAccount } from '../contract.ts'

type Account = z.infer<typeof getAccount.response>
type Query = HazardFilters & Pick<z.infer<typeof getAccount.query>, 'by'>

const keys: Record<NonNullable<Query['by']>, string> = {
  community: 's.community',
  item: 's.item',
  category: "split_part(s.item, '.', 1)",
  source: 's.source',
  severity: 's.severity',
  level: 's.level',
  unit: 's.unit',
  status: 's.status',
}

interface Cell {
  key: string
  status: Status
  community: boolean
  n: number
  late: number
}

const empty = (): Figures => ({
  found: 0,
  void: 0,
  classes: { reported: 0, handling: 0, rectified: 0, called: 0, tabled: 0, parked: 0, referred: 0, closed: 0 },
  levels: { closed: 0, community: 0, above: 0 },
  overdue: 0,
})

/** Adds a cell to the figures; every total is a sum of cells, so parts sum to their whole by construction. */
function add(figures: Figures, { status, community, n, late }: Cell): Figures {
  if (status === 'void') return { ...figures, void: figures.void + n }
  const level = status === 'closed' ? 'closed' : community ? 'community' : 'above'
  return {
    found: figures.found + n,
    void: figures.void,
    classes: { ...figures.classes, [status]: figures.classes[status] + n },
    levels: { ...figures.levels, [level]: figures.levels[level] + n },
    overdue: figures.overdue + late,
  }
}

/** Where cells are counted, which of them, and by what. */
interface Part {
  from: string
  count: string
  late: string
  clauses: readonly string[]
}

const ofRows = (from: string, clauses: readonly string[], late: string): Part => ({
  from,
  count: 'count(*)',
  late: `count(*) filter (where ${late})`,
  clauses,
})

/** What `view.tally` keeps apart; whatever else is asked is counted by the rows themselves. */
const tallied = new Set(['book', 'status', 'community', 'level', 'open', 'overdue', 'by', 'asOf'])

function isTallied(query: Query): boolean {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined)
  return asked.every(([name]) => tallied.has(name)) && (query.by === undefined || tallied.has(query.by))
}

/** Out of the tally, whose rows say themselves how many are late. */
function ofTally({ overdue }: Query, clauses: readonly string[]): Part {
  const late = 'sum(t.late)'
  return { from: tallyFrom, count: overdue ? late : 'sum(t.n)', late, clauses }
}

/**
 * Where a viewer's cells of the present are. A community's cases are all seen by whoever sees the community (its code is
 * in their audience), so that they are counted without a look at each; others are reached by a token as a guest, be it
 * that a community has to do with a case of another.
 */
function partsOf(query: Query, viewer: Viewer, w: Where): Part[] {
  const late = isLate(w, present)
  const rows = (clauses: readonly string[]) => ofRows(presentFrom, query.overdue ? [...clauses, late] : clauses, late)
  const whole = (clauses: readonly string[]): Part => (isTallied(query) ? ofTally(query, clauses) : rows(clauses))
  if (seesAll(viewer)) return [whole(w.clauses)]
  const isCommunity = (token: string) => viewer.reference.units.get(token)?.kind === 'community'
  const communities = `${w.bind(viewer.scope.filter(isCommunity))}::text[]`
  const reached = `select r.hazard from reach r
    where r.book_id = $1 and r.guest and r.token = any(${w.bind(viewer.scope)}::text[])`
  return [
    whole([...w.clauses, `s.community = any(${communities})`]),
    // An array, because the planner would sooner read all rows of the book than look for these.
    rows([...w.clauses, `s.community <> all(${communities})`, `h.id = any(array(${reached}))`]),
  ]
}

const cellsSql = (query: Query, { from, count, late, clauses }: Part): string =>
  `select ${query.by ? keys[query.by] : "''"} as key, s.status, s.level = 'community' as community, (${count})::int as n,
     coalesce(${late}, 0)::int as late
   from ${from} where ${clauses.join(' and ')} group by 1, 2, 3`

function accountOf(cells: readonly Cell[], query: Query, asOf: string): Account {
  const totals = cells.reduce(add, empty())
  if (!query.by) return { asOf, ...totals }
  const byKey = new Map<string, Figures>()
  for (const cell of cells) byKey.set(cell.key, add(byKey.get(cell.key) ?? empty(), cell))
  const order = query.by === 'status' ? (statuses as string[]) : null
  const sorted = [...byKey].sort(([a], [b]) =>
    order ? order.indexOf(a) - order.indexOf(b) : a.localeCompare(b, 'en', { numeric: true }),
  )
  return { asOf, ...totals, rows: sorted.map(([value, figures]) => ({ key: value, ...figures })) }
}

const present = { asOf: '', seq: 0, present: true }

/** The present in one statement; null where `holds` does not hold. */
async function accountNow(asked: { pool: Pool; now: Date; holds?: Holds }, viewer: Viewer, query: Query) {
  const often = query.q ? await loadFrequencies(asked.pool) : null
  const rare = often && rareWord(query.q, viewer, often)
  // Each part asks for what is late in its own way.
  const w = standingWhere({ ...query, overdue: undefined }, viewer, present, { rare, reached: true })
  const sql = partsOf(query, viewer, w)
    .map((part) => cellsSql(query, part))
    .join(' union all ')
  const read = await readNow<Cell>(asked, { sql, values: w.values, bind: w.bind })
  if ('code' in read) return read
  return read.holds ? accountOf(read.rows, query, read.asOf) : null
}

/** As of an instant: the rows that stood then, and the list rows only where their words or their scope are asked for. */
function accountThen(pool: Pool, viewer: Viewer, query: Query, now: Date): Promise<Account | Problem> {
  return readAt(pool, viewer.book, query.asOf, now, async (tx, instant) => {
    const w = standingWhere(query, viewer, instant)
    const from = query.q || query.reported ? standingFrom : 'standing s'
    const { rows } = await tx.query(cellsSql(query, ofRows(from, w.clauses, isLate(w, instant))), w.values)
    return accountOf(rows, query, instant.asOf)
  })
}

/**
 * The account at an instant: each hazard stands in exactly one class, found = sum of the eight classes.
 * @returns null only where `holds` is given and does not hold
 */
export async function findAccount(
  pool: Pool,
  viewer: Viewer,
  query: Query,
  now: Date,
  holds?: Holds,
): Promise<Account | Problem | null> {
  if (query.asOf === undefined) return accountNow({ pool, now, holds }, viewer, query)
  return holds ? null : accountThen(pool, viewer, query, now)
}

export async function readAccount(pool: Pool, viewer: Viewer, query: Query, now: Date): Promise<Account | Problem> {
  return (await findAccount(pool, viewer, query, now)) ?? problem('session.required')
}
