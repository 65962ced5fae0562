import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { isAboveCommunity, isLetter, MAX_LETTER } from '../../../domain/document/document-types.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { getHandled, HandledCase } from '../contract.ts'

const columns =
  'h.id, h.number, h.item, h.community, h.site, h.place, h.description, h.due::text as due, h.mode, h.supervised'

type Query = z.infer<typeof getHandled.query>

/** Cases in the hands of units, as far as a letter of this type may be about them; those of one unit in full. */
export async function readHandled(
  pool: Pool,
  { book }: Viewer,
  { type, to, cases }: Query,
  now: Date,
): Promise<z.infer<typeof getHandled.response>> {
  if (!isLetter(type)) return { units: [], cases: [] }
  const handled = `from hazard h where h.book_id = $1 and h.status = 'handling'
    ${isAboveCommunity(type) ? "and h.level <> 'community'" : ''}`
  const units = await pool.query<{ unit: string; cases: number; late: number }>(
    `select h.holder as unit, count(*)::int as cases, count(*) filter (where h.due < $2)::int as late ${handled}
     group by h.holder order by late desc, cases desc, unit`,
    [book, shanghaiDate(now.toISOString())],
  )
  const wanted = cases?.split(',').filter((id) => id.length === 36) ?? []
  const own = await pool.query<HandledCase>(
    `select ${columns} ${handled} and h.holder = $2
     order by h.id = any($3::uuid[]) desc, h.due nulls last, h.number limit ${MAX_LETTER}`,
    [book, to ?? '', wanted],
  )
  return { units: units.rows, cases: own.rows }
}

/** The cases a letter names, in the order of their numbers. */
export async function readLetterCases(pool: Pool, { book }: Viewer, ids: readonly string[]): Promise<HandledCase[]> {
  const { rows } = await pool.query<HandledCase>(
    `select ${columns} from hazard h where h.book_id = $1 and h.id = any($2::uuid[]) order by h.number`,
    [book, ids],
  )
  return rows
}
