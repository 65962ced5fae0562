import type * as z from 'zod/mini'
import type { HazardFilters } from '../../../domain/account/account.ts'
import { dayOf } from '../../../domain/bulletin/message.ts'
import { sayToday, type TodayFigures } from '../../../domain/bulletin/texts.ts'
import { statuses } from '../../../domain/hazard/state.ts'
import { isProblem, type Problem } from '../../../domain/problem.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { BulletinFigure, getToday } from '../contract.ts'
import { placeOf } from './place.ts'

/** The account as the board reads it: the bulletin counts nothing itself. */
export type ReadAccount = (
  viewer: Viewer,
  filters: HazardFilters,
  now: Date,
) => Promise<
  | { found: number; void: number; overdue: number; levels: { closed: number; community: number; above: number } }
  | Problem
>

const FOUND = statuses.filter((status) => status !== 'void').join(',')

function figuresOf(f: TodayFigures, day: string): BulletinFigure[] {
  const row = (
    key: keyof TodayFigures,
    label: string,
    definition: string,
    filters: Record<string, string>,
  ): BulletinFigure => ({ key, label, n: f[key], definition, filters })
  return [
    row('found', '排查', '截至时在册的全部隐患，不含不列入；等于后面三项之和。', { status: FOUND }),
    row('closed', '已销号', '复查通过并已销号的。', { status: 'closed' }),
    row('community', '社区层面未销号', '还没有销号，责任在社区（含网格、小区）的。', { level: 'community', open: '1' }),
    row('above', '街道及以上未销号', '还没有销号，已到街道、部门或上级的。', { level: 'street,above', open: '1' }),
    row('void', '不列入', '不属实或重复的，不算在排查数里。', { status: 'void' }),
    row('reportedToday', '今日新增', '当日记入台账、截至时仍在册的，不含不列入。', { reported: day, status: FOUND }),
    row('closedToday', '今日销号', '当日销号、截至时仍是已销号的。', { closed: day }),
    row('overdue', '超期未办', '交办后过了期限还没有办的；商请部门的不算超期。', { overdue: '1' }),
  ]
}

/** One line that sums, read at one instant through the account: each number opens the list of the same instant. */
export async function readToday(
  readAccount: ReadAccount,
  viewer: Viewer,
  query: z.infer<typeof getToday.query>,
  now: Date,
): Promise<z.infer<typeof getToday.response> | Problem> {
  const { community } = query
  const asOf = query.asOf ?? now.toISOString()
  const day = dayOf(asOf)
  const at = { community, asOf }
  const all = await readAccount(viewer, at, now)
  if (isProblem(all)) return all
  const reported = await readAccount(viewer, { ...at, reported: day }, now)
  if (isProblem(reported)) return reported
  const closed = await readAccount(viewer, { ...at, closed: day }, now)
  if (isProblem(closed)) return closed
  const figures: TodayFigures = {
    found: all.found,
    ...all.levels,
    void: all.void,
    reportedToday: reported.found,
    closedToday: closed.found,
    overdue: all.overdue,
  }
  const filters: Record<string, string> = community ? { community } : {}
  return {
    asOf,
    text: sayToday(figures, placeOf(viewer, community), asOf),
    figures: figuresOf(figures, day).map((one) => ({ ...one, filters: { ...filters, ...one.filters } })),
  }
}
