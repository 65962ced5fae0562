import * as z from 'zod/mini'
import { addDays, shanghaiDate } from '../calendar/working-days.ts'
import { SYSTEM } from '../entry.ts'
import { isProblem, problem } from '../problem.ts'
import { code, day, text, uuid } from '../schema.ts'
import { levelOf, lineage, OFFICE } from '../units/units.ts'
import { dueDay, STUDY_DAYS, workLeg } from './deadlines.ts'
import { isSupervised } from './rights.ts'
import { type HazardState, openLeg, type Part } from './state.ts'
import { defineStep, type On, type Outcome, words } from './step.ts'
import { mayHandTo } from './steps-report.ts'

/** Longest that a case may be put off before it is looked at again, in days. */
const LONGEST_PARK = 366

/** The unit of a kind above a place: the street whose work group decides, the area it refers to. */
const above = (kind: 'street' | 'area', state: HazardState, { context }: On): string =>
  lineage(context.reference.units, state.community).find((unit) => unit.kind === kind)?.code ?? OFFICE

/** 列入议题: only by way of a topic (domain/topic), which names the cases. From here it waits for the work group. */
export const table = defineStep({
  step: 'table',
  label: '提交议决',
  from: ['called'],
  who: '街道专班，随议题一起提交工作组',
  result: '待议决，只有工作组会议的决定能改变它',
  byTopic: true,
  may: () => false,
  data: z.strictObject({ topic: uuid }),
  decide(data, state, on) {
    const holder = above('street', state, on)
    const leg = { holder, by: OFFICE, mode: 'order', due: null, provisional: false } as const
    return { set: { status: 'tabled', topic: data.topic }, leg }
  },
})

const assigned = z.strictObject({
  kind: z.literal('assign'),
  lead: code,
  helpers: z.optional(z.array(code).check(z.maxLength(20))),
  due: day,
  measures: z.optional(text(2000)),
})
const parked = z.strictObject({ kind: z.literal('park'), review: day, interim: text(2000) })
const referred = z.strictObject({ kind: z.literal('refer'), reason: text(2000) })
const back = z.strictObject({ kind: z.literal('back'), due: day, means: text(2000) })
const again = z.strictObject({ kind: z.literal('again'), reason: text(2000) })

/** What a meeting may decide of a case; closing or leaving it out is not among it. */
export const decision = z.discriminatedUnion('kind', [assigned, parked, referred, back, again])
export type Verdict = z.infer<typeof decision>

export const verdictNames: Record<Verdict['kind'], string> = {
  assign: '交办',
  park: '缓办',
  refer: '报上级',
  back: '退回社区自办',
  again: '退回研判',
}

type Outcomes = {
  [K in Verdict['kind']]: (said: Verdict & { kind: K }, state: HazardState, on: On) => ReturnType<Decide>
}
type Decide = (said: Verdict, state: HazardState, on: On) => Outcome | ReturnType<typeof problem>

const outcomes: Outcomes = {
  assign({ lead, helpers = [], due: given, measures }, state, on) {
    const { actor, reference, now } = on.context
    const others = helpers.filter((unit) => unit !== lead)
    const refused = [lead, ...others].map((unit) => mayHandTo(unit, state.community, actor, reference.units))
    const first = refused.find(isProblem)
    if (first) return first
    const due = dueDay(given, state.days, reference, now)
    if (isProblem(due)) return due
    const parts: Record<string, Part> = Object.fromEntries(
      others.map((unit) => [unit, { unit, mandatory: true, done: false }]),
    )
    const set = { status: 'handling', unit: lead, level: levelOf(reference.units, lead), parts, person: null } as const
    return { set, leg: workLeg(lead, OFFICE, due, reference), text: words({ measures }) }
  },
  park({ review, interim }, state, on) {
    if (isSupervised(state))
      return problem('decide.supervised', undefined, `${state.number}正在挂牌督办，摘牌后才能缓办。`)
    const { reference, now } = on.context
    const due = dueDay(review, 0, reference, now)
    if (isProblem(due)) return due
    const today = shanghaiDate(now)
    if (due.date <= today || due.date > addDays(today, LONGEST_PARK)) return problem('decide.review')
    const set = { status: 'parked', unit: OFFICE, level: 'street', parts: {}, person: null } as const
    return { set, leg: workLeg(OFFICE, OFFICE, due, reference), text: { interim } }
  },
  refer({ reason }, state, on) {
    const unit = above('area', state, on)
    const leg = { holder: unit, by: OFFICE, mode: 'request', due: null, provisional: false } as const
    return { set: { status: 'referred', unit, level: 'above', parts: {}, person: null }, leg, text: { reason } }
  },
  back({ due: given, means }, state, on) {
    const { reference, now } = on.context
    const due = dueDay(given, state.days, reference, now)
    if (isProblem(due)) return due
    const set = { status: 'handling', unit: state.community, level: 'community', parts: {}, obstacle: null } as const
    return { set, leg: workLeg(state.community, OFFICE, due, reference), text: { means } }
  },
  again({ reason }, _state, on) {
    const studied = studyLeg(on)
    return isProblem(studied) ? studied : { ...studied, text: { reason } }
  },
}

/** Back in the office's hands to be studied, with a fresh clock; free for another topic. */
function studyLeg({ context: { reference, now } }: On) {
  const due = dueDay(undefined, STUDY_DAYS, reference, now)
  if (isProblem(due)) return due
  const set = { status: 'called', unit: OFFICE, level: 'street', parts: {}, person: null, topic: null } as const
  return { set, leg: workLeg(OFFICE, OFFICE, due, reference) }
}

/** 议决: what the work group's meeting decided of this case; only by way of its topic, also when a later meeting overturns. */
export const decideStep = defineStep({
  step: 'decide',
  label: '议决',
  from: ['tabled', 'handling', 'parked', 'referred'],
  who: '工作组会议，由街道专班随议题录入',
  result: '整改中、缓办、已报上级，或退回研判；不能由此销号或不列入',
  byTopic: true,
  may: () => false,
  data: z.strictObject({ topic: uuid, meeting: uuid, decision }),
  decide({ topic, meeting, decision: said }, state, on) {
    const outcome = (outcomes[said.kind] as Decide)(said, state, on)
    if (isProblem(outcome)) return outcome
    return { ...outcome, more: { decidedBy: { topic, meeting, kind: said.kind } } }
  },
})

/** 到期复议: on its review day a case that was put off comes back by itself, for the office to study. */
export const resume = defineStep({
  step: 'resume',
  label: '缓办到期',
  from: ['parked'],
  who: '系统，到缓办的复议日',
  result: '待研判，由街道专班重新研判',
  neverStale: true,
  bySystem: true,
  may: (_state, actor) => actor.person === SYSTEM,
  data: z.strictObject({}),
  decide(_data, state, on) {
    const due = openLeg(state)?.due
    if (!due || due > shanghaiDate(on.context.now)) return problem('step.not-now', { status: state.status })
    return studyLeg(on)
  },
})
