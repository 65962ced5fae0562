import type { Verdict } from '../../../domain/hazard/steps-decide.ts'
import { type StepField, stepFields } from '../../../platform/web/case/step-fields.ts'

const words = (name: string, label: string, max: number, required?: true, hint?: string): StepField => ({
  ...{ name, label, kind: 'text', max, required, hint },
})

/** Whether a refusal was right is asked of one case, on its own page. */
const ofOneCase = ['arbitration', 'reason']

/** What the office may do with a called-up case without a meeting; the same words as on the case's own page. */
export const directFields = {
  assign: (stepFields.assign ?? []).filter(({ name }) => !ofOneCase.includes(name)),
  'send-back': stepFields['send-back'] ?? [],
} as const
export type DirectStep = keyof typeof directFields
export const directNames: Record<DirectStep, string> = { assign: '直接交办', 'send-back': '退回社区' }

/** What the office proposes to the meeting (domain/topic/topic-steps.ts). */
export const topicFields: readonly StepField[] = [
  words('title', '题目', 100, true),
  { name: 'lead', label: '建议牵头单位', kind: 'unit', hint: '提交议决前须写明' },
  { name: 'helpers', label: '协办单位', kind: 'units' },
  { name: 'due', label: '完成期限', kind: 'day', hint: '提交议决前须写明' },
  words('measures', '建议措施', 2000),
  words('cost', '所需经费', 500, undefined, '例如约三万元，从哪里列支'),
]

export const dropFields: readonly StepField[] = [words('reason', '为什么撤销这个议题', 500, true)]

/** 作废 of a document (domain/document/document-steps.ts). */
export const voidFields: readonly StepField[] = [words('reason', '为什么作废', 500, true)]

export const meetingFields: readonly StepField[] = [
  { name: 'on', label: '会议日期', kind: 'past', required: true },
  words('title', '会议名称', 100, true, '例如工作组第一次会议'),
  words('chair', '主持', 100, true),
  words('present', '出席', 1000, true),
  words('excused', '请假', 1000),
  words('observers', '列席', 1000),
]

/** What each decision asks, as the law of the step `decide` demands. */
export const verdictFields: Record<Verdict['kind'], readonly StepField[]> = {
  assign: [
    { name: 'lead', label: '牵头单位', kind: 'unit', required: true },
    { name: 'helpers', label: '协办单位', kind: 'units' },
    { name: 'due', label: '完成期限', kind: 'day', required: true },
    words('measures', '措施', 2000),
  ],
  park: [
    { name: 'review', label: '复议日期', kind: 'day', required: true, hint: '到这一天自动回到待研判，最长一年' },
    words('interim', '缓办期间的安全措施', 2000, true),
  ],
  refer: [words('reason', '为什么报上级', 2000, true)],
  back: [
    { name: 'due', label: '社区办结期限', kind: 'day', required: true },
    words('means', '给社区的支持', 2000, true, '例如经费、人员、由哪个部门配合'),
  ],
  again: [words('reason', '为什么退回研判', 2000, true)],
}
