import { daysBetween } from '../calendar/working-days.ts'
import { type HazardState, openLeg } from '../hazard/state.ts'
import { answeredBy } from '../hazard/steps-extend.ts'
import type { Decided, Topic } from './topic.ts'

/** 决议: one part of what a meeting decided of a topic, a task until each of its cases is struck off. */
export interface Resolution extends Decided {
  /** Topic and place among its decisions: `<uuid>.1`. */
  id: string
  topic: string
  /** Cases for which no later meeting has decided otherwise. */
  governed: string[]
  /** Later resolutions that took cases of this one over. */
  overturned: { by: string; cases: string[] }[]
}

/**
 * The resolutions of all topics, the latest first. A case stands under the last that was made of it.
 * @param upto last seq of the book that counts
 */
export function resolutionsOf(topics: readonly Topic[], upto = Number.POSITIVE_INFINITY): Resolution[] {
  const all = topics.flatMap(({ id: topic, decided }) =>
    decided
      .map((one, i): Resolution => ({ ...one, id: `${topic}.${i + 1}`, topic, governed: [], overturned: [] }))
      .filter(({ seq }) => seq <= upto),
  )
  all.sort((a, b) => b.seq - a.seq)
  const rules = new Map<string, Resolution>()
  for (const one of all)
    for (const id of one.cases) {
      const later = rules.get(id)
      if (!later) {
        rules.set(id, one)
        one.governed.push(id)
        continue
      }
      const known = one.overturned.find(({ by }) => by === later.id)
      if (known) known.cases.push(id)
      else one.overturned.push({ by: later.id, cases: [id] })
    }
  return all
}

export const whyNames = {
  refused: '退单待重新交办',
  extension: '申请延期待答复',
  helpers: '等协办单位',
  unanswered: '商请未反馈',
  extended: '已准予延期',
  returned: '复查不合格重新整改',
  working: '整改中',
  recheck: '待复查',
  study: '待研判',
  tabled: '待议决',
  parked: '缓办',
  referred: '已报上级',
} as const
export type Why = keyof typeof whyNames

/** Why a case that was decided is not struck off: in whose hands it is, whom they wait for, and how late it is. */
export interface Waiting {
  why: Why
  /** Who refused, or who must act now. */
  unit: string
  /** Helpers that must act first. */
  helpers: string[]
  day: string | null
  /** The day until which more time is asked for, and who must answer that. */
  until: { day: string; by: 'office' | 'leader' } | null
  /** Days past its day; 0 in time. What an organ was asked is then 未反馈, not overdue. */
  late: number
  asked: boolean
}

function whyOf({ status, legs, parts, extension }: HazardState, late: boolean): Why {
  if (status === 'rectified') return 'recheck'
  if (status === 'tabled' || status === 'parked' || status === 'referred') return status
  if (status !== 'handling') return 'study'
  const before = legs[legs.length - 2]?.end
  if (before === 'refuse') return 'refused'
  if (extension) return 'extension'
  if (Object.values(parts).some(({ mandatory, done }) => mandatory && !done)) return 'helpers'
  const leg = openLeg({ legs })
  if (late && leg?.mode === 'request') return 'unanswered'
  if (leg && leg.extended > 0) return 'extended'
  return before === 'return' ? 'returned' : 'working'
}

/** Null once the case is struck off or left out. Derived from the case alone; a resolution has no status of its own. */
export function waitingOf(state: HazardState, today: string): Waiting | null {
  const leg = openLeg(state)
  if (!leg) return null
  const late = leg.due !== null ? Math.max(daysBetween(leg.due, today), 0) : 0
  const why = whyOf(state, late > 0)
  const unit = why === 'refused' ? (state.legs[state.legs.length - 2]?.holder ?? leg.holder) : leg.holder
  const helpers = why === 'helpers' ? Object.values(state.parts).filter((one) => one.mandatory && !one.done) : []
  const by = why === 'extension' ? answeredBy(state) : null
  const until = by && state.extension ? { day: state.extension.due, by } : null
  return {
    why,
    unit,
    helpers: helpers.map((one) => one.unit),
    day: leg.due,
    until,
    late,
    asked: leg.mode === 'request',
  }
}
