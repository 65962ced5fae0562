import * as z from 'zod/mini'
import { addDays, addWorkingDays, type Calendar, shanghaiDate } from '../calendar/working-days.ts'
import { SYSTEM } from '../entry.ts'
import { problem } from '../problem.ts'
import { instant } from '../schema.ts'
import type { Actor } from '../units/roles.ts'
import { communityOf, type Reference } from '../units/units.ts'
import { type Leg, openLeg } from './state.ts'
import { defineStep } from './step.ts'

/** Full working days after the one on which a leg began, past which silence counts as receipt. Own rule, data later. */
const SILENCE_DAYS = 1

/** The Shanghai day from which a leg that began at `from` counts as received by silence. */
export const silentFrom = (calendar: Calendar, from: string): string =>
  addDays(addWorkingDays(calendar, shanghaiDate(from), SILENCE_DAYS).date, 1)

/** Handed by another unit, and nobody of the holder's has been seen to have it. */
const isUnreceived = (leg: Leg | undefined): leg is Leg =>
  leg !== undefined && leg.by !== leg.holder && leg.received === null

/** Of the holder's own people; who keeps the units below it, and may have handed it to them, is not. */
function isOfHolder(actor: Actor, holder: string, units: Reference['units']): boolean {
  return actor.memberships.some(({ role, unit }) => {
    if (role === 'grid') return unit === holder || communityOf(units, unit) === holder
    return unit === holder && ['handler', 'property', 'branch', 'community', 'office'].includes(role)
  })
}

/** 签收: whoever opens a case that was handed to his unit has received it; silence past the set time counts as that. */
export const receive = defineStep({
  step: 'receive',
  label: '签收',
  from: ['handling'],
  who: '责任单位的人打开隐患页时自动签收；到时没有人打开的，由系统视为已签收',
  result: '状态、期限不变，记下何时签收；不另起时段，也不影响别人正在办的',
  neverStale: true,
  byItself: true,
  may(state, actor, { units, calendar }, now) {
    const leg = openLeg(state)
    if (!isUnreceived(leg)) return false
    if (actor.person === SYSTEM) return shanghaiDate(now) >= silentFrom(calendar, leg.from)
    return isOfHolder(actor, leg.holder, units)
  },
  /** `from`: the leg that was on the screen; another may have begun before the receipt arrives. */
  data: z.strictObject({ from: z.optional(instant) }),
  decide({ from }, state, on) {
    if (from !== undefined && from !== openLeg(state)?.from) return problem('receive.done')
    return { set: {}, more: { received: on.context.actor.person === SYSTEM ? 'silence' : 'opened' } }
  },
})
