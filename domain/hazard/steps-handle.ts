import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import { code, day, optionalText, photos, text, uuid } from '../schema.ts'
import type { Actor } from '../units/roles.ts'
import { communityOf, levelOf, OFFICE, type Reference } from '../units/units.ts'
import { dueDay, recheckLeg, workLeg } from './deadlines.ts'
import { checkPaper, keptPaper, paperData } from './paper.ts'
import { actsFor, isCommunityOf, isGrave, isOffice, isOwn, isSupervised, mayRecord, unitOf } from './rights.ts'
import {
  type Arbitration,
  arbitrations,
  type HazardPatch,
  type HazardState,
  openLeg,
  type Part,
  refusedLeg,
} from './state.ts'
import { defineStep, type On, type Outcome, unproposed, words } from './step.ts'
import { missingHelp } from './steps-help.ts'
import { mayHandTo } from './steps-report.ts'

/** The finder may take back his own report, handed on or not, the same day before anybody acted on it. */
const isUntouchedOf = (actor: Actor, state: HazardState): boolean =>
  isOwn(actor, state, 'reporter') && state.version === 1

const isSameDay = (state: HazardState, now: string): boolean => shanghaiDate(state.reportedAt) === shanghaiDate(now)

/** The office decides; of what one of its own reported, only on somebody else's proposal. */
const mayDecide = (actor: Actor, state: HazardState): boolean =>
  isOffice(actor) &&
  (!isOwn(actor, state, 'reporter') || (state.proposedVoid !== null && !isOwn(actor, state, 'proposedVoid')))

function voided(original: string | null, reason: string): Outcome {
  return { set: { status: 'void', original, proposedVoid: null }, leg: 'ends', text: { reason } }
}

function checkOriginal(id: string, state: HazardState, on: On): HazardState | Problem {
  const original = on.states.get(id)
  if (!original || id === state.id || original.status === 'void') return problem('void.original')
  return original
}

/** Finder the same day; a community's own duplicates; else the community proposes and the office decides. */
export const voidStep = defineStep({
  step: 'void',
  label: '不列入',
  from: ['reported', 'handling'],
  who: '当天尚无人办理时的上报人；社区合并本社区的重复；其余由社区提出、街道专班决定',
  result: '不列入，不计入排查数；社区只是提出的，状态不变，等街道专班决定',
  may: (state, actor, _reference, now) =>
    state.source !== 'superior' &&
    !isSupervised(state) &&
    (isCommunityOf(actor, state.community) ||
      mayDecide(actor, state) ||
      (isUntouchedOf(actor, state) && isSameDay(state, now))),
  data: z.strictObject({ reason: text(1000), duplicateOf: z.optional(uuid) }),
  decide(data, state, on) {
    const { actor } = on.context
    if (state.source === 'superior') return problem('void.superior')
    if (isSupervised(state)) return problem('void.supervised')
    const original = data.duplicateOf === undefined ? null : checkOriginal(data.duplicateOf, state, on)
    if (isProblem(original)) return original
    const ownDuplicate = isCommunityOf(actor, state.community) && original?.community === state.community
    const takenBack = isUntouchedOf(actor, state) && isSameDay(state, on.context.now)
    if (takenBack || mayDecide(actor, state) || ownDuplicate) return voided(original?.id ?? state.original, data.reason)
    if (!isCommunityOf(actor, state.community)) return problem('void.same-day')
    if (state.proposedVoid) return problem('void.proposed')
    return { set: { proposedVoid: actor.person, original: original?.id ?? null }, text: { reason: data.reason } }
  },
})

/** Who may be asked to help is who may be handed the case: a community's 呼叫 of departments goes through the street. */
function helpersOf(helpers: string[], unit: string, state: HazardState, on: On): Record<string, Part> | Problem {
  const { actor, reference } = on.context
  const refused = helpers.map((helper) => mayHandTo(helper, state.community, actor, reference.units)).find(isProblem)
  if (refused) return problem(refused.code, { field: 'helpers' })
  const others = helpers.filter((helper) => helper !== unit)
  return Object.fromEntries(others.map((helper) => [helper, { unit: helper, mandatory: false, done: false }]))
}

/**
 * 退单认定: who gives the case to another unit finds the refuser right, who gives it to the same unit again does not;
 * to say otherwise takes a reason. Undefined where nothing was refused.
 */
function arbitrationOf(
  { unit, arbitration, reason }: { unit: string; arbitration?: Arbitration; reason?: string },
  state: HazardState,
): Arbitration | undefined | Problem {
  const refused = refusedLeg(state)
  if (!refused) return arbitration && problem('assign.refused-only', { field: 'arbitration' })
  const inferred = refused.holder === unit ? 'wrong' : 'right'
  if (arbitration && arbitration !== inferred && !reason?.trim())
    return problem('assign.refused-why', { field: 'reason' })
  return arbitration ?? inferred
}

