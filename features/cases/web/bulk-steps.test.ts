import { expect, test } from 'vitest'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { actedOn, bulkWishes, commonCommunity, commonHolder, countOffered, rangeOf } from './bulk-steps.ts'

const row = (id: string, community = 'c01') => ({ id, community, version: 3 }) as HazardRow
const rows = [row('a'), row('b'), row('c', 'c02')]
const offers = new Map([
  ['a', ['verify', 'void']],
  ['b', ['void']],
])

test('only cases that offer a step are acted on, and a merge spares the original', () => {
  expect(actedOn('verify', rows, offers).map(({ id }) => id)).toEqual(['a'])
  expect(actedOn('merge', rows, offers, 'a').map(({ id }) => id)).toEqual(['b'])
  expect(countOffered('assign', rows, offers)).toBe(0)
  expect(countOffered('merge', rows, offers)).toBe(2)
  expect(countOffered('merge', rows.slice(0, 1), offers)).toBe(0)
})

test('a merge names the original in every command, and each says what the screen had seen', () => {
  expect(bulkWishes('merge', [row('b')], { reason: ' 同一处 ' }, 'a')).toEqual([
    { id: 'b', step: 'void', data: { reason: '同一处', duplicateOf: 'a' }, seen: 3 },
  ])
})

test('a range runs either way, and from a row that is gone it is the row itself', () => {
  expect(rangeOf(['a', 'b', 'c', 'd'], 'c', 'a')).toEqual(['a', 'b', 'c'])
  expect(rangeOf(['a', 'b'], 'x', 'b')).toEqual(['b'])
  expect(commonCommunity(rows)).toBe('')
  expect(commonCommunity(rows.slice(0, 2))).toBe('c01')
})

test('a letter is about cases in the hands of one unit', () => {
  const held = (id: string, status: string, holder: string | null) => ({ ...row(id), status, holder }) as HazardRow
  const fire = [held('a', 'handling', 'v-xf'), held('b', 'handling', 'v-xf')]
  expect(commonHolder(fire)).toBe('v-xf')
  expect(commonHolder([...fire, held('c', 'handling', 'o-cg')])).toBe('')
  expect(commonHolder([...fire, held('d', 'rectified', 'v-xf')])).toBe('')
  expect(commonHolder([held('e', 'closed', null)])).toBe('')
})
