import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectProblem, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
beforeAll(async () => {
  server = await openTestApp()
})
afterAll(() => server.end())

const put = (who: 'office' | 'community', id: string, payload: object) =>
  server.call(who, { method: 'PUT', url: `/api/views/${id}`, payload })
const views = async (who: 'office' | 'community') => (await server.get(who, '/api/views')).json().views

test('a view is its maker’s alone: another with the same id keeps his own, and deleting one leaves the other', async () => {
  const id = server.book.id()
  expect((await put('office', id, { name: '消防', query: { category: '1', open: '1' } })).statusCode).toBe(204)
  expect((await put('community', id, { name: '今日', query: { reported: 'today' } })).statusCode).toBe(204)
  expect(await views('office')).toEqual([{ id, name: '消防', query: { category: '1', open: '1' } }])
  await server.call('community', { method: 'DELETE', url: `/api/views/${id}` })
  expect(await views('community')).toEqual([])
  expect(await views('office')).toHaveLength(1)
  await put('office', id, { name: '一类', query: { category: '1' } })
  expect(await views('office')).toEqual([{ id, name: '一类', query: { category: '1' } }])
})

test('what is no filter, has no name or has too long a one is refused in one sentence', async () => {
  const bad: object[] = [
    { name: '', query: {} },
    { name: '一'.repeat(21), query: {} },
    { name: '好', query: { overdue: 'yes' } },
    { name: '好', query: {}, more: 1 },
    { name: '坏\0', query: {} },
    [],
  ]
  for (const body of bad) expectProblem(await put('office', server.book.id(), body), 422, 'view.name')
  expectProblem(await put('office', 'none', { name: '好', query: {} }), 422, 'view.name')
})

test('thirty are kept, the thirty-first is refused, and one of the thirty can still be renamed', async () => {
  const ids = Array.from({ length: 29 }, () => server.book.id())
  for (const id of ids) expect((await put('office', id, { name: '又一个', query: {} })).statusCode).toBe(204)
  expectProblem(await put('office', server.book.id(), { name: '多了', query: {} }), 422, 'view.too-many')
  expect((await put('office', ids[0] ?? '', { name: '改了名', query: {} })).statusCode).toBe(204)
  expect(await views('office')).toHaveLength(30)
})
