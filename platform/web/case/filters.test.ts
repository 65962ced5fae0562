import { expect, test } from 'vitest'
import { hazardFilters } from '../../../domain/account/account.ts'
import { FOUND, listOf, readFilters, sayFilter, toQuery } from './filters.ts'

test('an address keeps the filters it knows and drops empty and unknown ones', () => {
  const query = { status: 'called', community: '', cursor: 'x', asOf: '2026-04-08T16:00:00.000Z', q: ['a', 'b'] }
  expect(readFilters(query)).toEqual({ status: 'called', asOf: '2026-04-08T16:00:00.000Z' })
})

test('the same question has the same address whatever the order it was asked in', () => {
  const one = toQuery({ asOf: 't', community: 'c01', status: 'called' })
  const other = toQuery({ status: 'called', community: 'c01', asOf: 't', q: '' })
  expect(Object.keys(one)).toEqual(['status', 'community', 'asOf'])
  expect(other).toEqual(one)
  expect(listOf({ overdue: '1' })).toEqual({ path: '/', query: { overdue: '1' } })
})

test('what was found is every status but 不列入, and is said in words', () => {
  expect(FOUND.split(',')).toHaveLength(8)
  expect(FOUND).not.toContain('void')
  expect(sayFilter('status', FOUND)).toBe('全部在册（不含不列入）')
  expect(sayFilter('status', 'called,tabled')).toBe('待研判、待议决')
  expect(sayFilter('level', 'street,above')).toBe('街道层面、上级层面')
})

test('every filter of list and account but the book is kept by an address', () => {
  const { book: _, ...all } = Object.fromEntries(Object.keys(hazardFilters.shape).map((name) => [name, 'x']))
  expect(readFilters(all)).toEqual(all)
  expect(toQuery(readFilters(all))).toEqual(all)
})
