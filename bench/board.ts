import { deepStrictEqual } from 'node:assert'
import type { Pool } from 'pg'
import { median } from './rounds.ts'

/** The board by community out of nothing but the entries: the last thing that each case's entries said of it. */
const FOLD = `
  with said as (
    select stream, lpad(seq::text, 12, '0') as n, data -> 'set' as given, data -> 'leg' as leg, data ? 'ends' as ends,
      data #>> '{extended,due}' as extended
    from ledger.entry where book_id = $1 and kind = 'hazard' and step <> 'undo'
      -- What was undone is as if it had not been.
      and seq not in (select (data #>> '{undoes,seq}')::bigint from ledger.entry where book_id = $1 and step = 'undo')),
  stands as (
    select (max(array[n, given ->> 'community']) filter (where given ? 'community'))[2] as community,
      (max(array[n, given ->> 'status']) filter (where given ? 'status'))[2] as status,
      (max(array[n, given ->> 'level']) filter (where given ? 'level'))[2] as level,
      max(array[n, leg ->> 'mode', leg ->> 'due']) filter (where leg is not null or ends) as leg,
      max(array[n, extended]) filter (where extended is not null) as put_off
    from said group by stream)
  select community as key, status, level = 'community' as community, count(*)::int as n,
    (count(*) filter (where leg[2] = 'order'
      and (case when put_off[1] > leg[1] then put_off[2] else leg[3] end)::date < $2::date))::int as late
  from stands group by 1, 2, 3`

interface Cell {
  key: string
  status: string
  community: boolean
  n: number
  late: number
}

interface Figures {
  key: string
  found: number
  void: number
  classes: Record<string, number>
  levels: { closed: number; community: number; above: number }
  overdue: number
}

function rowsOf(cells: readonly Cell[]): Figures[] {
  const rows = new Map<string, Figures>()
  for (const { key, status, community, n, late } of cells) {
    const row: Figures = rows.get(key) ?? {
      key,
      found: 0,
      void: 0,
      classes: {},
      levels: { closed: 0, community: 0, above: 0 },
      overdue: 0,
    }
    rows.set(key, row)
    row.overdue += late
    if (status === 'void') {
      row.void += n
      continue
    }
    row.found += n
    row.classes[status] = (row.classes[status] ?? 0) + n
    row.levels[status === 'closed' ? 'closed' : community ? 'community' : 'above'] += n
  }
  return [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

const filled = (rows: readonly Figures[]): Figures[] =>
  rows.map((row) => ({ ...row, classes: Object.fromEntries(Object.entries(row.classes).filter(([, n]) => n > 0)) }))

/**
 * Times the board against the fold in SQL, at the same instant, and sees that every cell is the same.
 * @param ask gives the product's board over HTTP
 */
export async function compareBoards(pool: Pool, book: string, ask: () => Promise<string>, rounds: number) {
  const raw: number[] = []
  const ours: number[] = []
  for (let round = -1; round < rounds; round++) {
    const from = performance.now()
    const board = JSON.parse(await ask())
    const between = performance.now()
    const day = new Date(Date.parse(board.asOf) + 8 * 3_600_000).toISOString().slice(0, 10)
    const { rows } = await pool.query(FOLD, [book, day])
    const end = performance.now()
    deepStrictEqual(filled(board.rows), filled(rowsOf(rows)))
    if (round < 0) continue
    ours.push(between - from)
    raw.push(end - between)
  }
  return { raw: median(raw), ours: median(ours) }
}
