import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listHazards } from '../features/cases/contract.ts'
import { expectProblem, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
let here: string
let there: string

beforeAll(async () => {
  server = await openTestApp()
  here = await server.report('grid')
  there = await server.report('office', { community: 'c02' })
})
afterAll(() => server.end())

const listed = async (cookie: string) => {
  const answer = await server.call(null, { method: 'GET', url: '/api/hazards', headers: { cookie } })
  return { status: answer.statusCode, ids: answer.json().items?.map((row: { id: string }) => row.id) }
}
const found = async (cookie: string) =>
  (await server.call(null, { method: 'GET', url: '/api/account', headers: { cookie } })).json().found

/** Reads until who asks is presumed and no longer looked up. */
async function presumed(who: string): Promise<string> {
  const cookie = await server.signIn(who)
  for (let i = 0; i < 2; i++) expect((await listed(cookie)).status).toBe(200)
  return cookie
}

/** A step on a person, taken by the system as the clock's jobs take theirs. */
async function decree(who: 'community' | 'grid' | 'property', step: string, data: object): Promise<void> {
  const now = server.book.clock().toISOString()
  const stream = server.book.people[who]
  const [result] = await server.book.ledger.submit('b1', 'system', [
    { id: server.book.id(), stream, kind: 'person', step, data, takenAt: now },
  ])
  expect(result?.status, JSON.stringify(result)).toBe('accepted')
}

describe('who was presumed to be asking', () => {
  test('and has changed his duty sees at once what the new one opens, and nothing of the old', async () => {
    const cookie = await presumed('community')
    expect((await listed(cookie)).ids).toEqual([here])
    expect(await found(cookie)).toBe(1)
    await decree('community', 'appoint', { memberships: [{ role: 'community', unit: 'c02' }] })
    expect((await listed(cookie)).ids).toEqual([there])
    expect(await found(cookie)).toBe(1)
    await decree('community', 'appoint', { memberships: [] })
    expect((await listed(cookie)).ids).toEqual([])
    expect(await found(cookie)).toBe(0)
  })

  test('and is disabled is out at once, and back when enabled', async () => {
    const cookie = await presumed('grid')
    await decree('grid', 'disable', {})
    for (const url of ['/api/hazards', '/api/account', '/api/hazards?asOf=2026-03-02T01:00:00Z'])
      expectProblem(await server.call(null, { method: 'GET', url, headers: { cookie } }), 401, 'session.disabled')
    await decree('grid', 'enable', {})
    expect((await listed(cookie)).status).toBe(200)
  })

  test('and has signed out, or whose session has ended, is asked to sign in', async () => {
    const cookie = await presumed('office')
    await server.call(null, { method: 'DELETE', url: '/api/session', headers: { cookie } })
    expectProblem(await server.call(null, { method: 'GET', url: '/api/hazards', headers: { cookie } }), 401)
    const other = await presumed('office')
    await server.book.pool.query("delete from session where username = 'office'")
    for (const url of ['/api/hazards', '/api/account?by=community'])
      expectProblem(
        await server.call(null, { method: 'GET', url, headers: { cookie: other } }),
        401,
        'session.required',
      )
  })

  test('gets nothing of a book that is not his', async () => {
    const cookie = await presumed('fire')
    const url = '/api/hazards?book=b2'
    expectProblem(await server.call(null, { method: 'GET', url, headers: { cookie } }), 404)
  })
})

test('a page that PostgreSQL wrote is of the contract’s shape, and says what an instant’s page says', async () => {
  const cookie = await presumed('leader')
  const answer = await server.call(null, { method: 'GET', url: '/api/hazards', headers: { cookie } })
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  const now = listHazards.response.parse(answer.json())
  expect(now.items).toHaveLength(2)
  const then = await server.call(null, {
    method: 'GET',
    url: `/api/hazards?asOf=${encodeURIComponent(now.asOf)}`,
    headers: { cookie },
  })
  expect(then.json().items).toEqual(answer.json().items)
})
