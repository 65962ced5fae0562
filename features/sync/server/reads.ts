import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { availableSteps } from '../../../domain/hazard/decide.ts'
import { changedAfter, findScope, isLent, markCursor, readCursor } from '../../../ledger/changes.ts'
import { entryViewOf, hazardViewOf, namedPhotos, toRow } from '../../../ledger/present.ts'
import { peopleOf, readArrived, readCases, readNames } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { readTx, type Tx } from '../../../platform/server/db.ts'
import { type getChanges, MAX_CHANGES } from '../contract.ts'

type Changes = z.infer<typeof getChanges.response>
type Query = z.infer<typeof getChanges.query>

async function inFull(
  tx: Tx,
  viewer: Viewer,
  streams: { stream: string; seq: number }[],
  now: string,
): Promise<Changes['changes']> {
  const cases = await readCases(
    tx,
    viewer.book,
    streams.map((one) => one.stream),
  )
  const all = [...cases.values()]
  const names = await readNames(tx, viewer.book, peopleOf(all.flatMap((one) => one.entries)))
  const arrived = await readArrived(
    tx,
    viewer.book,
    all.flatMap((one) => namedPhotos(one.state)),
  )
  return streams.flatMap(({ stream, seq }) => {
    const found = cases.get(stream)
    if (!found) return []
    const { row, state, entries } = found
    const hazard = hazardViewOf(toRow(row), state, entries, viewer, arrived)
    const views = entries.map((entry) => entryViewOf(entry, state, viewer, names))
    const available = availableSteps(state, viewer.actor, viewer.reference, now)
    return [{ stream, seq, hazard, entries: views, available }]
  })
}

/** What changed, appeared or left for this viewer since the cursor; a cursor of another scope is told to start anew. */
export async function readChanges(pool: Pool, viewer: Viewer, query: Query, now: string): Promise<Changes> {
  return readTx(pool, async (tx) => {
    const scope = await findScope(tx, viewer)
    const anew = { book: viewer.book, changes: [], left: [], next: 0, reset: true, more: true, scope: scope ?? 0 }
    if (scope === null) return anew
    const cursor = readCursor(query.after)
    const told = cursor.scope ?? query.scope ?? (isLent(viewer) || cursor.seq < scope ? -1 : scope)
    if (cursor.seq > 0 && told !== scope) return anew
    const limit = Math.min(query.limit ?? 200, MAX_CHANGES)
    const { changed, ...page } = await changedAfter(tx, viewer, cursor.seq, { limit, open: query.open !== undefined })
    // A cursor beyond the head is of a book that has since been restored from a backup.
    if (page.next < cursor.seq) return anew
    const next = markCursor(page.next, scope, isLent(viewer))
    return { book: viewer.book, changes: await inFull(tx, viewer, changed, now), reset: false, scope, ...page, next }
  })
}
