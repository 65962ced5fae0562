import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import type { HazardFilters } from '../../../domain/account/account.ts'
import { type Status, statuses } from '../../../domain/hazard/state.ts'
import type { Problem } from '../../../domain/problem.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { isLate, standingFrom, standingWhere } from '../../../ledger/standing.ts'
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

/** The account at an instant: each hazard stands in exactly one class, found = sum of the eight classes. */
export async function readAccount(pool: Pool, viewer: Viewer, query: Query, now: Date): Promise<Account | Problem> {
  return readAt(pool, viewer.book, query.asOf, now, async (tx, instant) => {
    const w = standingWhere(query, viewer, instant)
    const key = query.by ? keys[query.by] : "''"
    const late = isLate(w, instant)
    const { rows } = await tx.query(
      `select ${key} as key, s.status, s.level = 'community' as community, count(*)::int as n,
         (count(*) filter (where ${late}))::int as late
       from ${standingFrom} where ${w.clauses.join(' and ')} group by 1, 2, 3`,
      w.values,
    )
    const cells = rows as Cell[]
    const totals = cells.reduce(add, empty())
    if (!query.by) return { asOf: instant.asOf, ...totals }
    const byKey = new Map<string, Figures>()
    for (const cell of cells) byKey.set(cell.key, add(byKey.get(cell.key) ?? empty(), cell))
    const order = query.by === 'status' ? (statuses as string[]) : null
    const sorted = [...byKey].sort(([a], [b]) =>
      order ? order.indexOf(a) - order.indexOf(b) : a.localeCompare(b, 'en', { numeric: true }),
    )
    return { asOf: instant.asOf, ...totals, rows: sorted.map(([value, figures]) => ({ key: value, ...figures })) }
  })
}