export const assign = defineStep({
  step: 'assign',
  label: '交办',
  from: ['handling', 'called'],
  who: '街道专班；社区在本社区层面内',
  result: '整改中，由新的责任单位承办，期限另算',
  may: (state, actor) =>
    isOffice(actor) ||
    (state.status === 'handling' && state.level === 'community' && isCommunityOf(actor, state.community)),
  data: z.strictObject({
    unit: code,
    due: day,
    helpers: z.optional(z.array(code).check(z.maxLength(20))),
    /** 退单认定, and why where it is another than what follows from the unit. */
    arbitration: z.optional(z.enum(arbitrations)),
    reason: optionalText(1000),
  }),
  decide(data, state, on) {
    const { actor, reference, now } = on.context
    const arbitration = arbitrationOf(data, state)
    if (isProblem(arbitration)) return arbitration
    const refused = mayHandTo(data.unit, state.community, actor, reference.units)
    if (refused) return refused
    const parts = helpersOf(data.helpers ?? [], data.unit, state, on)
    if (isProblem(parts)) return parts
    const due = dueDay(data.due, state.days, reference, now)
    if (isProblem(due)) return due
    const level = levelOf(reference.units, data.unit)
    const by = isOffice(actor) ? OFFICE : unitOf(actor, state.community, reference.units)
    const set: HazardPatch = { status: 'handling', unit: data.unit, level, parts, person: null, ...unproposed }
    const more = arbitration && { arbitration }
    return { set, leg: workLeg(data.unit, by, due, reference), text: words({ reason: data.reason }), more }
  },
})

/** A unit's refusal on paper is entered by whoever handed it the case, or by the office. */
const recordsRefusal = (state: HazardState, actor: Actor, units: Reference['units']): boolean =>
  isOffice(actor) || isCommunityOf(actor, communityOf(units, openLeg(state)?.by ?? '') ?? '')

/** 退单: back to the unit that assigned it, with a fresh clock; the refuser's own leg ends here. */
export const refuse = defineStep({
  step: 'refuse',
  label: '退单',
  from: ['handling'],
  who: '被交办的单位；街道专班或交办的社区凭其书面材料代录',
  result: '仍是整改中，退回交办的单位重新交办',
  may: (state, actor, { units }) =>
    openLeg(state)?.by !== state.unit && (actsFor(actor, state.unit, units) || recordsRefusal(state, actor, units)),
  records: (state, actor, { units }) => !actsFor(actor, state.unit, units),
  data: z.strictObject({ reason: text(1000), paper: paperData }),
  decide(data, state, on) {
    const { actor, reference, now } = on.context
    const leg = openLeg(state)
    if (!leg || leg.by === state.unit) return problem('refuse.own')
    const unpapered = checkPaper(data.paper, actor, state.community, now)
    if (unpapered) return unpapered
    const own = actsFor(actor, state.unit, reference.units)
    if (!own && !data.paper?.photos.length) return problem('paper.photo', { field: 'paper' })
    const { set: papers, more } = keptPaper(data.paper, state)
    const back = leg.by
    const due = dueDay(undefined, state.days, reference, now)
    if (isProblem(due)) return due
    const set: HazardPatch = { unit: back, level: levelOf(reference.units, back), person: null, parts: {}, ...papers }
    return { set, leg: workLeg(back, back, due, reference), text: { reason: data.reason }, more }
  },
})

const sayMissing = (units: string): string => `${units}还没有办完协办的事，请等其办结，或写明为什么不再等。`

/** 整改; `by` is 代录 by the community or the office: for the party that fixed it, or for a unit whose paper they hold. */
export const rectify = defineStep({
  step: 'rectify',
  label: '整改反馈',
  disputeLabel: '化解反馈',
  from: ['handling'],
  who: '责任单位；社区或街道专班代整改责任主体或责任单位录入',
  result: '已整改待复查，等别人复查',
  may: (state, actor, { units }) => actsFor(actor, state.unit, units) || mayRecord(actor, state.community),
  records: (state, actor, { units }) => !actsFor(actor, state.unit, units),
  data: z.strictObject({
    note: text(2000),
    photos,
    by: z.optional(z.enum(['party', 'unit'])),
    unhelped: optionalText(1000),
    paper: paperData,
  }),
  decide(data, state, on) {
    const { actor, reference, now } = on.context
    const recorded = data.by !== undefined
    if (recorded ? !mayRecord(actor, state.community) : !actsFor(actor, state.unit, reference.units))
      return problem('step.not-yours')
    const unpapered = checkPaper(data.paper, actor, state.community, now)
    if (unpapered) return unpapered
    if (data.by === 'unit' && !data.paper?.photos.length) return problem('paper.photo', { field: 'paper' })
    const missing = missingHelp(state, reference.units)
    if (missing && !data.unhelped) return problem('rectify.helpers', { field: 'unhelped' }, sayMissing(missing))
    const { set: papers, more } = keptPaper(data.paper, state)
    const fix: HazardPatch = {
      fixer: recorded ? null : actor.person,
      fixerUnit: state.unit,
      recorder: recorded ? actor.person : null,
      after: data.photos,
      ...papers,
      ...unproposed,
    }
    const street = isGrave(state) || state.level !== 'community'
    const leg = recheckLeg({ community: state.community, street }, state.unit, reference, now)
    return {
      set: { ...fix, status: 'rectified' },
      leg,
      text: words({ note: data.note, unhelped: data.unhelped }),
      more,
    }
  },
})

/** A comment is never stale, and everybody who sees the case may add one; one from paper is community's and office's. */
export const comment = defineStep({
  step: 'comment',
  label: '补充说明',
  from: ['reported', 'handling', 'rectified', 'called', 'tabled', 'parked', 'referred', 'closed', 'void'],
  who: '看得到这条隐患的人',
  result: '状态不变',
  neverStale: true,
  may: () => true,
  data: z.strictObject({ text: text(2000), paper: paperData }),
  decide(data, state, on) {
    const unpapered = checkPaper(data.paper, on.context.actor, state.community, on.context.now)
    return unpapered ?? { ...keptPaper(data.paper, state), text: { text: data.text } }
  },
})
