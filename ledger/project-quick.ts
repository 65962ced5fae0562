import { type HazardState, openLeg } from '../domain/hazard/state.ts'
import { type Tx, together } from '../platform/server/db.ts'
import { columnar } from './columns.ts'
import { gramsOf } from './grams.ts'
import type { CaseWords, SaidWords } from './project-hazard.ts'
import type { HazardChange } from './projected.ts'

interface Turned {
  before: HazardState | null
  after: HazardState
}

/** What the group did to each case as a whole: the state before its first change in it, and after its last. */
export function netOf(changes: readonly HazardChange[]): Turned[] {
  const net = new Map<string, Turned>()
  for (const { before, after } of changes) {
    const known = net.get(after.id)
    if (known) known.after = after
    else net.set(after.id, { before, after })
  }
  return [...net.values()]
}

export const reachColumns = 'token text, seq bigint, hazard uuid, guest boolean'

/** By which tokens cases are reached, at the seq of their last change; as a guest where the token is not the case's community. */
export const reachRows = (states: readonly HazardState[]) =>
  states.flatMap(({ id, seq, audience, community }) =>
    audience.map((token) => ({ token, seq, hazard: id, guest: token !== community })),
  )

export async function projectReach(tx: Tx, book: string, net: readonly Turned[]): Promise<void> {
  const sent: Promise<unknown>[] = []
  const gone = reachRows(net.flatMap(({ before }) => before ?? []))
  if (gone.length > 0) {
    const { from, values } = columnar(gone, reachColumns)
    sent.push(
      tx.query(`delete from reach h using ${from} where h.book_id = $1 and h.token = r.token and h.seq = r.seq`, [
        book,
        ...values,
      ]),
    )
  }
  const come = columnar(reachRows(net.map(({ after }) => after)), reachColumns)
  sent.push(
    tx.query(`insert into reach (book_id, ${come.names}) select $1, r.* from ${come.from}`, [book, ...come.values]),
  )
  await together(sent)
}

export const tallyColumns = 'grain text, due date, community text, status text, level text, n int'

/** Where a case is counted: among all, and where somebody was ordered to act by a day, in that month and on that day. */
function cellsOf(state: HazardState) {
  const { community, status, level } = state
  const { mode, due } = openLeg(state) ?? {}
  const days = mode === 'order' && due ? { month: `${due.slice(0, 7)}-01`, day: due } : {}
  return Object.entries({ all: 'infinity', ...days }).map(([grain, day]) => ({
    grain,
    due: day,
    community,
    status,
    level,
  }))
}
type Cells = Map<string, ReturnType<typeof cellsOf>[number] & { n: number }>

/** Adds to `cells`: each changed case goes out of those where it stood and into those where it stands. */
export function countCells(net: readonly Turned[], cells: Cells = new Map()): Cells {
  const add = (state: HazardState, n: number) => {
    for (const cell of cellsOf(state)) {
      const key = Object.values(cell).join(' ')
      const known = cells.get(key)
      if (known) known.n += n
      else cells.set(key, { ...cell, n })
    }
  }
  for (const { before, after } of net) {
    if (before) add(before, -1)
    add(after, 1)
  }
  return cells
}

export const cellRows = (cells: Cells) => [...cells.values()].filter(({ n }) => n !== 0)

/** Moves each changed case in the tally. A cell of none goes. */
export async function projectTally(tx: Tx, book: string, net: readonly Turned[]): Promise<void> {
  const moved = cellRows(countCells(net))
  if (moved.length === 0) return
  await tx.query(
    `merge into tally t using (select * from jsonb_to_recordset($2::jsonb)
       as r(${tallyColumns})) r
     on t.book_id = $1 and t.grain = r.grain and t.due = r.due and t.community = r.community and t.status = r.status
       and t.level = r.level
     when matched and t.n + r.n = 0 then delete
     when matched then update set n = t.n + r.n
     when not matched then insert values ($1, r.grain, r.due, r.community, r.status, r.level, r.n)`,
    [book, JSON.stringify(moved)],
  )
}

export const searchColumns = 'hazard uuid, grams text'

interface Named extends CaseWords {
  id: string
  number: string
}

/** The numbers of each case's words. */
export const searchRows = (cases: readonly Named[]) =>
  cases.map(({ id, number, place, description }) => ({
    hazard: id,
    grams: `{${gramsOf([number, place, description])}}`,
  }))

/**
 * A new case brings its words; where they were corrected the row is read back, because an entry says only what it
 * corrects. So this comes after the rows of `hazard`.
 */
export async function projectSearch(
  tx: Tx,
  book: string,
  net: readonly Turned[],
  { fresh, corrected }: SaidWords,
): Promise<void> {
  const cases = net.flatMap(({ after: { id, number } }): Named[] => {
    const words = fresh.get(id)
    return words ? [{ id, number, ...words }] : []
  })
  if (corrected.size > 0) {
    const { rows } = await tx.query<Named>(
      'select id, number, place, description from hazard where book_id = $1 and id = any($2::uuid[])',
      [book, [...corrected.keys()]],
    )
    cases.push(...rows)
  }
  if (cases.length === 0) return
  const { from, values } = columnar(searchRows(cases), searchColumns)
  await tx.query(
    `insert into search (book_id, hazard, grams) select $1, r.hazard, r.grams::int[] from ${from}
     on conflict (book_id, hazard) do update set grams = excluded.grams`,
    [book, ...values],
  )
}
