import { expect, test } from 'vitest'
import { firstSteps, nextOf } from './first-steps.ts'

const none = { found: 0, handed: 0, fixed: 0, closed: 0 }
const nothing = { people: 0, signedIn: 0, cases: none, asOf: '2026-03-02T01:00:00Z' }

test('the first day leads from nothing to the first hazard struck off, one step after the other', () => {
  const days = [
    nothing,
    { ...nothing, people: 3 },
    { ...nothing, people: 3, signedIn: 1 },
    { ...nothing, people: 3, signedIn: 1, cases: { ...none, found: 1 } },
    { ...nothing, people: 3, signedIn: 1, cases: { ...none, found: 1, handed: 1 } },
    { ...nothing, people: 3, signedIn: 1, cases: { ...none, found: 1, handed: 1, fixed: 1 } },
    { ...nothing, people: 3, signedIn: 1, cases: { ...none, found: 1, handed: 1, fixed: 1, closed: 1 } },
  ]
  expect(days.map((day) => nextOf(day)?.key)).toEqual(['people', 'links', 'report', 'hand', 'fix', 'close', undefined])
})

test('it takes no longer than it says: 15 minutes', () => {
  expect(firstSteps.reduce((sum, { minutes }) => sum + minutes, 0)).toBeLessThanOrEqual(15)
})

test('a keeper, who sees no case, is not told that none was reported', () => {
  expect(nextOf({ ...nothing, people: 3, signedIn: 1, cases: null })).toBeUndefined()
})
