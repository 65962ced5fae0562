import * as z from 'zod/mini'
import { isProblem, type Problem, type ProblemCode, problem } from '../problem.ts'
import { day, text } from '../schema.ts'
import { type Actor, unitsAs } from '../units/roles.ts'
import { communityOf, isWithin, type Reference } from '../units/units.ts'
import { dueDay } from './deadlines.ts'
import { checkPaper, keptPaper, paperData } from './paper.ts'
import { actsFor, isOffice, isOwn } from './rights.ts'
import { type HazardState, openLeg } from './state.ts'
import { defineStep, type On, unasked } from './step.ts'

/** Handed on by the street or above: a community sets the days of what it hands to its own units by itself. */
function isFromStreet(state: HazardState, units: Reference['units']): boolean {
  const leg = openLeg(state)
  return leg !== undefined && leg.by !== leg.holder && communityOf(units, leg.by) === undefined
}

/**
 * Who must answer: the first is the office's, one for engineering works and every further one the leader's.
 * Source: knowledge of 数字城管 practice, 延期 first by the shift leader, second or engineering by the centre's leader.
 */
export const answeredBy = ({ extension, extensions }: HazardState): 'office' | 'leader' | null => {
  if (extension === null) return null
  return extension.works || extensions > 0 ? 'leader' : 'office'
}

/** A leader of the place may answer any; nobody answers what he asked for himself. */
function mayAnswer(state: HazardState, actor: Actor, { units }: Reference): boolean {
  const asked = answeredBy(state)
  if (asked === null || isOwn(actor, state, 'asker')) return false
  const isLeader = unitsAs(actor, 'leader').some((unit) => isWithin(units, state.community, unit))
  return isLeader || (asked === 'office' && isOffice(actor))
}

/** Why a step of 延期 that is refused for want of a duty is refused; undefined where that is all there is to say. */
export function extensionRefusal(step: string, state: HazardState, actor: Actor): ProblemCode | undefined {
  if (state.extension === null) return undefined
  if (step === 'ask-extension') return 'ask-extension.pending'
  if (step !== 'extend' && step !== 'deny-extension') return undefined
  if (isOwn(actor, state, 'asker')) return 'extend.own'
  return isOffice(actor) && answeredBy(state) === 'leader' ? 'extend.leader' : undefined
}

/** A day that the office may still set, later than the leg's own. */
function laterDay(given: string, state: HazardState, { context }: On) {
  const due = dueDay(given, state.days, context.reference, context.now)
  if (isProblem(due)) return due
  return due.date > (openLeg(state)?.due ?? '') ? due : problem('ask-extension.later', { field: 'due' })
}

export const askExtension = defineStep({
  step: 'ask-extension',
  label: '申请延期',
  from: ['handling'],
  who: '街道交办的责任单位；街道专班凭其书面材料代录',
  result: '仍是整改中，期限照旧，等街道专班或领导答复；换了承办单位就不再有效',
  may: (state, actor, { units }) =>
    state.extension === null && isFromStreet(state, units) && (actsFor(actor, state.unit, units) || isOffice(actor)),
  records: (state, actor, { units }) => !actsFor(actor, state.unit, units),
  data: z.strictObject({ due: day, reason: text(1000), works: z.optional(z.literal(true)), paper: paperData }),
  decide({ due: given, reason, works = false, paper }, state, on) {
    const { actor, reference, now } = on.context
    if (openLeg(state)?.due === null) return problem('ask-extension.none')
    const unpapered: Problem | undefined = checkPaper(paper, actor, state.community, now)
    if (unpapered) return unpapered
    if (!actsFor(actor, state.unit, reference.units) && !paper?.photos.length)
      return problem('paper.photo', { field: 'paper' })
    const due = laterDay(given, state, on)
    if (isProblem(due)) return due
    const { set: papers, more } = keptPaper(paper, state)
    const set = { extension: { due: due.date, works }, asker: actor.person, ...papers }
    return { set, text: { reason }, more }
  },
})

export const extend = defineStep({
  step: 'extend',
  label: '准予延期',
  from: ['handling'],
  who: '首次、非工程类的由街道专班；第二次起和工程类的由街道领导；不能是申请的人',
  result: '仍是整改中，还是同一段，期限改为准予的日期；原期限和延期次数都留着',
  may: mayAnswer,
  data: z.strictObject({ due: z.optional(day) }),
  decide({ due: given }, state, on) {
    const due = laterDay(given ?? state.extension?.due ?? '', state, on)
    if (isProblem(due)) return due
    const extended = { due: due.date, provisional: due.provisional }
    return { set: { ...unasked, extensions: state.extensions + 1 }, more: { extended } }
  },
})

export const denyExtension = defineStep({
  step: 'deny-extension',
  label: '不予延期',
  from: ['handling'],
  who: '与准予延期相同',
  result: '仍是整改中，期限照旧',
  may: mayAnswer,
  data: z.strictObject({ reason: text(1000) }),
  decide: ({ reason }) => ({ set: unasked, text: { reason } }),
})
