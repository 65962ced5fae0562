import { expect, test } from 'vitest'
import type { Recheck } from '../contract.ts'
import { type Marks, sayPage, whyNotYet, wishesOf } from './recheck-page.ts'

const page = ['a', 'b', 'c'].map((id) => ({ id, number: `YH-${id}`, version: 3 }) as Recheck)
const all = { seen: new Set(['a', 'b', 'c']), broken: new Set<string>() }

test('a page with a pair that never stood on the screen cannot be closed', () => {
  expect(whyNotYet(page, {}, { ...all, seen: new Set(['a', 'b']) }, '到位')).toContain('还有 1 对没有看到')
  expect(whyNotYet(page, {}, all, '到位')).toBe('')
  expect(whyNotYet(page, {}, all, ' ')).toBe('请填写复查意见。')
})

test('a photo that does not open passes nothing, and does not hold up the page', () => {
  const sight = { seen: new Set(['a', 'b']), broken: new Set(['c']) }
  expect(whyNotYet(page, {}, sight, '到位')).toBe('')
  expect(wishesOf(page, {}, sight, '到位').map(({ id }) => id)).toEqual(['a', 'b'])
})

test('one note closes all that pass; what is not fixed goes back with its own reason; the site ones stay', () => {
  const marks: Marks = { b: { kind: 'bad', reason: ' 还在漏水 ' }, c: { kind: 'site' } }
  expect(wishesOf(page, marks, all, ' 到位 ')).toEqual([
    { id: 'a', step: 'close', data: { note: '到位', photos: [] }, seen: 3 },
    { id: 'b', step: 'return', data: { reason: '还在漏水' }, seen: 3 },
  ])
  expect(whyNotYet(page, { b: { kind: 'bad', reason: '' } }, all, '到位')).toBe('请写明 YH-b 哪里不合格。')
})

test('the button says what it will do', () => {
  expect(sayPage(page, {}, all)).toBe('本页全部复查通过销号（3 条）')
  expect(sayPage(page, { b: { kind: 'bad', reason: '' } }, all)).toBe('本页 2 条复查通过销号，1 条不合格退回')
  expect(sayPage(page.slice(0, 1), { a: { kind: 'site' } }, all)).toBe('看下一页')
})
