import { describe, expect, test } from 'vitest'
import type { SupervisionView } from '../contract.ts'
import { lateDays, numbersIn, pressable, sayMissing, saySummary, sortPlates } from './supervision-words.ts'

const plate = (more: object): SupervisionView =>
  ({ id: 'p', due: '2026-06-30', cases: [{ status: 'handling' }], missingMonths: [], lifted: null, ...more }) as never

describe('plates in words', () => {
  test('what is missing is named, the months in Chinese', () => {
    expect(sayMissing(plate({ planMissing: true, missingMonths: ['2026-04', '2026-11'] }))).toEqual([
      '重大隐患，还没有治理方案',
      '4 月、11 月没有报进展',
    ])
    expect(sayMissing(plate({}))).toEqual([])
  })

  test('a plate is late past its day, while something is open and it hangs', () => {
    expect(lateDays(plate({}), '2026-07-03')).toBe(3)
    expect(lateDays(plate({ cases: [{ status: 'closed' }] }), '2026-07-03')).toBe(0)
    expect(lateDays(plate({ lifted: { on: '2026-07-01' } }), '2026-07-03')).toBe(0)
  })

  test('letters may go to each unit that puts cases of it right, until it is down', () => {
    const cases = [
      ...[
        { id: 'a', unit: 'o-cg', status: 'handling' },
        { id: 'b', unit: 'v-xf', status: 'handling' },
      ],
      ...[
        { id: 'c', unit: 'o-cg', status: 'handling' },
        { id: 'd', unit: 'o-cg', status: 'rectified' },
      ],
    ]
    expect(pressable(plate({ cases }))).toEqual([
      { unit: 'o-cg', ids: ['a', 'c'] },
      { unit: 'v-xf', ids: ['b'] },
    ])
    expect(pressable(plate({ cases, lifted: { on: '2026-07-01' } }))).toEqual([])
  })

  test('the line counts what hangs, and who is late stands first', () => {
    const plates = [plate({ id: 'a', due: '2026-08-01' }), plate({ id: 'b', planMissing: true })]
    expect(saySummary(plates, '2026-07-03')).toBe('督办中 2 件，超期 1 件，缺治理方案 1 件，缺每月进展 0 件。')
    expect(saySummary([], '2026-07-03')).toBe('现在没有挂着的牌。')
    expect(sortPlates(plates, '2026-07-03').map(({ id }) => id)).toEqual(['b', 'a'])
  })

  test('numbers are found in whatever is pasted, each once', () => {
    expect(numbersIn('YH2026-00012、yh2026-00015 示范花园 YH2026-00012')).toEqual(['YH2026-00012', 'YH2026-00015'])
    expect(numbersIn('没有编号')).toEqual([])
  })
})
