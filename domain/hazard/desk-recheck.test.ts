import { expect, test } from 'vitest'
import { asideOf } from './desk-recheck.ts'
import type { HazardState } from './state.ts'

const units = new Map([
  ['jd', { code: 'jd', name: '街道', kind: 'street' as const, parent: null }],
  ['c01', { code: 'c01', name: '一社区', kind: 'community' as const, parent: 'jd' }],
  ['c02', { code: 'c02', name: '二社区', kind: 'community' as const, parent: 'jd' }],
])
const reference = { units, people: new Map(), catalogues: [], calendar: { years: {} } }
const officer = { person: 'me', memberships: [{ role: 'community' as const, unit: 'c01' }] }
const plain = {
  community: 'c01',
  unit: 'c01',
  fixer: 'other',
  recorder: null,
  severity: 'ordinary',
  suspectedMajor: false,
  proof: 'photo',
  before: ['b'],
  after: ['a'],
} as unknown as HazardState
const aside = (change: Partial<HazardState>, arrived = ['a', 'b'], actor = officer) =>
  asideOf({ ...plain, ...change }, actor, reference, new Set(arrived))

test('an ordinary case that somebody else fixed, with both photos, is judged from its photos', () => {
  expect(aside({})).toBeNull()
})

test('nobody passes his own work, nor what he entered for another, however plain the photos', () => {
  expect(aside({ fixer: 'me' })).toBe('own-fix')
  expect(aside({ fixer: null, recorder: 'me' })).toBe('own-record')
})

test('what may be grave, what photos do not prove and what cannot be compared is looked at on its own', () => {
  expect(aside({ severity: 'larger' })).toBe('severity')
  expect(aside({ suspectedMajor: true })).toBe('suspected')
  expect(aside({ proof: 'visit' })).toBe('proof')
  expect(aside({ before: [] })).toBe('no-photos')
  expect(aside({ after: [] })).toBe('no-photos')
  expect(aside({}, ['b'])).toBe('missing')
})

test('a case of another community is not his to pass', () => {
  const other = { person: 'me', memberships: [{ role: 'community' as const, unit: 'c02' }] }
  expect(aside({}, ['a', 'b'], other)).toBe('not-yours')
})
