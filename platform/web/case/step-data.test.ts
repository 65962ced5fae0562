import { describe, expect, it } from 'vitest'
import { checkStep, fromStepData, toStepData } from './step-data.ts'
import type { StepField } from './step-fields.ts'

const fields: StepField[] = [
  { name: 'note', label: '怎样整改的', kind: 'text', required: true, max: 10 },
  { name: 'photos', label: '整改后照片', kind: 'photos' },
  { name: 'due', label: '期限', kind: 'day' },
  { name: 'by', label: '代录', kind: 'party' },
]

describe('a step’s form', () => {
  it('names the first field that is missing or too long', () => {
    expect(checkStep(fields, { note: '  ' })?.said).toBe('请填写“怎样整改的”。')
    expect(checkStep(fields, { note: '一二三四五六七八九十一' })).toEqual({
      field: 'note',
      said: '“怎样整改的”不能超过 10 个字，现在是 11 个字。',
    })
    expect(checkStep(fields, { note: '已清理' })).toBeNull()
  })

  it('sends what was filled and nothing else', () => {
    expect(toStepData(fields, { note: ' 已清理 ', due: '', by: false })).toEqual({ note: '已清理', photos: [] })
    expect(toStepData(fields, { note: '已清理', due: '2026-03-04', by: true, photos: ['a'] })).toEqual({
      note: '已清理',
      photos: ['a'],
      due: '2026-03-04',
      by: 'party',
    })
  })

  it('is filled again from a command that came back', () => {
    const values = { note: '已清理', photos: ['a'], due: '2026-03-04', by: true }
    expect(fromStepData(fields, toStepData(fields, values))).toEqual(values)
  })
})
