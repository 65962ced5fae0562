import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import { problem } from '../problem.ts'
import { text } from '../schema.ts'
import { type Actor, unitsAs } from '../units/roles.ts'
import type { Reference } from '../units/units.ts'
import { fireStandardOn, fireStandards } from './fire-standards.ts'
import type { HazardPatch } from './state.ts'
import { defineStep } from './step.ts'
import { open, toStreet } from './steps-mend.ts'

/** 消防救援机构: the only one that determines a major fire hazard; the unit's own datum says that it is one. */
const isFireAgency = (actor: Actor, units: Reference['units']): boolean =>
  unitsAs(actor, 'handler').some((unit) => units.get(unit)?.agency === 'fire')

const codes = fireStandards.map(({ code }) => code)

/**
 * 判定重大火灾隐患 (GB 35181): by the fire agency alone, by the standard in force that day. 疑似 ends with it; from then on
 * nobody else changes what it said.
 */
export const determine = defineStep({
  step: 'determine',
  label: '判定重大火灾隐患',
  from: open,
  who: '消防救援机构的经办人',
  result: '状态不变；判定为重大的按重大隐患办，疑似就此了结；以后只有消防救援机构能改',
  may: (_state, actor, { units }) => isFireAgency(actor, units),
  data: z.strictObject({
    result: z.enum(['major', 'not']),
    standard: z.enum(codes),
    /** The clause, or how the elements were weighed. */
    basis: text(2000),
  }),
  decide({ result, standard, basis }, state, on) {
    const due = fireStandardOn(shanghaiDate(on.context.now))
    if (standard !== due.code)
      return problem('determine.standard', { field: 'standard' }, `今天有效的判定标准是 ${due.name}，请按它判定。`)
    const before = state.determined?.before ?? state.severity
    const set: HazardPatch =
      result === 'major'
        ? { determined: { result, standard, before }, suspectedMajor: false, severity: 'major' }
        : { determined: { result, standard }, suspectedMajor: false, severity: before }
    return { set, ...toStreet(state, set), text: { basis } }
  },
})
