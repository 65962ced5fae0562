import { expect, test } from 'vitest'
import { daysLate, sayHeld, sayReceipt, sayRefused, sayTurns } from './legs.ts'

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

test('a leg says who received it, how often its day was put off, and what was said of its refusal', () => {
  const leg = {
    ...{ status: 'handling', holder: 'o-cg', level: 'street', by: 'zb', mode: 'order', provisional: false },
    ...{ due: '2026-04-20', firstDue: '2026-04-10', extended: 1, refusal: null },
    ...{ from: '2026-04-08T01:00:00Z', to: null, end: null, received: null },
  }
  expect(sayReceipt(leg, now)).toBe('未签收')
  const at = '2026-04-08T02:00:00Z'
  expect(sayReceipt({ ...leg, received: { at, how: 'opened' } }, now)).toMatch(/^已签收（/)
  expect(sayReceipt({ ...leg, received: { at, how: 'silence' } }, now)).toMatch(/^视为已签收（/)
  expect(sayReceipt({ ...leg, holder: 'zb' }, now)).toBe('')
  expect(sayTurns(leg)).toEqual(['延期 1 次，原期限 4月10日'])
  expect(sayTurns({ ...leg, extended: 0, refusal: 'right' })).toEqual(['退单成立，不计超期'])
})

test('a case that came back from a unit says so until it is handed on', () => {
  const [out, back] = [
    { holder: 'o-cg', end: 'refuse' },
    { holder: 'zb', to: null },
  ] as [never, never]
  expect(sayRefused({ legs: [out, back] })).toBe('o-cg已退单，待重新交办')
  expect(sayRefused({ legs: [back] })).toBe('')
})
