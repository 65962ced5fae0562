import { daysBetween, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'

export type Leg = HazardView['legs'][number]

/** How long a leg has lasted, in days and hours; `now` ends an open one, which is 刚刚 in its first minute. */
export function sayHeld(leg: Pick<Leg, 'from' | 'to'>, now: Date): string {
  const minutes = Math.max(
    0,
    Math.round(((leg.to ? Date.parse(leg.to) : now.getTime()) - Date.parse(leg.from)) / 60_000),
  )
  if (minutes === 0) return leg.to ? '不到 1 分钟' : '刚刚'
  if (minutes < 60) return `${minutes} 分钟`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} 小时`
  const rest = hours % 24
  return rest === 0 ? `${hours / 24} 天` : `${Math.floor(hours / 24)} 天 ${rest} 小时`
}

/** Calendar days this leg's holder went, or is, beyond its due day; 0 when in time or without a due day. */
export function daysLate(leg: Pick<Leg, 'due' | 'to'>, now: Date): number {
  if (leg.due === null) return 0
  return Math.max(0, daysBetween(leg.due, shanghaiDate(leg.to ?? now.toISOString())))
}
