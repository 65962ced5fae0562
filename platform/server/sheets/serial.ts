/** Year, month and day of a day number counted from 1970-01-01, by integer arithmetic alone: no time zone can shift it. */
function civil(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const ofEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * ofYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

const two = (n: number) => String(n).padStart(2, '0')

/** Day 0 of the two date systems, counted from 1970-01-01. */
const ZERO_1900 = -25_569
const ZERO_1904 = -24_107

/**
 * The day that a spreadsheet's serial number stands for, as YYYY-MM-DD; its time of day is dropped. Null for what is no
 * day: negative, past year 9999, or the 29th of February 1900, which the 1900 system has and the calendar has not.
 */
export function serialToDay(serial: number, date1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0) return null
  const whole = Math.floor(serial)
  if (!date1904 && whole === 60) return null
  const shift = date1904 ? ZERO_1904 : whole < 60 ? ZERO_1900 + 1 : ZERO_1900
  const { year, month, day } = civil(whole + shift)
  return year > 9999 ? null : `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** Built-in formats that show a day: western ones, and those that Chinese, Japanese and Korean editions add. */
const builtIn = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])

/** Does this number format show a day (as against an hour, an amount or a text)? `code` is given for formats of its own. */
export function showsDay(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn.has(id)
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .replace(/general/gi, '')
    .toLowerCase()
  if (/[yd]/.test(bare)) return true
  return /m/.test(bare) && !/[hs]/.test(bare)
}
