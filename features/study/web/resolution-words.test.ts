import { expect, test } from 'vitest'
import type { TaskView } from '../contract.ts'
import { narrowTasks, sayTasks, sayWhy, unitsOf } from './resolution-words.ts'

const counts = { cases: 5, closed: 2, void: 0, handling: 2, rectified: 1, waiting: 0, late: 0, unanswered: 0 }
const task = (change: Partial<TaskView> = {}): TaskView => ({
  ...{ id: 't.1', topic: { number: 'YT2026-001', title: '飞线' }, meeting: { on: '2026-03-02', title: '会议' } },
  ...{ kind: 'assign', lead: 'v-xf', units: ['v-xf'], helpers: ['o-cg'], day: '2026-04-10', said: null, state: 'open' },
  ...{ counts, overturned: [], whys: [] },
  ...change,
})
const late = task({
  id: 't.2',
  lead: 'o-aq',
  units: ['o-aq'],
  helpers: [],
  counts: { ...counts, late: 2, unanswered: 1 },
})
const done = task({ id: 't.3', state: 'done', counts: { ...counts, closed: 5, handling: 0, rectified: 0 } })

test('open resolutions are counted with their cases that are not struck off, and those that are late', () => {
  expect(sayTasks([])).toBe('还没有决议。')
  expect(sayTasks([task(), done])).toBe('决议 2 项，未办结 1 项，其中未销号的隐患 3 条，超期 0 条')
  expect(sayTasks([task(), late])).toBe('决议 2 项，未办结 2 项，其中未销号的隐患 6 条，超期 2 条，商请未反馈 1 条')
})

test('they are narrowed by how they stand and by who leads or helps', () => {
  const all = [task(), late, done]
  expect(narrowTasks(all, 'open', '')).toEqual([task(), late])
  expect(narrowTasks(all, 'late', '')).toEqual([late])
  expect(narrowTasks(all, 'all', 'o-cg')).toEqual([task(), done])
  expect(unitsOf(all)).toEqual(['o-aq', 'o-cg', 'v-xf'])
})

test('why a case is not struck off is a sentence: who refused and why, whom they wait for, how long', () => {
  const why = { units: ['v-xf'], helpers: [] as string[], day: null, until: null, late: 0, asked: false, said: null }
  const cases = [{ id: '1', number: 'YH1' }]
  expect(sayWhy({ ...why, why: 'refused', said: '不属本单位', cases })).toBe('1 条：v-xf退单，等重新交办（不属本单位）')
  expect(sayWhy({ ...why, why: 'helpers', helpers: ['o-cg'], late: 3, cases })).toBe(
    '1 条：v-xf在等o-cg协办办结，超期 3 天',
  )
  expect(sayWhy({ ...why, why: 'unanswered', late: 3, asked: true, cases })).toBe('1 条：已商请v-xf，未反馈 3 天')
  expect(sayWhy({ ...why, why: 'working', units: ['c01', 'c02', 'c03'], cases })).toBe('1 条：c01等 3 个单位整改中')
  const wished = { ...why, why: 'extension' as const, late: 2, cases }
  expect(sayWhy({ ...wished, until: { day: '2026-04-20', by: 'office' } })).toBe(
    '1 条：v-xf申请延期至4月20日，等专班答复，超期 2 天',
  )
  expect(sayWhy({ ...wished, until: { day: '2026-04-20', by: 'leader' } })).toContain('等街道领导答复')
  expect(sayWhy({ ...why, why: 'extended', day: '2026-04-20', cases })).toBe('1 条：v-xf整改中，已准予延期至4月20日')
  expect(sayWhy({ ...why, why: 'parked', day: '2026-05-01', cases })).toBe('1 条：缓办至5月1日')
})
