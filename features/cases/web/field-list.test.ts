import { expect, it } from 'vitest'
import { listQuery, rowsAgain } from './field-list.ts'

const all = { tab: 'all', own: false, answers: null, word: '' } as const

it('a search looks among the closed ones too, the list itself shows what is open', () => {
  expect(listQuery(all)).toEqual({ open: '1', order: 'due' })
  expect(listQuery({ ...all, word: '车棚' })).toEqual({ q: '车棚', order: 'recent' })
})

it('whoever sees only his own reports has the closed ones in his list', () => {
  expect(listQuery({ ...all, own: true })).toEqual({ order: 'recent' })
})

it('words typed elsewhere do not touch the own tasks', () => {
  expect(listQuery({ ...all, tab: 'todo', word: '车棚' })).not.toHaveProperty('q')
})

it('requests for more time are asked for by whose answer they need', () => {
  expect(listQuery({ ...all, tab: 'asked', answers: 'leader' })).toEqual({ extension: 'leader', order: 'due' })
})

it('a list looked at again asks for as many rows as it showed, within one page of the server', () => {
  expect([0, 20, 60, 500].map(rowsAgain)).toEqual([20, 20, 60, 200])
})
