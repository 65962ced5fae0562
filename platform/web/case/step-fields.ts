import { fireStandards } from '../../../domain/hazard/fire-standards.ts'
import { lackNames } from '../../../domain/hazard/obstacles.ts'
import { communityOf, type Unit } from '../../../domain/units/units.ts'
import { reference } from '../reference.ts'
import { holdsRole } from '../session.ts'

/**
 * One thing a step asks for; phone and desk draw it each in their own kit. `name` is the key in the command's data, with
 * a dot where it lies inside another. A `tick` only opens other fields, a `yes` says so itself; `past` is a day until today.
 */
export interface StepField {
  name: string
  label: string
  kind:
    | ('text' | 'photos' | 'unit' | 'units' | 'day' | 'past' | 'severity' | 'recorded')
    | ('tick' | 'hazard' | 'item' | 'site' | 'obstacle' | 'yes' | 'arbitration' | 'choice')
  required?: true
  /** What a `choice` offers. */
  choices?: readonly (readonly [code: string, name: string])[]
  /** Most characters of a text. */
  max?: number
  hint?: string
  /** What the case says today: sent only where it was changed. */
  today?: string
}

const note = (label: string, hint?: string): StepField => ({
  name: 'note',
  label,
  kind: 'text',
  required: true,
  max: 2000,
  hint,
})
const reason = (label: string, hint?: string): StepField => ({
  name: 'reason',
  label,
  kind: 'text',
  required: true,
  max: 1000,
  hint,
})
const photos = (label: string): StepField => ({ name: 'photos', label, kind: 'photos' })
/** 代录: shown to who may record, once he says that he does (step-form.ts). */
const paper: readonly StepField[] = [
  { name: 'paper.on', label: '书面材料上的日期', kind: 'past' },
  {
    name: 'paper.photos',
    label: '书面材料或截图的照片',
    kind: 'photos',
    hint: '代责任单位录入必须附；与录入日期一并显示',
  },
]
const fromPaper: StepField = { name: 'fromPaper', label: '凭书面材料或截图代录', kind: 'tick' }

/** What each step asks, as the rulebook's data schemas demand (docs/steps.md); `report` has a screen of its own. */
export const stepFields: Record<string, readonly StepField[]> = {
  verify: [
    { name: 'unit', label: '交给谁整改', kind: 'unit', required: true },
    { name: 'due', label: '整改期限', kind: 'day', hint: '不填则按排查清单的期限' },
    { name: 'severity', label: '隐患等级', kind: 'severity' },
    { name: 'party', label: '整改责任主体', kind: 'text', max: 200, hint: '例如业主、商户、物业公司' },
  ],
  assign: [
    { name: 'unit', label: '交给哪个单位', kind: 'unit', required: true },
    { name: 'due', label: '整改期限', kind: 'day', required: true },
    { name: 'helpers', label: '协办单位', kind: 'units' },
    { name: 'arbitration', label: '退单是否成立', kind: 'arbitration', hint: '退单后重新交办才问' },
    { name: 'reason', label: '认定理由', kind: 'text', max: 1000, hint: '认定与默认的不同才必填' },
  ],
  rectify: [
    note('怎样整改的', '写清做了什么、现在怎样'),
    photos('整改后照片'),
    { name: 'unhelped', label: '为什么不等协办单位', kind: 'text', max: 1000, hint: '还有必须协办的单位没有办结' },
    { name: 'by', label: '谁整改的', kind: 'recorded' },
    ...paper,
  ],
  help: [note('协办情况', '写清本单位做了什么')],
  close: [note('复查意见', '现场看到的情况'), photos('复查照片')],
  return: [reason('哪里不合格'), { name: 'due', label: '重新整改期限', kind: 'day', hint: '不填则按排查清单的期限' }],
  'call-up': [
    { name: 'obstacle', label: '社区为什么解决不了', kind: 'obstacle', required: true },
    reason('具体说明', '例如涉及哪些业主、哪条管线、差多少经费'),
    { name: 'tried', label: '社区已做了哪些工作', kind: 'text', required: true, max: 2000 },
    { name: 'triedOn', label: '最近一次做工作的日期', kind: 'past', required: true },
    photos('已做工作或现状的照片'),
    { name: 'suggestedLead', label: '建议牵头单位', kind: 'text', max: 100 },
  ],
  'send-back': [
    {
      name: 'lack',
      label: '缺什么',
      kind: 'choice',
      choices: [['', '请选择'], ...Object.entries(lackNames)],
      required: true,
    },
    reason('退回理由', '写清要社区补什么、怎样办'),
    { name: 'due', label: '社区整改期限', kind: 'day', required: true },
  ],
  refuse: [reason('为什么不该由本单位整改'), fromPaper, ...paper],
  'ask-extension': [
    { name: 'due', label: '申请延到', kind: 'day', required: true },
    reason('为什么要延期', '写清卡在哪一步、还要多久'),
    { name: 'works', label: '属于工程类（要立项、招标或施工）', kind: 'yes', hint: '由街道领导答复' },
    fromPaper,
    ...paper,
  ],
  extend: [{ name: 'due', label: '准予延到', kind: 'day', hint: '不改就按申请的日期' }],
  'deny-extension': [reason('为什么不予延期')],
  void: [
    reason('为什么不列入', '不属实、重复等'),
    { name: 'duplicateOf', label: '与哪条重复', kind: 'hazard', hint: '重复的才填' },
  ],
  comment: [{ name: 'text', label: '补充说明', kind: 'text', required: true, max: 2000 }, fromPaper, ...paper],
  correct: [
    reason('为什么更正', '例如门牌写错、选错检查项目'),
    { name: 'item', label: '检查项目', kind: 'item', hint: '换一项会换销号凭据；已定的期限不变' },
    { name: 'site', label: '点位', kind: 'site' },
    { name: 'place', label: '具体位置', kind: 'text', max: 200 },
    { name: 'description', label: '情况', kind: 'text', max: 2000 },
    { name: 'party', label: '整改责任主体', kind: 'text', max: 200 },
    { name: 'severity', label: '隐患等级', kind: 'severity', hint: '只能调高' },
  ],
  flag: [reason('为什么像是重大隐患', '例如涉及多户、可能伤人；由街道专班核定')],
  unflag: [reason('为什么不是重大隐患')],
  determine: [
    {
      name: 'result',
      label: '判定结果',
      kind: 'choice',
      required: true,
      choices: [
        ['', '请选择'],
        ['major', '是重大火灾隐患'],
        ['not', '不是重大火灾隐患'],
      ],
    },
    {
      name: 'standard',
      label: '判定标准',
      kind: 'choice',
      required: true,
      choices: [['', '请选择'], ...[...fireStandards].reverse().map(({ code, name }) => [code, name] as const)],
      hint: '按判定当天有效的标准',
    },
    { name: 'basis', label: '判定依据', kind: 'text', required: true, max: 2000, hint: '写明条款，或综合判定的要素' },
  ],
  undo: [],
  retract: [reason('为什么撤销这条导入')],
}

/** Units the signed-in person may hand a case of this community to, or name on a plate: the street to any, others inside it. */
export function handToUnits(community: string): Unit[] {
  const all = [...reference.units.values()].filter(({ kind, off }) => !off && kind !== 'area' && kind !== 'street')
  if (holdsRole('office', 'leader', 'superior'))
    return all.filter(({ code, kind }) => kind !== 'grid' || communityOf(reference.units, code) === community)
  return all.filter(({ code }) => communityOf(reference.units, code) === community)
}
