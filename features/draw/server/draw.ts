import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { type Problem, problem } from '../../../domain/problem.ts'
import { facesOf } from '../../../domain/units/deputies.ts'
import { holds } from '../../../domain/units/roles.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { columnsThen, type HazardDbRow, toRow } from '../../../ledger/present.ts'
import { standingFrom, standingWhere } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { getDraw } from '../contract.ts'

/** Who looks over others' work: the superior, the auditor, the leader. */
const mayDraw = (viewer: Viewer): boolean =>
  facesOf(viewer.actor).some((one) => holds(one, 'superior') || holds(one, 'auditor') || holds(one, 'leader'))

/** Where a case stands in the order of a draw; lower-case hex, so that anybody can recompute it. */
const drawKey = (seed: string, number: string): string =>
  createHash('sha256').update(`${seed}|${number}`, 'utf8').digest('hex')

/** Cases in the order of their keys, drawn from all that the filters find at the instant. */
export async function readDraw(
  pool: Pool,
  viewer: Viewer,
  { n = 10, seed: given, ...filters }: z.infer<typeof getDraw.query>,
  now: Date,
  fresh: () => string,
): Promise<z.infer<typeof getDraw.response> | Problem> {
  if (!mayDraw(viewer)) return problem('step.not-yours')
  const seed = given ?? fresh()
  return readAt(pool, viewer.book, filters.asOf, now, async (tx, instant) => {
    const w = standingWhere(filters, viewer, instant)
    const { rows } = await tx.query<{ id: string; number: string }>(
      `select h.id, h.number from ${standingFrom} where ${w.clauses.join(' and ')}`,
      w.values,
    )
    const drawn = rows
      .map(({ id, number }) => ({ id, key: drawKey(seed, number) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, n)
    const at = standingWhere(filters, viewer, instant)
    at.clauses.push(`h.id = any(${at.bind(drawn.map(({ id }) => id))}::uuid[])`)
    const found = await tx.query<HazardDbRow>(
      `select ${columnsThen} from ${standingFrom} where ${at.clauses.join(' and ')}`,
      at.values,
    )
    const byId = new Map(found.rows.map((row) => [row.id, toRow(row)]))
    const items = drawn.flatMap(({ id }) => byId.get(id) ?? [])
    return { seed, asOf: instant.asOf, population: rows.length, items }
  })
}
