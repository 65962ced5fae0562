import { addDays, addWorkingDays, shanghaiDate } from '../calendar/working-days.ts'
import { type Problem, problem } from '../problem.ts'
import { modeOf, OFFICE, type Reference } from '../units/units.ts'
import type { LegStart } from './state.ts'

/** Working days a community has to verify a report; own rule of the demo campaign, data of the plan's next step. */
const VERIFY_DAYS = 1
/** Working days to re-check after a report of rectification (practice of 消防监督检查规定: within 3). */
const RECHECK_DAYS = 3
/** Working days the office has to study a case that was called up. */
export const STUDY_DAYS = 5

/** A due day given by a person, or the default in working days from today. Source: the catalogue item. */
export function dueDay(
  given: string | undefined,
  days: number,
  reference: Reference,
  now: string,
): { date: string; provisional: boolean } | Problem {
  const today = shanghaiDate(now)
  if (given === undefined) return addWorkingDays(reference.calendar, today, days)
  const date = given.length === 10 ? given : shanghaiDate(given)
  if (date < today) return problem('due.past')
  if (date > addDays(today, 731)) return problem('due.too-far')
  return { date, provisional: false }
}

/** The first leg of a report: its community must verify. */
export function verifyLeg(community: string, by: string, reference: Reference, now: string): LegStart {
  const due = addWorkingDays(reference.calendar, shanghaiDate(now), VERIFY_DAYS)
  return { holder: community, by, mode: 'order', due: due.date, provisional: due.provisional }
}

/** A leg of work for the responsible unit. */
export function workLeg(
  unit: string,
  by: string,
  due: { date: string; provisional: boolean },
  reference: Reference,
): LegStart {
  return { holder: unit, by, mode: modeOf(reference.units, unit), due: due.date, provisional: due.provisional }
}

/** The leg of a re-check: a major case, or one the street handles, waits for the street's liaison. */
export function recheckLeg(
  holder: { community: string; street: boolean },
  by: string,
  reference: Reference,
  now: string,
): LegStart {
  const due = addWorkingDays(reference.calendar, shanghaiDate(now), RECHECK_DAYS)
  const who = holder.street ? OFFICE : holder.community
  return { holder: who, by, mode: 'order', due: due.date, provisional: due.provisional }
}
