import { addDays, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { sayDay } from './time.ts'

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** `2026年4月8日 24:00` for midnight, else `2026年4月9日 17:40`; Shanghai time, as bulletins write it. */
export function sayAsOf(iso: string): string {
  const time = clock.format(new Date(iso))
  const isMidnight = time === '00:00:00'
  const day = isMidnight ? addDays(shanghaiDate(iso), -1) : shanghaiDate(iso)
  return `${day.slice(0, 4)}年${sayDay(day)} ${isMidnight ? '24:00' : time.slice(0, 5)}`
}

/** `2026-04-09 17:40:05.123`, Shanghai time: for who must name the very same instant again. */
export const sayExactly = (iso: string): string =>
  new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 23).replace('T', ' ')

/** Value of a datetime-local input, in Shanghai time whatever the computer's zone is. */
export const toLocalInput = (iso: string): string => `${shanghaiDate(iso)}T${clock.format(new Date(iso)).slice(0, 5)}`

/** The instant a datetime-local input names, read as Shanghai time; undefined when it is not filled. */
export function fromLocalInput(value: string): string | undefined {
  const at = Date.parse(`${value.slice(0, 16)}:00+08:00`)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** 24:00 of the day `n` days before today, Shanghai: where the bulletin of that day ends. */
export const endOfDayAgo = (n: number, now: Date): string =>
  new Date(Date.parse(`${addDays(shanghaiDate(now.toISOString()), 1 - n)}T00:00:00+08:00`)).toISOString()
