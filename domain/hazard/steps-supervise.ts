import * as z from 'zod/mini'
import { code, uuid } from '../schema.ts'
import { keptPaper, paperData } from './paper.ts'
import { statuses } from './state.ts'
import { defineStep } from './step.ts'

const superviseData = z.strictObject({
  supervision: uuid,
  what: z.enum(['hang', 'plan', 'note', 'lift']),
  number: code,
  level: z.enum(['street', 'superior']),
  /** Who leads the work, and sees the case from now on. */
  unit: code,
  paper: paperData,
})
export type SuperviseData = z.infer<typeof superviseData>

/**
 * 挂牌督办: only by way of a supervision (domain/supervision), which names the case. It changes neither status nor hands;
 * while the plate hangs the case is neither left out nor put off (docs/adr/024-supervision.md).
 */
export const supervise = defineStep({
  step: 'supervise',
  label: '挂牌督办',
  from: statuses,
  who: '领导或上级挂牌、摘牌；牵头单位报治理方案和每月进展',
  result: '状态、承办单位、期限不变；摘牌以前不能不列入，也不能缓办',
  neverStale: true,
  bySupervision: true,
  may: () => false,
  data: superviseData,
  decide({ supervision, what, number, level, unit, paper }, state) {
    const { [supervision]: known, ...others } = state.supervised
    // Who leads by now: the case may have followed its units since (steps-move.ts).
    const plate = known ?? { number, level, unit }
    const supervised = what === 'lift' ? others : { ...others, [supervision]: plate }
    const { set, more } = keptPaper(paper, state)
    return { set: { ...set, supervised }, more: { ...more, supervision: { id: supervision, what, number } } }
  },
})
