import { expect, test } from 'vitest'
import { sayChase, sayToday } from './texts.ts'

const asOf = '2026-04-08T09:00:00.000Z'
const nought = { n: 0, oldest: 0 }

test('the line of day 17 sums', () => {
  const day = { found: 2154, closed: 336, community: 996, above: 822, void: 41 }
  expect(sayToday({ ...day, reportedToday: 57, closedToday: 21, overdue: 30 }, '', asOf)).toBe(
    '截至4月8日17时，排查2154＝已销号336＋社区层面未销号996＋街道及以上未销号822；另不列入41。今日新增57，今日销号21，超期未办30。',
  )
})

test('who owes is named with how many and how old; a request is 未反馈, not 超期', () => {
  const rows = [
    { name: '华新街社区', late: { n: 3, oldest: 12 }, unanswered: nought },
    { name: '消防救援大队', late: nought, unanswered: { n: 2, oldest: 5 } },
  ]
  expect(sayChase(rows, '华新街社区', asOf)).toBe(
    '【华新街社区】截至4月8日17时，超期未办3条，商请未反馈2条，请抓紧办理：\n华新街社区：超期3条（最久12天）\n消防救援大队：未反馈2条（最久5天）',
  )
  expect(sayChase([], '', asOf)).toBe('截至4月8日17时，没有超期未办的隐患。')
})
