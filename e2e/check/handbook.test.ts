import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { statusNames } from '../../domain/hazard/state.ts'
import type { Step } from '../../domain/hazard/step.ts'
import { hazardSteps } from '../../domain/hazard/steps.ts'
import { problems } from '../../domain/problem.ts'
import { type StepField, stepFields } from '../../platform/web/case/step-fields.ts'

/** What the report screens ask; they are drawn by hand and have no list of fields. */
const reportFields = '社区、检查项目、位置、情况（都必填），照片，点位，整改责任主体；早先发现的写发现日期和补录理由'

/** Refusals that speak of a step: by its own name, and the family it shares with its neighbours. */
const families: Record<string, readonly string[]> = {
  close: ['check.'],
  return: ['check.fixer', 'check.recorder'],
  verify: ['severity.', 'due.', 'unit.not-yours'],
  'deny-extension': ['extend.'],
  assign: ['due.', 'unit.not-yours'],
  correct: ['severity.'],
  supervise: ['supervision.'],
}

function sayFrom({ from }: Step): string {
  const names = from.map((status) => (status === 'new' ? '还没有这条隐患' : statusNames[status]))
  const all = Object.keys(statusNames).length
  return names.length === all ? '任何状态' : names.join('、')
}

function sayField({ label, required, hint }: StepField): string {
  const notes = [required ? '必填' : '', hint ?? ''].filter(Boolean)
  return notes.length > 0 ? `${label}（${notes.join('；')}）` : label
}

function sayFields({ step, bySystem, byItself, byTopic, bySupervision }: Step): string {
  if (bySystem) return '不用填，系统自动办'
  if (byItself) return '不用填，打开隐患页就自动记下'
  if (byTopic) return '不在隐患页上填，随议题一起办'
  if (bySupervision) return '不在隐患页上填，在“督办”页随挂牌督办一起办'
  if (step === 'report') return reportFields
  const fields = stepFields[step]
  if (!fields) throw new Error(`step-fields.ts has no line for ${step}`)
  return fields.length > 0 ? fields.map(sayField).join('、') : '不用填'
}

function refusals({ step }: Step): string[] {
  const prefixes = [`${step}.`, ...(families[step] ?? [])]
  const codes = Object.keys(problems) as (keyof typeof problems)[]
  return codes.filter((code) => prefixes.some((prefix) => code.startsWith(prefix))).map((code) => problems[code])
}

function section(row: Step): string[] {
  const dispute = row.disputeLabel ? `（矛盾纠纷叫“${row.disputeLabel}”）` : ''
  const refused = refusals(row)
  return [
    `## ${row.label} \`${row.step}\``,
    '',
    ...(dispute ? [dispute, ''] : []),
    `- **什么时候**：${sayFrom(row)}`,
    `- **谁来办**：${row.who}`,
    `- **要填什么**：${sayFields(row)}`,
    `- **办完以后**：${row.result}`,
    ...(refused.length > 0 ? ['- **办不成时会看到**：', ...refused.map((said) => `  - ${said}`)] : []),
    '',
  ]
}

/** The handbook of a hazard's steps, in Chinese, read off the rulebook, the forms and the refusals. */
function handbook(): string {
  return [
    '# 办理手册：一条隐患的每一步',
    '',
    '这一页由规则本（`domain/hazard/steps.ts`）自动生成，系统就是按它办的；改了规则，用',
    '`WRITE_DOCS=1 npx vitest run --project check` 重新生成。按钮、接口、台账记录里的每一步，都是下面的一节。',
    '',
    `一条隐患任何时候只在一个状态：${Object.values(statusNames).join('、')}。`,
    '整改的人（或代录的人）不能自己销号；没有哪一步能跳过复查直接销号；什么都不会被删除。',
    '',
    ...hazardSteps.flatMap(section),
  ].join('\n')
}

const file = path.resolve(import.meta.dirname, '../../docs/steps.md')

test('docs/steps.md says what the rulebook says', () => {
  if (process.env.WRITE_DOCS) writeFileSync(file, handbook())
  expect(readFileSync(file, 'utf8')).toBe(handbook())
})

test('the handbook tells of every step who, when, what to fill in and what comes of it', () => {
  const told = handbook().split('\n## ').slice(1)
  expect(told).toHaveLength(hazardSteps.length)
  for (const one of told)
    for (const part of ['什么时候', '谁来办', '要填什么', '办完以后'])
      expect(one).toMatch(new RegExp(`\\*\\*${part}\\*\\*：.{2,}`))
})
