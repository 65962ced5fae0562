import { expect, test } from 'vitest'
import { endOfDayAgo, fromLocalInput, sayAsOf, sayExactly, toLocalInput } from './as-of.ts'

test('midnight is written as 24:00 of the day that ends', () => {
  expect(sayAsOf('2026-04-08T16:00:00.000Z')).toBe('2026年4月8日 24:00')
  expect(sayAsOf('2026-04-08T09:40:12.345Z')).toBe('2026年4月8日 17:40')
})

test('an instant goes into the input and comes back in Shanghai time', () => {
  expect(toLocalInput('2026-04-08T16:00:00.000Z')).toBe('2026-04-09T00:00')
  expect(fromLocalInput('2026-04-09T00:00')).toBe('2026-04-08T16:00:00.000Z')
  expect(fromLocalInput('')).toBeUndefined()
})

test('yesterday ends at the midnight that has just passed in Shanghai', () => {
  expect(endOfDayAgo(1, new Date('2026-04-08T17:00:00Z'))).toBe('2026-04-08T16:00:00.000Z')
})

test('who must name the very same instant again reads it to the thousandth of a second, in Shanghai time', () => {
  expect(sayExactly('2026-04-08T16:00:05.123Z')).toBe('2026-04-09 00:00:05.123')
})
