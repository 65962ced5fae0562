import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { findItem } from '../../../domain/catalogue/catalogue.ts'
import { inOrder } from '../../../domain/catalogue/in-force.ts'
import { holds } from '../../../domain/units/roles.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { getCatalogueUse } from '../contract.ts'

type Use = z.infer<typeof getCatalogueUse.response>

/**
 * Cases by version and item. A day has one catalogue, so the day of the report tells the version; a case corrected to
 * an item that its version had not counts under the first that has it. The administrator counts all and sees none.
 */
export async function readCatalogueUse(pool: Pool, viewer: Viewer): Promise<Use> {
  const line = inOrder(viewer.reference.catalogues)
  const begins = line.map(({ from }) => `${from}T00:00:00+08:00`)
  const { rows } = await pool.query<{ begun: number; item: string; n: number; open: number }>(
    `select width_bucket(h.reported_at, $4::timestamptz[]) as begun, h.item, count(*)::int as n,
       (count(*) filter (where h.status <> 'closed'))::int as open
     from hazard h where h.book_id = $1 and h.status <> 'void' and ($2 or h.audience && $3::text[])
     group by 1, 2 order by 1, 2`,
    [viewer.book, holds(viewer.actor, 'admin'), viewer.scope, begins],
  )
  const tallies = rows.flatMap(({ begun, ...tally }) => {
    const under = line[begun - 1]
    const version = under && findItem(under, tally.item) ? under : line.find((one) => findItem(one, tally.item))
    return version ? [{ version: version.version, ...tally }] : []
  })
  return { tallies }
}
