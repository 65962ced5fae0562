import { type Tx, together } from '../platform/server/db.ts'
import { columnar } from './columns.ts'
import { projectHazards } from './project-hazard.ts'
import { netOf, projectReach, projectSearch, projectTally } from './project-quick.ts'
import { audienceRow, projectSpans, standingRow } from './project-spans.ts'
import type { HazardChange, Projected } from './projected.ts'

async function projectStreams(tx: Tx, book: string, changes: readonly Projected[]): Promise<void> {
  const last = new Map(changes.map((change) => [change.entry.stream, change]))
  const rows = [...last.values()].map(({ entry, after }) => ({
    stream: entry.stream,
    kind: entry.kind,
    version: entry.version,
    seq: entry.seq,
    state: after,
  }))
  const { from, names, values } = columnar(rows, 'stream uuid, kind text, version int, seq bigint, state jsonb')
  await tx.query(
    `insert into stream (book_id, ${names}) select $1, r.* from ${from}
     on conflict (book_id, stream) do update set version = excluded.version, seq = excluded.seq, state = excluded.state`,
    [book, ...values],
  )
}

/** Names and phones, which later words replace; one row a person and group, so that the last word stands. */
async function projectPeople(tx: Tx, book: string, changes: readonly Projected[]): Promise<void> {
  const rows = new Map<string, { id: string; name?: unknown; phone?: unknown }>()
  for (const { entry } of changes) {
    if (entry.kind !== 'person' || (entry.step !== 'enrol' && entry.step !== 'contact')) continue
    const { name, phone } = entry.text ?? {}
    const before = rows.get(entry.stream) ?? { id: entry.stream }
    rows.set(entry.stream, { ...before, ...(name ? { name } : {}), ...(phone ? { phone } : {}) })
  }
  if (rows.size === 0) return
  await tx.query(
    `insert into person as p (book_id, id, name, phone)
     select $1, id, name, phone from jsonb_to_recordset($2::jsonb) as r(id uuid, name text, phone text)
     on conflict (book_id, id) do update
       set name = coalesce(excluded.name, p.name), phone = coalesce(excluded.phone, p.phone)`,
    [book, JSON.stringify([...rows.values()])],
  )
}

/** The rows of cases, and what lists, boards and searches find them by. */
async function projectCases(tx: Tx, book: string, hazards: readonly HazardChange[]): Promise<void> {
  const net = netOf(hazards)
  await together([
    projectHazards(tx, book, hazards).then(() => projectSearch(tx, book, hazards)),
    projectSpans(tx, book, 'standing', hazards, standingRow),
    projectSpans(tx, book, 'audience', hazards, audienceRow),
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
    ...(hazards.length > 0 ? [projectCases(tx, book, hazards)] : []),
  ])
}
