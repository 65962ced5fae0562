import { daysBetween, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { refusedLeg } from '../../../domain/hazard/state.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { sayDay, sayInstant } from '../text/time.ts'
import { unitLabel } from './unit-words.ts'

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

/** 签收 of a leg that another unit handed on, in words; empty for others, and for what ended before anybody could say. */
export function sayReceipt({ status, by, holder, received, to }: Leg, now: Date): string {
  if (received) return `${received.how === 'silence' ? '视为已签收' : '已签收'}（${sayInstant(received.at, now)}）`
  return status === 'handling' && by !== holder && to === null ? '未签收' : ''
}

/** 延期 and 退单认定 of a leg in words, in the order in which they came about. */
export function sayTurns({ extended, firstDue, refusal }: Leg): string[] {
  return [
    ...(extended > 0 ? [`延期 ${extended} 次，原期限 ${firstDue ? sayDay(firstDue) : '无'}`] : []),
    ...(refusal ? [refusal === 'right' ? '退单成立，不计超期' : '退单不成立'] : []),
  ]
}

/** A refusal after which nobody has handed the case on yet; empty where there is none. */
export function sayRefused(hazard: Pick<HazardView, 'legs'>): string {
  const leg = refusedLeg(hazard)
  return leg ? `${unitLabel(leg.holder)}已退单，待重新交办` : ''
}

/** A request for more time that waits for an answer: until when, why, and for whose. */
export function sayExtension({ extension }: Pick<HazardView, 'extension'>): string {
  if (!extension) return ''
  const { due, works, reason, answeredBy } = extension
  const answerer = answeredBy === 'leader' ? '街道领导' : '街道专班'
  return `${works ? '工程类，' : ''}延到 ${sayDay(due)}，等${answerer}答复${reason ? `；理由：${reason}` : ''}`
}

/** Calendar days this leg's holder went, or is, beyond its due day; 0 when in time or without a due day. */
export function daysLate(leg: Pick<Leg, 'due' | 'to'>, now: Date): number {
  if (leg.due === null) return 0
  return Math.max(0, daysBetween(leg.due, shanghaiDate(leg.to ?? now.toISOString())))
}
