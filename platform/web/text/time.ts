import { addDays, daysBetween, shanghaiDate } from '../../../domain/calendar/working-days.ts'

const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

const pick = (iso: string): Record<string, string> =>
  Object.fromEntries(parts.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]))

/** `4月8日 17:40`, Shanghai time; with the year when it is not this one. */
export function sayInstant(iso: string, now: Date): string {
  const { year, month, day, hour, minute } = pick(iso)
  const short = `${month}月${day}日 ${hour}:${minute}`
  return year === pick(now.toISOString()).year ? short : `${year}年${short}`
}

/** `4月8日` of a day YYYY-MM-DD. */
export const sayDay = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`

export type Urgency = 'overdue' | 'today' | 'soon' | 'later' | 'none'

/**
 * How near a due day is, in words and as a code for colour and icon. `day` YYYY-MM-DD, Shanghai. What was asked of an
 * organ or enterprise (`request`) is 未反馈 when late, not overdue; what was put off (`parked`) has a review day.
 */
export function sayDue(
  day: string | null,
  now: Date,
  mode: 'order' | 'request' | null = 'order',
  parked = false,
): { urgency: Urgency; words: string } {
  if (day === null) return { urgency: 'none', words: '无期限' }
  const left = daysBetween(shanghaiDate(now.toISOString()), day)
  const what = parked ? '复议' : '到期'
  if (left < 0 && parked) return { urgency: 'soon', words: '已过复议日' }
  if (left < 0 && mode === 'request') return { urgency: 'soon', words: `未反馈 ${-left} 天` }
  if (left < 0) return { urgency: 'overdue', words: `超期 ${-left} 天` }
  if (left === 0) return { urgency: 'today', words: `今天${what}` }
  if (left <= 2) return { urgency: 'soon', words: `${left === 1 ? '明天' : '后天'}${what}` }
  return { urgency: 'later', words: `${sayDay(day)}${what}` }
}

/** Today and `n` days on, Shanghai, as YYYY-MM-DD. */
export const dayFromNow = (n: number, now: Date): string => addDays(shanghaiDate(now.toISOString()), n)
