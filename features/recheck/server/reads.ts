import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { asideOf } from '../../../domain/hazard/desk-recheck.ts'
import type { Problem } from '../../../domain/problem.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { entryViewOf, toRow } from '../../../ledger/present.ts'
import { type Case, readArrived, readCases, readNames } from '../../../ledger/read.ts'
import { standingFrom, standingWhere } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { type getRechecks, MAX_RECHECKS, type Recheck } from '../contract.ts'

type Query = z.infer<typeof getRechecks.query>
type Answer = z.infer<typeof getRechecks.response>

/** The entry by which the case came to wait for its recheck: the rectifying, or a report of what was fixed at once. */
const fixOf = ({ entries }: Case) =>
  entries.findLast(({ data }) => (data.set as { status?: string } | undefined)?.status === 'rectified') ?? entries[0]

function recheckOf(
  one: Case,
  viewer: Viewer,
  arrived: ReadonlySet<string>,
  names: ReadonlyMap<string, string | null>,
): Recheck {
  const { row, state } = one
  const fix = fixOf(one)
  const view = fix && entryViewOf(fix, state, viewer, names)
  return {
    ...toRow(row),
    before: state.before,
    after: state.after,
    missing: [...state.before, ...state.after].filter((hash) => !arrived.has(hash)),
    note: typeof view?.text?.note === 'string' ? view.text.note : null,
    fixedBy: view?.actor.name ?? '',
    since: fix?.recordedAt ?? row.updated_at.toISOString(),
    aside: asideOf(state, viewer.actor, viewer.reference, arrived),
  }
}

/** Rectified cases in sight, those that wait longest first, with all that a look at the photos needs. */
export async function readRechecks(pool: Pool, viewer: Viewer, query: Query, now: Date): Promise<Answer | Problem> {
  const limit = Math.min(query.limit ?? 60, MAX_RECHECKS)
  return readAt(pool, viewer.book, undefined, now, async (tx, instant) => {
    const w = standingWhere({ status: 'rectified', community: query.community }, viewer, instant)
    const counted = await tx.query(
      `select count(*)::int as n from ${standingFrom} where ${w.clauses.join(' and ')}`,
      w.values,
    )
    if (query.after !== undefined) w.clauses.push(`s.from_seq > ${w.bind(query.after)}::bigint`)
    const { rows } = await tx.query<{ id: string; seq: number }>(
      `select s.hazard as id, s.from_seq as seq from ${standingFrom} where ${w.clauses.join(' and ')}
       order by s.from_seq limit ${limit + 1}`,
      w.values,
    )
    const page = rows.slice(0, limit)
    const ids = page.map(({ id }) => id)
    const cases = await readCases(tx, viewer.book, ids)
    const found = ids.flatMap((id) => cases.get(id) ?? [])
    const hashes = found.flatMap(({ state }) => [...state.before, ...state.after])
    const arrived = await readArrived(tx, viewer.book, hashes)
    const names = await readNames(
      tx,
      viewer.book,
      found.map((one) => fixOf(one)?.actor ?? ''),
    )
    return {
      items: found.map((one) => recheckOf(one, viewer, arrived, names)),
      next: rows.length > limit ? Number(page.at(-1)?.seq) : null,
      total: Number(counted.rows[0]?.n),
      asOf: instant.asOf,
    }
  })
}
