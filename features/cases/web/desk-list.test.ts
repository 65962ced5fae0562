import { expect, test } from 'vitest'
import { sayPrinted } from './desk-list.ts'

test('a list printed before it is all loaded says how much of it stands there', () => {
  expect(sayPrinted(50, 996)).toBe('仅前 50 条，共 996 条')
  expect(sayPrinted(50, null)).toBe('仅前 50 条，共 — 条')
})
