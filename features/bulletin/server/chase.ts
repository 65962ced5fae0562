import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { splitMessage } from '../../../domain/bulletin/message.ts'
import { type Owed, sayChase } from '../../../domain/bulletin/texts.ts'
import { daysBetween, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { Problem } from '../../../domain/problem.ts'
import { communityOf, fullName } from '../../../domain/units/units.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { isLate, isUnanswered, standingFrom, standingWhere } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { ChasedUnit, getChase } from '../contract.ts'
import { placeOf } from './place.ts'

interface Held {
  holder: string
  late: number
  late_due: string | null
  unanswered: number
  unanswered_due: string | null
}

/** Adds up what parts of one unit owe; the older of two is the oldest. */
const both = (a: Owed, b: Owed): Owed => ({ n: a.n + b.n, oldest: Math.max(a.oldest, b.oldest) })

const age = ({ late, unanswered }: ChasedUnit): number => Math.max(late.oldest, unanswered.oldest)
const count = ({ late, unanswered }: ChasedUnit): number => late.n + unanswered.n

/** 催办: by `community` what lies in the communities' hands, by `unit` what lies with offices, organs, enterprises. */
export async function readChase(
  pool: Pool,
  viewer: Viewer,
  query: z.infer<typeof getChase.query>,
  now: Date,
): Promise<z.infer<typeof getChase.response> | Problem> {
  const { units } = viewer.reference
  const { community, by = 'community', asOf = now.toISOString() } = query
  return readAt(pool, viewer.book, asOf, now, async (tx, instant) => {
    const w = standingWhere({ community }, viewer, instant)
    const [late, unanswered] = [isLate(w, instant), isUnanswered(w, instant)]
    const { rows } = await tx.query<Held>(
      `select s.holder, (count(*) filter (where ${late}))::int as late,
         (min(s.due) filter (where ${late}))::text as late_due,
         (count(*) filter (where ${unanswered}))::int as unanswered,
         (min(s.due) filter (where ${unanswered}))::text as unanswered_due
       from ${standingFrom} where ${w.clauses.join(' and ')} and s.holder is not null and (${late} or ${unanswered})
       group by s.holder`,
      w.values,
    )
    const today = shanghaiDate(instant.asOf)
    const owed = (n: number, due: string | null): Owed => ({ n, oldest: due === null ? 0 : daysBetween(due, today) })
    const found = new Map<string, ChasedUnit>()
    for (const row of rows) {
      const inside = communityOf(units, row.holder)
      if ((by === 'community') !== (inside !== undefined)) continue
      const unit = inside ?? row.holder
      const before = found.get(unit)
      const own = { late: owed(row.late, row.late_due), unanswered: owed(row.unanswered, row.unanswered_due) }
      found.set(unit, {
        unit,
        name: fullName(units, unit) || unit,
        late: before ? both(before.late, own.late) : own.late,
        unanswered: before ? both(before.unanswered, own.unanswered) : own.unanswered,
        holders: [...(before?.holders ?? []), row.holder].sort(),
      })
    }
    const sorted = [...found.values()].sort(
      (a, b) => age(b) - age(a) || count(b) - count(a) || a.unit.localeCompare(b.unit, 'en', { numeric: true }),
    )
    return {
      asOf: instant.asOf,
      parts: splitMessage(sayChase(sorted, placeOf(viewer, community), instant.asOf)),
      rows: sorted,
    }
  })
}
