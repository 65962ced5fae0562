import { describe, expect, it } from 'vitest'
import { checkStep, fromStepData, toStepData } from './step-data.ts'
import type { StepField } from './step-fields.ts'

const fields: StepField[] = [
  { name: 'note', label: '怎样整改的', kind: 'text', required: true, max: 10 },
  { name: 'photos', label: '整改后照片', kind: 'photos' },
  { name: 'due', label: '期限', kind: 'day' },
  { name: 'by', label: '代录', kind: 'recorded' },
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
    expect(toStepData(fields, { note: ' 已清理 ', due: '', by: '' })).toEqual({ note: '已清理', photos: [] })
    expect(toStepData(fields, { note: '已清理', due: '2026-03-04', by: 'party', photos: ['a'] })).toEqual({
      note: '已清理',
      photos: ['a'],
      due: '2026-03-04',
      by: 'party',
    })
  })

  it('is filled again from a command that came back', () => {
    const values = { note: '已清理', photos: ['a'], due: '2026-03-04', by: 'party' }
    expect(fromStepData(fields, toStepData(fields, values))).toEqual(values)
  })

  it('puts a paper’s day and photos where the rulebook wants them, and finds them again', () => {
    const paper: StepField[] = [
      { name: 'fromPaper', label: '代录', kind: 'tick' },
      { name: 'paper.on', label: '日期', kind: 'past' },
      { name: 'paper.photos', label: '照片', kind: 'photos' },
    ]
    const values = { fromPaper: true, 'paper.on': '2026-03-01', 'paper.photos': ['a'] }
    expect(toStepData(paper, values)).toEqual({ paper: { on: '2026-03-01', photos: ['a'] } })
    expect(fromStepData(paper, toStepData(paper, values))).toEqual(values)
  })

  it('of a correction sends only what was changed; a compound can be taken away', () => {
    const today: StepField[] = [
      { name: 'place', label: '位置', kind: 'text', today: '3栋' },
      { name: 'item', label: '项目', kind: 'item', today: '1.1' },
      { name: 'site', label: '点位', kind: 'site', today: 's1' },
    ]
    expect(toStepData(today, { place: '3栋', item: '1.1', site: 's1' })).toEqual({})
    expect(toStepData(today, { place: '4栋', item: '2.1', site: '' })).toEqual({
      place: '4栋',
      item: '2.1',
      site: null,
    })
    expect(fromStepData(today, { place: '4栋', site: null })).toEqual({ place: '4栋', item: '1.1', site: '' })
  })
})
