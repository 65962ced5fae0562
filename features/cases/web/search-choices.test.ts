import { expect, test } from 'vitest'
import { catalogue2019 } from '../../../domain/catalogue/catalogue-2019.ts'
import type { Unit } from '../../../domain/units/units.ts'
import { searchChoices } from './search-choices.ts'

const units = new Map<string, Unit>(
  (
    [
      ['c01', '华新街社区', 'community', 'jd'],
      ['c01-s1', '伏龙小区', 'compound', 'c01'],
      ['v-xf', '消防救援大队', 'organ', 'jd'],
      ['jd', '华阳街道', 'street', null],
    ] as const
  ).map(([code, name, kind, parent]) => [code, { code, name, kind, parent }]),
)
const all = [...units.values()].map(({ code, name }) => ({ value: code, label: name, hint: '华新街社区' }))
const find = (words: string) => all.filter(({ label }) => label.includes(words))
const choices = (typed: string) => searchChoices(typed, catalogue2019, units, find)

test('an item is found by its name, a synonym, pinyin or initials, and becomes its filter', () => {
  for (const typed of ['飞线', 'feixian', 'fx'])
    expect(choices(typed).find(({ filter }) => filter.item === '1.2')?.kind, typed).toBe('检查项目')
})

test('a place becomes the filter of the place, a unit that of the responsible unit, a street nothing', () => {
  expect(choices('伏龙')).toEqual([{ kind: '点位', label: '伏龙小区', hint: '华新街社区', filter: { site: 'c01-s1' } }])
  expect(choices('救援').map(({ filter }) => filter)).toEqual([{ unit: 'v-xf' }])
  expect(choices('华阳')).toEqual([])
})

test('words with a blank, one letter and nothing are words and no suggestions', () => {
  for (const typed of ['', 'x', '消防 通道']) expect(choices(typed)).toEqual([])
})
