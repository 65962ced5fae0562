import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
beforeAll(async () => {
  server = await openTestApp()
})
afterAll(() => server.end())

const start = async (who: 'office' | 'admin' | 'community2' | 'volunteer') =>
  (await server.get(who, '/api/start')).json()

test('the first day is ticked off by what the ledger holds, within what each person sees', async () => {
  const none = { found: 0, handed: 0, fixed: 0, closed: 0 }
  expect((await start('office')).cases).toEqual(none)
  const stream = await server.report('grid')
  expect((await start('office')).cases).toEqual({ ...none, found: 1 })
  await server.step('community', 'verify', { unit: 'c01' }, stream)
  await server.step('community', 'rectify', { note: '已换新', photos: [] }, stream)
  expect((await start('office')).cases).toEqual({ ...none, found: 1, handed: 1, fixed: 1 })
  await server.step('colleague', 'close', { note: '合格', photos: [] }, stream)
  expect((await start('office')).cases).toEqual({ found: 1, handed: 1, fixed: 1, closed: 1 })
  expect((await start('community2')).cases).toEqual(none)
})

test('what is left out is not counted as found', async () => {
  const before = (await start('office')).cases.found
  const stream = await server.report('grid')
  await server.step('grid', 'void', { reason: '报错了' }, stream)
  expect((await start('office')).cases.found).toBe(before)
})

test('a keeper is told of people, not of cases; keepers are no workers', async () => {
  const { people, signedIn, cases } = await start('admin')
  expect(cases).toBeNull()
  expect(signedIn).toBe(people)
  const grid = server.book.people.grid
  await server.step('admin', 'disable', {}, grid, { kind: 'person' })
  expect((await start('admin')).people).toBe(people - 1)
  await server.step('admin', 'disable', {}, server.book.people.auditor, { kind: 'person' })
  expect((await start('admin')).people).toBe(people - 1)
})
