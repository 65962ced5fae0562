import { expect, test } from 'vitest'
import { daysLate, sayHeld } from './legs.ts'

const now = new Date('2026-04-10T04:00:00Z')

test('the time a case was held is said in the two largest units', () => {
  const held = (from: string, to: string | null) => sayHeld({ from, to }, now)
  expect(held('2026-04-10T04:00:00Z', null)).toBe('刚刚')
  expect(held('2026-04-08T01:00:00Z', '2026-04-08T01:00:20Z')).toBe('不到 1 分钟')
  expect(held('2026-04-08T01:00:00Z', '2026-04-08T01:20:00Z')).toBe('20 分钟')
  expect(held('2026-04-08T01:00:00Z', '2026-04-08T06:10:00Z')).toBe('5 小时')
  expect(held('2026-04-08T04:00:00Z', null)).toBe('2 天')
  expect(held('2026-04-08T01:00:00Z', null)).toBe('2 天 3 小时')
})

test('a holder is late from the day after the due day, and only for the own stretch', () => {
  expect(daysLate({ due: '2026-04-08', to: '2026-04-08T15:59:00Z' }, now)).toBe(0)
  expect(daysLate({ due: '2026-04-08', to: '2026-04-08T16:01:00Z' }, now)).toBe(1)
  expect(daysLate({ due: '2026-04-08', to: null }, now)).toBe(2)
  expect(daysLate({ due: null, to: null }, now)).toBe(0)
})
