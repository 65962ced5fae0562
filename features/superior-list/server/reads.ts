import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { Problem } from '../../../domain/problem.ts'
import { facesOf } from '../../../domain/units/deputies.ts'
import { holds } from '../../../domain/units/roles.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { readEntries } from '../../../ledger/read.ts'
import { seesAll } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { getSuperiorLists } from '../contract.ts'

/** The office's, its leaders', the superior's who follows them, and of those who check: over the whole street. */
export const mayReadLists = (viewer: Viewer): boolean =>
  seesAll(viewer) &&
  facesOf(viewer.actor).some((one) => (['office', 'leader', 'superior', 'auditor'] as const).some((r) => holds(one, r)))

/** Lists of a superior's findings, the latest first, with what has become of their cases. */
export async function readSuperiorLists(
  pool: Pool,
  { book }: Viewer,
  now: Date,
): Promise<z.infer<typeof getSuperiorLists.response> | Problem> {
  const today = shanghaiDate(now.toISOString())
  return readAt(pool, book, undefined, now, async (tx) => {
    const { rows } = await tx.query(
      `select stream, (state ->> 'rows')::int as rows, (state ->> 'undone')::boolean as undone from stream
       where book_id = $1 and kind <> 'hazard' and kind = 'batch' and state ->> 'of' = 'superior' order by seq desc`,
      [book],
    )
    const ids = rows.map(({ stream }) => stream)
    const opened = (await readEntries(tx, book, ids)).filter(({ step }) => step === 'open')
    const cases = await tx.query(
      `select c.state #>> '{backfill,batch}' as batch, h.id, h.status, h.version, h.reported_at
       from hazard h join stream c on (c.book_id, c.stream) = (h.book_id, h.id)
       where h.book_id = $1 and h.source = 'superior' and c.state #>> '{backfill,batch}' = any($2) order by h.number`,
      [book, ids],
    )
    const lists = rows.map(({ stream, ...row }) => {
      const open = opened.find((entry) => entry.stream === stream)
      const own = cases.rows.filter(({ batch, status }) => batch === stream && status !== 'void')
      const name = open?.text?.name
      return {
        ...{ id: stream, ...row, at: open?.recordedAt ?? '', name: typeof name === 'string' ? name : null },
        cases: own.length,
        open: own.filter(({ status }) => status !== 'closed').length,
        untouched: own
          .filter((one) => one.version === 1 && shanghaiDate(one.reported_at.toISOString()) === today)
          .map(({ id }) => id),
      }
    })
    return { lists }
  })
}
