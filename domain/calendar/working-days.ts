/** Days off on weekdays and days worked on weekends, per year, as the State Council publishes them. */
export interface Calendar {
  years: Record<string, { off: string[]; on: string[] }>
}

const DAY = 86_400_000
const SHANGHAI = 8 * 3_600_000

const ofDay = (date: string): number => Date.parse(`${date}T00:00:00Z`)
const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** The Shanghai day (YYYY-MM-DD) of an ISO instant. China has had one zone without summer time since 1991. */
export const shanghaiDate = (instant: string): string => toDay(Date.parse(instant) + SHANGHAI)

/** The day `n` calendar days later (earlier when negative). */
export const addDays = (date: string, n: number): string => toDay(ofDay(date) + n * DAY)

/** Calendar days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((ofDay(to) - ofDay(from)) / DAY)

/** Worked unless a weekend or a published day off; a published 调休 day is worked though a weekend. */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  const year = calendar.years[date.slice(0, 4)]
  if (year?.off.includes(date)) return false
  if (year?.on.includes(date)) return true
  const weekday = new Date(ofDay(date)).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/**
 * The n-th working day after `date`; `n` = 0 gives the day itself.
 * `provisional` when the span touches a year whose days off are not published yet.
 */
export function addWorkingDays(calendar: Calendar, date: string, n: number): { date: string; provisional: boolean } {
  let day = date
  let provisional = calendar.years[day.slice(0, 4)] === undefined
  for (let left = n; left > 0; ) {
    day = addDays(day, 1)
    if (calendar.years[day.slice(0, 4)] === undefined) provisional = true
    if (isWorkingDay(calendar, day)) left -= 1
  }
  return { date: day, provisional }
}
