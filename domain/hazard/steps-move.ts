import * as z from 'zod/mini'
import { SYSTEM } from '../entry.ts'
import { problem } from '../problem.ts'
import { causeOf, movedUnits } from './moved-units.ts'
import type { HazardPatch, HazardState, Part } from './state.ts'
import { defineStep } from './step.ts'

/** Helpers under their new codes, none that leads itself; two that are one now owe what either of them owed. */
function partsAfter(state: HazardState, go: (code: string) => string): Record<string, Part> {
  const parts: Record<string, Part> = {}
  for (const part of Object.values(state.parts)) {
    const unit = go(part.unit)
    const known = parts[unit]
    if (unit === go(state.unit)) continue
    parts[unit] = {
      unit,
      mandatory: part.mandatory || known?.mandatory === true,
      done: part.done && known?.done !== false,
    }
  }
  return parts
}

/**
 * 单位调整转办: an open case follows its units when a community splits or an organ merges. Status, level, deadline and
 * clock stay, and nobody's screen is stale by it. Closed and void cases stay where they were finished.
 */
export const move = defineStep({
  step: 'move',
  label: '单位调整转办',
  from: ['reported', 'handling', 'rectified', 'called', 'tabled', 'parked', 'referred'],
  who: '系统，在社区拆分、单位合并生效时',
  result: '状态、期限不变，换成接手的单位承办',
  neverStale: true,
  bySystem: true,
  may: (_state, actor) => actor.person === SYSTEM,
  data: z.strictObject({}),
  decide(_data, state, on) {
    const { reference, now } = on.context
    const units = movedUnits(state, reference)
    if (Object.keys(units).length === 0) return problem('step.not-now', { status: state.status })
    const heirs = new Map(Object.entries(units))
    const go = (code: string): string => heirs.get(code) ?? code
    const parts = partsAfter(state, go)
    const led = Object.entries(state.supervised)
    const follow = ([id, plate]: (typeof led)[number]) => [id, { ...plate, unit: go(plate.unit) }]
    const set: HazardPatch = {
      community: go(state.community),
      site: state.site && go(state.site),
      unit: go(state.unit),
      fixerUnit: state.fixerUnit && go(state.fixerUnit),
      parts,
      ...(led.some(([, { unit }]) => units[unit]) ? { supervised: Object.fromEntries(led.map(follow)) } : {}),
    }
    return { set, more: { moved: units, cause: causeOf(units, state, reference, now) } }
  },
})
