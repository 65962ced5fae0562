import { beforeEach, describe, expect, it } from 'vitest'
import { ahead, hearDate, sayClock } from './clock-skew.ts'

const date = 'Mon, 02 Mar 2026 01:00:00 GMT'
const at = Date.parse(date)
const MINUTE = 60_000

beforeEach(() => {
  ahead.value = 0
})

describe('the phone’s clock', () => {
  it('is said to be wrong from more than five minutes on, fast or slow', () => {
    expect(sayClock(5 * MINUTE)).toBe('')
    expect(sayClock(-5 * MINUTE)).toBe('')
    expect(sayClock(6 * MINUTE)).toContain('比服务器快了约 6 分钟，')
    expect(sayClock(-90 * MINUTE)).toContain('比服务器慢了约 2 小时，')
    expect(sayClock(-3652 * 24 * 60 * MINUTE)).toContain('慢了约 3652 天，')
  })

  it('is measured in the middle between question and answer, so a slow line makes no wrong clock', () => {
    hearDate(date, at - 8 * MINUTE, at + 8 * MINUTE)
    expect(ahead.value).toBe(0)
    hearDate(date, at + 20 * MINUTE, at + 20 * MINUTE)
    expect(ahead.value).toBe(20 * MINUTE)
  })

  it('is not judged by an answer without a date', () => {
    for (const none of [null, '', 'yesterday']) hearDate(none, at, at)
    expect(ahead.value).toBe(0)
  })
})
