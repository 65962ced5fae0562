import { expect, test } from 'vitest'
import { builtInViews, sameQuery, viewQuery } from './saved-views.ts'

const names = (...roles: string[]) =>
  builtInViews((...wanted) => wanted.some((one) => roles.includes(one))).map(({ name }) => name)

test('the views that come with a duty are those of that duty', () => {
  expect(names('office')).toEqual(['我的待办', '待研判', '待复查', '今日新增', '超期'])
  expect(names('grid')).toEqual(['我的待办', '待核实', '今日新增', '超期'])
  expect(names('leader')).toEqual(['今日新增', '超期'])
})

test('a view keeps the question without its instant, and is known again whatever the order of its parts', () => {
  const query = viewQuery({ community: 'c01', status: 'called', asOf: '2026-04-08T16:00:00.000Z' }, 'due')
  expect(query).toEqual({ status: 'called', community: 'c01', order: 'due' })
  expect(sameQuery(query, { order: 'due', community: 'c01', status: 'called' })).toBe(true)
  expect(sameQuery(query, { community: 'c01', status: 'called' })).toBe(false)
})
