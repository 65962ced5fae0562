import chineseDays from 'chinese-days'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedCalendar as calendar } from './calendar-data.ts'
import { addDays, addWorkingDays, daysBetween, isWorkingDay, shanghaiDate } from './working-days.ts'

const FIRST = '2019-01-01'
const LAST = '2026-12-31'
const everyDay = Array.from({ length: daysBetween(FIRST, LAST) + 1 }, (_, n) => addDays(FIRST, n))

describe('published days off', () => {
  it('agree with the reference package on every day of 2019 to 2026', () => {
    const wrong = everyDay.filter((day) => isWorkingDay(calendar, day) !== chineseDays.isWorkday(day))
    expect(wrong).toEqual([])
  })

  it('name only weekdays as off, only weekend days as worked, each in its own year', () => {
    for (const [year, { off, on }] of Object.entries(calendar.years)) {
      const weekend = (day: string) => [0, 6].includes(new Date(day).getUTCDay())
      expect(off.filter((day) => weekend(day) || !day.startsWith(year))).toEqual([])
      expect(on.filter((day) => !weekend(day) || !day.startsWith(year))).toEqual([])
    }
  })

  it('hold 清明 2019 off from Friday to Sunday', () => {
    const days = ['2019-04-04', '2019-04-05', '2019-04-06', '2019-04-07', '2019-04-08']
    expect(days.map((day) => isWorkingDay(calendar, day))).toEqual([true, false, false, false, true])
  })

  it('hold 五一 2019 off for four days with the Sundays before and after worked', () => {
    const days = ['2019-04-28', '2019-05-01', '2019-05-02', '2019-05-03', '2019-05-04', '2019-05-05']
    expect(days.map((day) => isWorkingDay(calendar, day))).toEqual([true, false, false, false, false, true])
  })
})

describe('adding working days', () => {
  it('steps over 清明', () => {
    expect(addWorkingDays(calendar, '2019-04-04', 1)).toEqual({ date: '2019-04-08', provisional: false })
  })

  it('counts the worked Sundays around 五一', () => {
    expect(addWorkingDays(calendar, '2019-04-27', 1).date).toBe('2019-04-28')
    expect(addWorkingDays(calendar, '2019-04-30', 2).date).toBe('2019-05-06')
  })

  it('gives the same day for none', () => {
    expect(addWorkingDays(calendar, '2019-04-06', 0)).toEqual({ date: '2019-04-06', provisional: false })
  })

  it('crosses a year', () => {
    expect(addWorkingDays(calendar, '2019-12-31', 1)).toEqual({ date: '2020-01-02', provisional: false })
  })

  it('is provisional as soon as it touches a year that is not published', () => {
    expect(addWorkingDays(calendar, '2026-12-30', 1)).toEqual({ date: '2026-12-31', provisional: false })
    expect(addWorkingDays(calendar, '2026-12-31', 1)).toEqual({ date: '2027-01-01', provisional: true })
    expect(addWorkingDays(calendar, '2027-03-01', 0)).toEqual({ date: '2027-03-01', provisional: true })
  })

  it('agrees with counting day by day', () => {
    const starts = fc.integer({ min: 0, max: everyDay.length - 200 })
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 90 }), (at, n) => {
        const later = everyDay.slice(at + 1).filter((day) => chineseDays.isWorkday(day))
        expect(addWorkingDays(calendar, everyDay[at] ?? '', n)).toEqual({ date: later[n - 1], provisional: false })
      }),
    )
  })
})

describe('Shanghai days', () => {
  it('turn at 16:00 UTC', () => {
    expect(shanghaiDate('2019-04-07T15:59:59.999Z')).toBe('2019-04-07')
    expect(shanghaiDate('2019-04-07T16:00:00.000Z')).toBe('2019-04-08')
    expect(shanghaiDate('2019-04-08T00:00:00+08:00')).toBe('2019-04-08')
  })

  it('count forward and back as inverse of each other', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyDay), fc.integer({ min: -2000, max: 2000 }), (day, n) => {
        expect(daysBetween(day, addDays(day, n))).toBe(n)
      }),
    )
  })
})
