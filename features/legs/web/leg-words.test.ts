import { expect, test } from 'vitest'
import { smallReference } from '../../../domain/hazard/given-tree.ts'
import type { LegRow } from '../contract.ts'
import { sayOutcome, sayRate, treeKey } from './leg-words.ts'

test('a rate is not rounded to all or to none, and of nothing there is none', () => {
  const rate = (onTime: number, counted: number) => sayRate({ onTime, counted })
  expect([rate(3, 4), rate(4, 4), rate(1999, 2000), rate(1, 5000), rate(0, 3), rate(0, 0)]).toEqual([
    ...['75.0%', '100.0%', '99.9%', '0.1%', '0.0%', '—'],
  ])
})

test('a leg says how late it is; a request is only unanswered', () => {
  const asOf = '2026-03-20T04:00:00Z'
  const leg = { due: '2026-03-18', ended: null, mode: 'order', aside: null } as unknown as LegRow
  expect(sayOutcome(leg, asOf)).toBe('已超期 2 天')
  expect(sayOutcome({ ...leg, ended: '2026-03-19T01:00:00Z' }, asOf)).toBe('超期 1 天办出')
  expect(sayOutcome({ ...leg, ended: '2026-03-18T15:00:00Z' }, asOf)).toBe('按期')
  expect(sayOutcome({ ...leg, due: '2026-03-20' }, asOf)).toBe('未到期')
  expect(sayOutcome({ ...leg, mode: 'request' }, asOf)).toBe('未反馈 2 天')
  expect(sayOutcome({ ...leg, mode: 'request', ended: '2026-03-19T01:00:00Z' }, asOf)).toBe('已反馈')
  expect(sayOutcome({ ...leg, aside: 'right' }, asOf)).toBe('退单成立，不计')
})

test('units stand in the order of the organ tree, not of their figures', () => {
  const codes = ['c02', 'c01-s1', 'v-xf', 'c01', 'zb', 'gone', 'o-cg']
  const sorted = [...codes].sort((a, b) =>
    treeKey(smallReference.units, a) < treeKey(smallReference.units, b) ? -1 : 1,
  )
  expect(sorted).toEqual(['o-cg', 'zb', 'v-xf', 'c01', 'c01-s1', 'c02', 'gone'])
})
