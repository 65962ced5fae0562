import { describe, expect, it } from 'vitest'
import type { Command } from '../../../domain/entry.ts'
import type { EntryView } from '../../../domain/hazard/views.ts'
import { meanwhileOf } from './meanwhile.ts'

const entry = (version: number, step: string, label: string, id: string | null, name: string): EntryView => ({
  ...{ seq: 100 + version, version, step, label, actor: { id, name, duty: '社区两委' }, data: {}, text: {} },
  ...{ takenAt: '2026-03-02T01:00:00.000Z', recordedAt: `2026-03-02T0${version}:00:00.000Z` },
})
const entries = [
  entry(1, 'report', '上报', 'p9', '王五'),
  entry(2, 'verify', '核实交办', 'p9', '王五'),
  entry(3, 'comment', '补充说明', 'p1', '张三'),
  entry(4, 'rectify', '整改反馈', 'p2', '李四'),
  entry(5, 'return', '复查不合格', null, '网格员'),
]
const wish: Command = {
  ...{ id: '00000000-0000-7000-8000-000000000001', stream: '00000000-0000-7000-8000-000000000002' },
  ...{ kind: 'hazard', step: 'rectify', data: {}, seen: 2, takenAt: '2026-03-02T01:00:00.000Z' },
}
const standing = (status: 'handling' | 'closed', ...steps: string[]) => ({
  hazard: { version: 5, status },
  entries,
  available: steps.map((step) => ({ step })),
})

describe('what happened to a case meanwhile', () => {
  it('is what others did since the version the wish was written at, a hidden neighbour by his duty', () => {
    const { done, version, over } = meanwhileOf(standing('handling', 'rectify', 'comment'), wish, 'p1')
    expect(done.map(({ title, by }) => `${title} ${by}`)).toEqual([
      '整改反馈 李四（社区两委）',
      '复查不合格 网格员（社区两委）',
    ])
    expect([version, over]).toEqual([5, ''])
  })

  it('says how the case stands where the step is over', () => {
    expect(meanwhileOf(standing('closed', 'comment'), wish, 'p1').over).toBe('已销号')
  })
})
