import { expect, test } from 'vitest'
import { checkDesk, type DeskReport, deskData, emptyReport } from './desk-report.ts'

const today = '2026-03-02'
const called: DeskReport = {
  ...emptyReport('c01', 'resident', today),
  item: '1.1',
  place: ' 3栋 ',
  description: '灭火器没压力',
}

test('a call of today is a plain report', () => {
  expect(checkDesk(called, today)).toBeNull()
  expect(deskData(called, ['a'], [], today)).toEqual({
    community: 'c01',
    item: '1.1',
    place: '3栋',
    description: '灭火器没压力',
    photos: ['a'],
    source: 'resident',
  })
})

test('what was found earlier needs a reason and goes as 补录', () => {
  const earlier = { ...called, found: '2026-02-20' }
  expect(checkDesk(earlier, today)?.at).toBe('reason')
  const told = { ...earlier, reason: '停电，先记在纸上' }
  expect(checkDesk(told, today)).toBeNull()
  expect(deskData(told, [], [], today)).toMatchObject({ backfill: { found: '2026-02-20', reason: '停电，先记在纸上' } })
})

test('a day to come is refused, and the first empty field is named', () => {
  expect(checkDesk({ ...called, found: '2026-03-03' }, today)?.at).toBe('found')
  expect(checkDesk({ ...called, place: ' ' }, today)).toEqual({ at: 'place', said: '请填写具体位置。' })
})

test('a paper counts with its photo', () => {
  const paper = { on: '2026-03-01', photos: ['p'] }
  expect(deskData({ ...called, paperOn: '2026-03-01' }, [], ['p'], today)).toMatchObject({ paper })
  expect(deskData({ ...called, paperOn: '2026-03-01' }, [], [], today)).not.toHaveProperty('paper')
})
