import { type Tx, together } from '../platform/server/db.ts'
import { columnar } from './columns.ts'
import { projectCounters } from './counters.ts'
import { projectHazards, wordsOf } from './project-hazard.ts'
import { netOf, projectReach, projectSearch, projectTally } from './project-quick.ts'
import { audienceRow, legRow, projectSpans, standingRow } from './project-spans.ts'
import { type HazardChange, lastOf, type Projected } from './projected.ts'

export const streamColumns = 'stream uuid, kind text, version int, seq bigint, state jsonb'

/** Where each stream stands. */
export const streamRows = (changes: readonly Projected[]) =>
  lastOf(changes).map(({ entry: { stream, kind, version, seq }, after }) => ({
    stream,
    kind,
    version,
    seq,
    state: after,
  }))

async function projectStreams(tx: Tx, book: string, changes: readonly Projected[]): Promise<void> {
  const { from, names, values } = columnar(streamRows(changes), streamColumns)
  await tx.query(
    `insert into stream (book_id, ${names}) select $1, r.* from ${from}
     on conflict (book_id, stream) do update set version = excluded.version, seq = excluded.seq, state = excluded.state`,
    [book, ...values],
  )
}

export const personColumns = 'id uuid, name text, phone text'

/** Names and phones, which later words replace; one row a person and group, so that the last word stands. */
export function personRows(changes: readonly Projected[]): { id: string; name?: unknown; phone?: unknown }[] {
  const rows = new Map<string, { id: string; name?: unknown; phone?: unknown }>()
  for (const { entry } of changes) {
    if (entry.kind !== 'person' || (entry.step !== 'enrol' && entry.step !== 'contact')) continue
    const { name, phone } = entry.text ?? {}
    const before = rows.get(entry.stream) ?? { id: entry.stream }
    rows.set(entry.stream, { ...before, ...(name ? { name } : {}), ...(phone ? { phone } : {}) })
  }
  return [...rows.values()]
}

async function projectPeople(tx: Tx, book: string, changes: readonly Projected[]): Promise<void> {
  const rows = personRows(changes)
  if (rows.length === 0) return
  await tx.query(
    `insert into person as p (book_id, id, name, phone)
     select $1, id, name, phone from jsonb_to_recordset($2::jsonb) as r(${personColumns})
     on conflict (book_id, id) do update
       set name = coalesce(excluded.name, p.name), phone = coalesce(excluded.phone, p.phone)`,
    [book, JSON.stringify(rows)],
  )
}

/** The rows of cases, and what lists, boards and searches find them by. */
async function projectCases(tx: Tx, book: string, hazards: readonly HazardChange[]): Promise<void> {
  const net = netOf(hazards)
  const words = wordsOf(hazards)
  await together([
    projectHazards(tx, book, hazards, words).then(() => projectSearch(tx, book, net, words)),
    projectSpans(tx, book, 'standing', hazards, standingRow),
    projectSpans(tx, book, 'audience', hazards, audienceRow),
    projectSpans(tx, book, 'leg', hazards, legRow),
    projectReach(tx, book, net),
    projectTally(tx, book, net),
  ])
}

/**
 * The core projections (law 8), set-based, in the transaction of the entries. None reads what another writes, but for
 * the search, so they are sent without waiting for each other.
 */
export async function projectCore(tx: Tx, book: string, changes: readonly Projected[]): Promise<void> {
  if (changes.length === 0) return
  const hazards = changes.filter(({ entry }) => entry.kind === 'hazard') as HazardChange[]
  await together([
    projectStreams(tx, book, changes),
    projectPeople(tx, book, changes),
    projectCounters(tx, book, changes),
    ...(hazards.length > 0 ? [projectCases(tx, book, hazards)] : []),
  ])
}
