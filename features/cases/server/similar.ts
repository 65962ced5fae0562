import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { likest } from '../../../domain/hazard/similar.ts'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { type HazardDbRow, hazardColumns, toRow } from '../../../ledger/present.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { listSimilar } from '../contract.ts'

type Query = z.infer<typeof listSimilar.query>

/** Of a community's cases the ones that moved last are looked through, by its index: more would cost more than it finds. */
const LOOKED_THROUGH = 10_000
/** Cases that may be compared by their words. */
const COMPARED = 500
/** Finished cases older than this many days are another story. */
const RECENT_DAYS = 60

/** Open cases and those of the last days, of the same item or compound, that say nearly the same; at most five. */
export async function readSimilar(
  pool: Pool,
  viewer: Viewer,
  query: Query,
  now: Date,
): Promise<{ items: HazardRow[] }> {
  const since = new Date(now.getTime() - RECENT_DAYS * 86_400_000)
  const { community, item, site = null, except = null } = query
  const { rows } = await pool.query<HazardDbRow>(
    `select ${hazardColumns} from (
       select * from hazard where book_id = $1 and community = $2 order by seq desc limit ${LOOKED_THROUGH}) h
     where (h.item = $3 or h.site = $4) and h.status <> 'void' and (h.status <> 'closed' or h.reported_at >= $5)
       and h.audience && $6::text[] and h.id is distinct from $7::uuid and h.place is not null
     order by h.seq desc limit ${COMPARED}`,
    [viewer.book, community, item, site, since, viewer.scope, except],
  )
  const given = { item, site, place: query.place, description: query.description ?? null }
  return { items: likest(given, rows.map(toRow)) }
}
