import { reactive, ref } from 'vue'
import type { Command } from '../../../domain/entry.ts'
import type { Verdict } from '../../../domain/hazard/steps-decide.ts'
import { checkStep, type StepValues, toStepData } from '../../../platform/web/case/step-data.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import { openSender, useWork } from '../../../platform/web/room-form.ts'
import type { MeetingView, TopicView } from '../contract.ts'
import { verdictFields } from './room-fields.ts'

/** A decision while it is written; what was typed for one kind waits while another is looked at. */
export interface PartForm {
  kind: Verdict['kind'] | ''
  values: StepValues
  /** Of a part that is decided apart: its cases. */
  cases: string[]
}
export interface DecideForm {
  meeting: string
  rest: PartForm
  apart: PartForm[]
}
/** What must be put right first: in which part (0 is the topic's own), in which field, in a sentence. */
export interface Fault {
  part: number
  field: string
  said: string
}

/** The form as it opens: what the office proposed. */
export const startPart = (topic: Pick<TopicView, 'lead' | 'helpers' | 'due' | 'measures'>): PartForm => ({
  kind: 'assign',
  values: { lead: topic.lead ?? '', helpers: topic.helpers, due: topic.due ?? '', measures: topic.measures ?? '' },
  cases: [],
})

function checkPart({ kind, values, cases }: PartForm, part: number): Fault | null {
  if (part > 0 && cases.length === 0) return { part, field: 'cases', said: '请选出单独处理的是哪几条。' }
  if (!kind) return { part, field: 'kind', said: '请选出怎样议决。' }
  const found = checkStep(verdictFields[kind], values)
  return found && { part, ...found }
}

/** The first thing that is missing; null when it may go. `left` is how many cases are not decided apart. */
export function checkDecide({ meeting, rest, apart }: DecideForm, left: number): Fault | null {
  if (!meeting) return { part: 0, field: 'meeting', said: '请选出是哪次会议议决的。' }
  const faults = [left > 0 ? checkPart(rest, 0) : null, ...apart.map((part, i) => checkPart(part, i + 1))]
  return faults.find((one) => one !== null) ?? null
}

const decisionOf = ({ kind, values }: PartForm) =>
  kind ? { kind, ...toStepData(verdictFields[kind], values) } : undefined

/** Data of the topic's step `decide`. Where all are decided apart, the topic's own decision falls on none: the first serves. */
export function decideData({ meeting, rest, apart }: DecideForm, left: number): Command['data'] {
  const data: Command['data'] = { meeting, decision: decisionOf(left > 0 ? rest : (apart[0] ?? rest)) }
  if (apart.length > 0) data.apart = apart.map((part) => ({ cases: part.cases, decision: decisionOf(part) }))
  return data
}

/** Meetings that may still decide of a topic: later than the one that did last. */
export function meetingsFor({ decided }: Pick<TopicView, 'decided'>, meetings: readonly MeetingView[]): MeetingView[] {
  const used = new Set(decided.map(({ meeting }) => meeting))
  const last = decided[decided.length - 1]?.on ?? ''
  return meetings.filter(({ id, on }) => !used.has(id) && on >= last)
}

interface Kept {
  form: DecideForm
  pending?: Command
}

/** Cases that the next meeting may decide of and that no part has taken. */
export function leftOf({ cases }: Pick<TopicView, 'cases'>, apart: readonly PartForm[]): number {
  const taken = new Set(apart.flatMap((part) => part.cases))
  return cases.filter(({ id, open }) => open && !taken.has(id)).length
}

/** 录入议决: kept under the topic's name until the ledger has it. */
export function useDecide(topicOf: () => TopicView) {
  const topic = topicOf()
  const name = `topic:decide:${topic.id}`
  const kept = findDraft<Kept>(name)
  const form = reactive<DecideForm>(kept?.form ?? { meeting: '', rest: startPart(topic), apart: [] })
  const fault = ref<Fault | null>(null)
  const { said, busy, run } = useWork()
  const send = openSender(kept?.pending, (pending) => keepDraft(name, { form, pending } satisfies Kept))
  const changed = () => {
    fault.value = null
    said.value = ''
    keepDraft(name, { form } satisfies Kept)
  }
  const left = () => leftOf(topicOf(), form.apart)
  const submit = async (): Promise<boolean> => {
    fault.value = checkDecide(form, left())
    said.value = fault.value?.said ?? ''
    if (fault.value) return false
    const done = await run(async () => {
      await send({ kind: 'topic', step: 'decide', stream: topic.id, data: decideData(form, left()) })
      return true
    })
    if (done) dropDraft(name)
    return done
  }
  return { form, fault, said, busy, left, changed, submit }
}
