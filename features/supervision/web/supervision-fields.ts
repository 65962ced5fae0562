import { planFields, planNames } from '../../../domain/supervision/supervision.ts'
import type { StepField } from '../../../platform/web/case/step-fields.ts'

const words = (name: string, label: string, max: number, hint?: string): StepField => ({
  ...{ name, label, kind: 'text', max, required: true, hint },
})

const paper: readonly StepField[] = [
  { name: 'paper.on', label: '文件上的日期', kind: 'past', required: true },
  { name: 'paper.photos', label: '文件的照片', kind: 'photos', required: true, hint: '与录入日期一并显示' },
]

const level: StepField = {
  ...{ name: 'level', label: '谁挂的牌', kind: 'choice', required: true },
  choices: [
    ['', '请选择'],
    ['street', '街道领导'],
    ['superior', '上级'],
  ],
  hint: '代录；摘牌只能由挂牌的一级办理',
}

const plate: readonly StepField[] = [
  { name: 'unit', label: '牵头单位', kind: 'unit', required: true },
  { name: 'due', label: '整治期限', kind: 'day', required: true },
  words('requirement', '督办要求', 2000, '例如整治到什么程度、由谁配合'),
]

/** What a plate asks (domain/supervision): who hangs it himself has no paper. */
export const plateFields = (records: boolean): readonly StepField[] => (records ? [level, ...plate, ...paper] : plate)

/** 治理方案 and 每月进展, of one's own unit or from its paper. */
export const bringFields = (what: 'plan' | 'note', as: 'own' | 'paper'): readonly StepField[] => [
  ...(what === 'plan'
    ? planFields.map((field) => words(field, planNames[field], 2000))
    : [words('note', '本月进展', 2000, '写清做了什么、还差什么、有什么困难')]),
  ...(as === 'paper' ? paper : []),
]

export const liftFields = (open: number): readonly StepField[] => [
  words('note', '摘牌意见', 2000, '例如整治到位、经现场查看'),
  ...(open > 0 ? [words('instead', '没有销号的转为怎样办理', 500, `还有 ${open} 条没有销号`)] : []),
]
