import { shanghaiDate } from '../calendar/working-days.ts'
import type { Entry } from '../entry.ts'

/** Which level hangs, with numbers of its own. */
export const supervisionLevelNames = { street: '街道', superior: '上级' } as const
export type SupervisionLevel = keyof typeof supervisionLevelNames

/** 治理方案 of a major hazard: six fields, in the order of the form (安全生产事故隐患排查治理暂行规定, art. 15). */
export const planNames = {
  goal: '目标和任务',
  measures: '方法和措施',
  funds: '经费和物资',
  staff: '机构和人员',
  timing: '时限和要求',
  emergency: '安全措施和应急预案',
} as const
export type PlanField = keyof typeof planNames
export const planFields = Object.keys(planNames) as PlanField[]

/** 挂牌督办: hazards that a leader or a superior keeps under his eye until he takes the plate down himself. */
export interface Supervision {
  id: string
  /** DB2026-001 of the street, SDB2026-001 of a superior; gapless a year. */
  number: string
  level: SupervisionLevel
  /** The unit whose leader or superior hung it: only of there it is lifted. */
  hanger: string
  /** Who leads the work. */
  unit: string
  due: string
  cases: string[]
  /** Day of the plate: of the paper it was entered from, else of its entry. */
  on: string
  /** When it was put into the book; the months are counted from here. */
  at: string
  /** The last plan: its entry and day. */
  plan: { seq: number; on: string } | null
  notes: { seq: number; on: string }[]
  lifted: { seq: number; on: string } | null
}

/** Codes of a supervision's entry. */
type SupervisionData = Partial<Pick<Supervision, 'number' | 'level' | 'hanger' | 'unit' | 'due' | 'cases'>> & {
  on: string
}

/** The supervision after one more entry. Pure; never reads an entry's text. */
export function evolveSupervision(before: Supervision | null, entry: Entry): Supervision {
  const { on } = entry.data as unknown as SupervisionData
  const mark = { seq: entry.seq, on }
  if (!before || entry.step === 'hang') {
    const { number, level, hanger, unit, due, cases } = entry.data as unknown as Supervision
    const hung = { id: entry.stream, number, level, hanger, unit, due, cases, on, at: entry.recordedAt }
    return { ...hung, plan: null, notes: [], lifted: null }
  }
  if (entry.step === 'plan') return { ...before, plan: mark }
  if (entry.step === 'note') return { ...before, notes: [...before.notes, mark] }
  return { ...before, lifted: mark }
}

const monthOf = (day: string): string => day.slice(0, 7)

function monthAfter(month: string): string {
  const [year = 0, nth = 0] = month.split('-').map(Number)
  return nth === 12 ? `${year + 1}-01` : `${year}-${String(nth + 1).padStart(2, '0')}`
}

/**
 * 每月进展: the calendar months after the one of hanging that were over by `asOf`, or by the lifting, and have no note.
 * Shanghai months, `2026-04`, the oldest first.
 */
export function missingMonths({ at, notes, lifted }: Supervision, asOf: string): string[] {
  const until = monthOf(lifted?.on ?? shanghaiDate(asOf))
  const noted = new Set(notes.map(({ on }) => monthOf(on)))
  const missing: string[] = []
  for (let month = monthAfter(monthOf(shanghaiDate(at))); month < until; month = monthAfter(month))
    if (!noted.has(month)) missing.push(month)
  return missing
}
