import { describe, expect, test } from 'vitest'
import type { StudyGroup } from '../contract.ts'
import {
  commonLead,
  inParts,
  leadsOf,
  narrowGroups,
  narrowLead,
  narrowObstacle,
  pickChosen,
  placeOf,
  sayDrafts,
  sayGroupDrafts,
  sayWaiting,
  suggestTitle,
  tickedIn,
  tickOf,
  whatOf,
  wishesFor,
} from './study-page.ts'

const now = new Date('2026-03-20T02:00:00Z')
const one = (id: string, drafts: string[] = []) => ({
  ...{
    id,
    number: `YH-${id}`,
    version: 3,
    item: '1.1',
    community: 'c01',
    site: null,
    place: '3栋',
    photo: null,
    obstacle: null,
    drafts,
  },
  reportedAt: '2026-03-03T02:00:00Z',
})
const group = (key: string, change: Partial<StudyGroup> = {}): StudyGroup => ({
  ...{ key, item: '1.1', community: 'c01', site: null, reason: null, lead: null },
  cases: [{ ...one(key), item: change.item ?? '1.1', community: change.community ?? 'c01' }],
  ...change,
})
const a = group('a', { cases: [one('a1'), one('a2')], lead: { unit: 'v-xf', times: 12 } })
const b = group('b', { reason: 'funds', community: 'c02', lead: { unit: 'v-xf', times: 12 } })
const c = group('c', { item: '1.3', lead: { unit: 'o-cg', times: 1 } })
const all = [a, b, c]

describe('what waits', () => {
  test('is counted by what is advised, and the oldest is told', () => {
    expect(sayWaiting(all, now)).toBe('待研判 4 条：可直接交办 3 条，需上会 1 条；最早的 17 天前上报')
    expect(sayWaiting([], now)).toBe('没有待研判的隐患。')
  })

  test('is narrowed by the unit that is suggested, or by its lack', () => {
    expect(leadsOf([a, c, group('n')])).toEqual(['none', 'o-cg', 'v-xf'])
    expect(narrowLead([a, b, c], 'v-xf')).toEqual([a, b])
    expect(narrowLead([a, group('n')], 'none')).toEqual([group('n')])
  })

  test('of several items or places together says how many', () => {
    const cases = [one('x'), { ...one('y'), item: '1.3', community: 'c02' }]
    const wide = group('w', { item: null, community: null, cases })
    expect([whatOf(wide), placeOf(wide)]).toEqual(['1.1等 2 类', '2 个社区'])
    expect(suggestTitle([wide])).toContain('等 2 类隐患')
    expect(narrowGroups([wide], '', 'c02').map((one) => one.cases.length)).toEqual([1])
  })

  test('is narrowed by why it was called up, case by case', () => {
    const mixed = group('m', { cases: [one('m1'), { ...one('m2'), obstacle: 'power' }] })
    expect(narrowObstacle([a, mixed], 'power').map(({ cases }) => cases.map(({ id }) => id))).toEqual([['m2']])
    expect(narrowObstacle([a, mixed], '')).toEqual([a, mixed])
  })

  test('is narrowed by advice, reason and community', () => {
    expect(narrowGroups(all, 'direct', '')).toEqual([a, c])
    expect(narrowGroups(all, 'meeting', '')).toEqual([b])
    expect(narrowGroups(all, 'funds', 'c01')).toEqual([])
    expect(narrowGroups(all, '', 'c01')).toEqual([a, c])
  })
})

describe('what is ticked', () => {
  test('merges groups and splits single cases off', () => {
    const ids = new Set(['a2', 'b', 'gone'])
    const chosen = pickChosen(all, ids)
    expect(chosen.cases.map(({ id }) => id)).toEqual(['a2', 'b'])
    expect(chosen.groups).toEqual([a, b])
    expect(all.map((each) => tickOf(each, ids))).toEqual(['some', 'all', 'none'])
    expect(all.map((each) => tickedIn(each, ids))).toEqual(['a2', 'b', ''])
  })

  test('brings the usual unit along only where all agree', () => {
    expect(commonLead([a, b])).toBe('v-xf')
    expect(commonLead([a, c])).toBe('')
    expect(commonLead([group('d'), group('e')])).toBe('')
  })

  test('gives a topic its first title', () => {
    expect(suggestTitle([a])).toBe('c01：1.1')
    expect(suggestTitle([a, b, c])).toBe('c01等 2 处：1.1等 2 类隐患')
  })

  test('is sent as one step on each, in parts that one sending takes', () => {
    expect(wishesFor('assign', a.cases, { unit: 'v-xf' })).toEqual([
      { id: 'a1', step: 'assign', data: { unit: 'v-xf' }, seen: 3 },
      { id: 'a2', step: 'assign', data: { unit: 'v-xf' }, seen: 3 },
    ])
    expect(inParts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
    expect(inParts([], 2)).toEqual([])
  })
})

test('a case that a draft names already says so, two drafts as well', () => {
  const titles = new Map([['t1', '电梯']])
  expect(sayDrafts([], titles)).toBe('')
  expect(sayDrafts(['t1'], titles)).toBe('已在议题《电梯》')
  expect(sayDrafts(['t1', 't2'], titles)).toBe('在 2 个议题里')
  expect(sayGroupDrafts(group('d', { cases: [one('d1', ['t1']), one('d2')] }), titles)).toBe('1 条已在议题《电梯》')
  expect(sayGroupDrafts(group('d', { cases: [one('d1', ['t1'])] }), titles)).toBe('已在议题《电梯》')
  expect(sayGroupDrafts(a, titles)).toBe('')
})
