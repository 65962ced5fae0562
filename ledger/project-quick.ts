import { type HazardState, openLeg } from '../domain/hazard/state.ts'
import { type Tx, together } from '../platform/server/db.ts'
import { columnar } from './columns.ts'
import { gramsOf } from './grams.ts'
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

const reachColumns = 'token text, seq bigint, hazard uuid'
const reached = ({ id, seq, audience }: HazardState) => audience.map((token) => ({ token, seq, hazard: id }))

/** By which tokens a case is reached, at the seq of its last change. */
export async function projectReach(tx: Tx, book: string, net: readonly Turned[]): Promise<void> {
  const sent: Promise<unknown>[] = []
  const gone = net.flatMap(({ before }) => (before ? reached(before) : []))
  if (gone.length > 0) {
    const { from, values } = columnar(gone, reachColumns)
    sent.push(
      tx.query(`delete from reach h using ${from} where h.book_id = $1 and h.token = r.token and h.seq = r.seq`, [
        book,
        ...values,
      ]),
    )
  }
  const come = columnar(
    net.flatMap(({ after }) => reached(after)),
    reachColumns,
  )
  sent.push(
    tx.query(`insert into reach (book_id, ${come.names}) select $1, r.* from ${come.from}`, [book, ...come.values]),
  )
  await together(sent)
}

function cellOf(state: HazardState) {
  const leg = openLeg(state)
  const { community, status, level } = state
  return { community, status, level, mode: leg?.mode ?? '', due: leg?.due ?? 'infinity' }
}

/** Takes each changed case out of the cell where it stood and into the one where it stands. A cell of none goes. */
export async function projectTally(tx: Tx, book: string, net: readonly Turned[]): Promise<void> {
  const cells = new Map<string, ReturnType<typeof cellOf> & { n: number }>()
  const add = (state: HazardState, n: number) => {
    const cell = cellOf(state)
    const key = JSON.stringify(cell)
    cells.set(key, { ...cell, n: (cells.get(key)?.n ?? 0) + n })
  }
  for (const { before, after } of net) {
    if (before) add(before, -1)
    add(after, 1)
  }
  const moved = [...cells.values()].filter(({ n }) => n !== 0)
  if (moved.length === 0) return
  await tx.query(
    `merge into tally t using (select * from jsonb_to_recordset($2::jsonb)
       as r(community text, status text, level text, mode text, due date, n int)) r
     on t.book_id = $1 and t.community = r.community and t.status = r.status and t.level = r.level
       and t.mode = r.mode and t.due = r.due
     when matched and t.n + r.n = 0 then delete
     when matched then update set n = t.n + r.n
     when not matched then insert values ($1, r.community, r.status, r.level, r.mode, r.due, r.n)`,
    [book, JSON.stringify(moved)],
  )
}

interface Words {
  id: string
  number: string
  place: string | null
  description: string | null
}

const said = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Did this entry say words that a search finds? A correction names them even where its text has been erased. */
const rewords = ({ entry }: HazardChange): boolean =>
  entry.data.words !== undefined || entry.text?.place !== undefined || entry.text?.description !== undefined

/**
 * The numbers of each case's words. A new case brings its words; where they changed later the row is read back, because
 * an entry says only what it corrects. So this comes after the rows of `hazard`.
 */
export async function projectSearch(tx: Tx, book: string, changes: readonly HazardChange[]): Promise<void> {
  const fresh = new Map<string, Words>()
  const later = new Set<string>()
  for (const change of changes) {
    const { entry, after } = change
    const { place, description } = entry.text ?? {}
    if (entry.version === 1)
      fresh.set(after.id, { id: after.id, number: after.number, place: said(place), description: said(description) })
    else if (rewords(change)) later.add(after.id)
  }
  if (later.size > 0) {
    const { rows } = await tx.query<Words>(
      'select id, number, place, description from hazard where book_id = $1 and id = any($2::uuid[])',
      [book, [...later]],
    )
    for (const row of rows) fresh.set(row.id, row)
  }
  if (fresh.size === 0) return
  const rows = [...fresh.values()].map(({ id, ...words }) => ({
    hazard: id,
    grams: `{${gramsOf([words.number, words.place, words.description])}}`,
  }))
  const { from, values } = columnar(rows, 'hazard uuid, grams text')
  await tx.query(
    `insert into search (book_id, hazard, grams) select $1, r.hazard, r.grams::int[] from ${from}
     on conflict (book_id, hazard) do update set grams = excluded.grams`,
    [book, ...values],
  )
}
