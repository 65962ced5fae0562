import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf, MESSAGE_BYTES, sayMoment, splitMessage, utf8Bytes } from './message.ts'

test('no message is longer in bytes than a robot takes, and together they hold every character', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 900 }), { maxLength: 30 }), (lines) => {
      const text = lines.map((line) => line.replace(/\n/g, '')).join('\n')
      const parts = splitMessage(text)
      for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(MESSAGE_BYTES)
      const bare = parts.length === 1 ? parts : parts.map((part) => part.replace(/^（\d+\/\d+）\n/, ''))
      expect(bare.join('').replace(/\n/g, '')).toBe(text.replace(/\n/g, ''))
    }),
  )
})

test('a text is split at a line break, never inside a line that fits a message', () => {
  const lines = Array.from({ length: 60 }, (_, i) => `第${i}社区：超期12条，最久超期30天，请抓紧办理`)
  const parts = splitMessage(lines.join('\n'))
  expect(parts.length).toBeGreaterThan(1)
  expect(parts.flatMap((part) => part.split('\n').slice(1))).toEqual(lines)
  expect(parts[0]?.startsWith(`（1/${parts.length}）\n`)).toBe(true)
})

test('bytes are counted as UTF-8 has them, also beyond the basic plane', () => {
  for (const text of ['a', '隐患', '𠮷', 'é', '😀隐a']) expect(utf8Bytes(text)).toBe(Buffer.byteLength(text))
})

test('the moment reads as bulletins write it, and midnight belongs to the day it ends', () => {
  expect(sayMoment('2026-04-08T09:00:00.000Z')).toBe('4月8日17时')
  expect(sayMoment('2026-04-08T09:05:59.000Z')).toBe('4月8日17时05分')
  expect(sayMoment('2026-04-08T16:00:00.000Z')).toBe('4月8日24时')
  expect(sayMoment('2026-04-08T16:00:30.000Z')).toBe('4月9日0时')
  expect(dayOf('2026-04-08T16:00:00.000Z')).toBe('2026-04-08')
  expect(dayOf('2026-04-08T16:00:00.001Z')).toBe('2026-04-09')
})
