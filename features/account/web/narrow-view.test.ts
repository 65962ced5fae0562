import { expect, test } from 'vitest'
import { smallTree } from '../../../domain/hazard/given-tree.ts'
import type { Role } from '../../../domain/units/roles.ts'
import { sayNarrow } from './narrow-view.ts'

const units = new Map(smallTree.map((unit) => [unit.code, unit]))
const as = (role: Role, unit: string) => ({ person: 'p', memberships: [{ role, unit }] })
const words = '您的职责看不到全街道的台账，这里只统计您能看到的隐患。'

test('a board of noughts is explained to those whose duties do not open the whole sub-district', () => {
  expect(sayNarrow(0, as('volunteer', 'c01'), units)).toBe(words)
  expect(sayNarrow(0, as('admin', 'jd'), units)).toBe(words)
  expect(sayNarrow(0, as('community', 'c01'), units)).toBe(words)
})

test('nothing is said to whoever sees it all or where there is something to count', () => {
  expect(sayNarrow(0, as('office', 'zb'), units)).toBe('')
  expect(sayNarrow(0, as('leader', 'jd'), units)).toBe('')
  expect(sayNarrow(0, as('superior', 'xq'), units)).toBe('')
  expect(sayNarrow(3, as('volunteer', 'c01'), units)).toBe('')
})
