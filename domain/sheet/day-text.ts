/** Why a text is no day, in words that finish a sentence. */
export type DayFault = 'no-year' | 'no-such-day' | 'unreadable'

export const dayFaults: Record<DayFault, string> = {
  'no-year': '没有写年份，请写成 2026-03-02 这样的完整日期',
  'no-such-day': '没有这一天，请核对',
  unreadable: '看不出是哪一天，请写成 2026-03-02 这样的完整日期',
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const two = (n: number) => String(n).padStart(2, '0')

function toDay(year: number, month: number, date: number): string | null {
  const longest = (lengths[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0)
  return date >= 1 && date <= longest ? `${year}-${two(month)}-${two(date)}` : null
}

/** Whole days as offices write them; a trailing time is dropped. */
const whole = [
  /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
]
const yearless = /^(?:\d{2}[-./])?\d{1,2}[-./月]\d{1,2}日?$/

/** A day written as text: YYYY-MM-DD, or why it is none. What leaves the year or the century open is not guessed. */
export function parseDay(text: string): string | DayFault {
  const said = text
    .trim()
    .replace(/[\s\u3000]+/g, ' ')
    .replace(/ ?([-./年月日]) ?/g, '$1')
  for (const form of whole) {
    const [, year, month, date] = form.exec(said) ?? []
    if (year) return toDay(Number(year), Number(month), Number(date)) ?? 'no-such-day'
  }
  return yearless.test(said) ? 'no-year' : 'unreadable'
}

export const isDayFault = (given: string): given is DayFault => given in dayFaults
