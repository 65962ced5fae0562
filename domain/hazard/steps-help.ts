import * as z from 'zod/mini'
import { problem } from '../problem.ts'
import { text } from '../schema.ts'
import { type Actor, unitsAs } from '../units/roles.ts'
import { fullName, type Reference } from '../units/units.ts'
import type { HazardState, Part } from './state.ts'
import { defineStep } from './step.ts'

/** The share of this case that the actor's own unit has still to do. */
const ownPart = (actor: Actor, state: HazardState): Part | undefined =>
  Object.values(state.parts).find(({ unit, done }) => !done && unitsAs(actor, 'handler').includes(unit))

/** 协办办结: a helper has done its share; the case stays in the lead's hands. */
export const help = defineStep({
  step: 'help',
  label: '协办办结',
  from: ['handling'],
  who: '协办单位，办完自己的一份以后',
  result: '仍是整改中；必须协办的都办结了，牵头单位才好反馈整改',
  neverStale: true,
  may: (state, actor) => ownPart(actor, state) !== undefined,
  data: z.strictObject({ note: text(2000) }),
  decide(data, state, on) {
    const part = ownPart(on.context.actor, state)
    if (!part) return problem('step.not-yours')
    const parts = { ...state.parts, [part.unit]: { ...part, done: true } }
    return { set: { parts }, text: { note: data.note } }
  },
})

/** Names of the helpers that must act and have not; empty where the lead may report the case rectified. */
export function missingHelp({ parts }: Pick<HazardState, 'parts'>, units: Reference['units']): string {
  const missing = Object.values(parts).filter(({ mandatory, done }) => mandatory && !done)
  return missing.map(({ unit }) => fullName(units, unit) || unit).join('、')
}
