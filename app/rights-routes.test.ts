import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataFor, openChecks } from './rights-check.ts'
import { make, type Thing, things } from './rights-objects.ts'
import { stepNames } from './rights-table.ts'
import { type Caller, everybody, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
const callers: Caller[] = [...everybody, 'stranger']
const thing = things['reported by a volunteer'] as Thing
const { check, expectNoFaults, expectMany } = openChecks()

beforeAll(async () => {
  server = await openTestApp()
})

afterAll(async () => {
  expectMany('route × role × book', 900)
  await server.end()
})

const words = 'community=c01&item=1.1&place=x'
const uploaded = createHash('sha256').update('nobody sent this').digest('hex')

/** What a route answers: to nobody, to somebody of the book, and to somebody who names the other book. */
const routes: Record<string, { nobody: number; member: number; foreign?: number; path?: string; body?: object }> = {
  'GET /api/health': { nobody: 200, member: 200 },
  'GET /api/openapi.json': { nobody: 200, member: 200 },
  'POST /api/session': { nobody: 400, member: 400, body: {} },
  'GET /api/session': { nobody: 401, member: 200 },
  'DELETE /api/session': { nobody: 204, member: 0 },
  'POST /api/tokens': { nobody: 401, member: 200, body: {} },
  'POST /api/commands': { nobody: 401, member: 200, body: { commands: [] } },
  'GET /api/changes': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/hazards': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/hazards/:id': { nobody: 401, member: 404, foreign: 404, path: '/api/hazards/none' },
  'GET /api/exports/hazards.xlsx': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/exports/progress': { nobody: 401, member: 404, foreign: 404 },
  'GET /api/hazards/similar': { nobody: 401, member: 200, foreign: 404, path: `/api/hazards/similar?${words}` },
  'GET /api/account': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/catalogue': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/units': { nobody: 401, member: 200, foreign: 404 },
  'POST /api/sheets/read': { nobody: 401, member: 422 },
  'POST /api/files': { nobody: 401, member: 412 },
  'OPTIONS /api/files': { nobody: 401, member: 204 },
  'PATCH /api/files/:sha256': { nobody: 401, member: 404, path: `/api/files/${uploaded}` },
  'DELETE /api/files/:sha256': { nobody: 401, member: 404, path: `/api/files/${uploaded}` },
  'OPTIONS /api/files/:sha256': { nobody: 401, member: 404, path: `/api/files/${uploaded}` },
  'HEAD /api/files/:sha256': { nobody: 401, member: 404, path: `/api/files/${uploaded}` },
  'GET /api/files/:sha256': { nobody: 401, member: 404, path: `/api/files/${uploaded}` },
}

describe('every route × every person', () => {
  test('has a row in this table, and the table has no other', () => {
    const registered = server.routes.flatMap(({ method, url }) => [method].flat().map((one) => `${one} ${url}`))
    const isTwin = (route: string) => route.startsWith('HEAD ') && registered.includes(route.replace('HEAD', 'GET'))
    const own = registered.filter((route) => !isTwin(route) || route.includes('/files'))
    expect([...new Set(own)].sort()).toEqual(Object.keys(routes).sort())
  })

  test('answers whom the table says', async () => {
    for (const [route, row] of Object.entries(routes)) {
      const [method, url = ''] = route.split(' ')
      const path = row.path ?? url
      const ask = (who: Caller | null, to: string, as = method) =>
        server.call(who, { method: as as 'GET', url: to, ...(row.body ? { payload: row.body } : {}) })
      check((await ask(null, path)).statusCode === row.nobody, `${route}: nobody`)
      if (method === 'GET') check((await ask(null, path, 'HEAD')).statusCode === row.nobody, `HEAD of ${route}: nobody`)
      if (row.member === 0) continue
      for (const who of callers) {
        const answer = await ask(who, path)
        check(answer.statusCode === row.member, `${route}: ${who} got ${answer.statusCode}`)
        if (method === 'GET')
          check((await ask(who, path, 'HEAD')).statusCode === row.member, `HEAD of ${route}: ${who}`)
        if (row.foreign) {
          const book = who === 'stranger' ? 'b1' : 'b2'
          const foreign = await ask(who, `${path}${path.includes('?') ? '&' : '?'}book=${book}`)
          check(foreign.statusCode === row.foreign, `${route}: ${who} in ${book} got ${foreign.statusCode}`)
          check(foreign.json().code === 'book.not-found', `${route}: ${who} in ${book} got ${foreign.json().code}`)
        }
      }
    }
    expectNoFaults()
  })

  test('a command in the book of others is refused alone, whoever sends it', async () => {
    const id = await make(server, thing)
    for (const who of callers) {
      const book = who === 'stranger' ? 'b1' : 'b2'
      const steps = [...stepNames, 'report']
      const results = await server.send(
        who,
        steps.map((step) => server.command(step, dataFor(who, step, thing), id, { book })),
      )
      for (const result of results)
        check(result.problem?.code === 'book.not-found', `${who}: ${JSON.stringify(result)}`)
    }
    expectNoFaults()
  })

  test('people, units, catalogue and calendar are kept by the administrator alone', async () => {
    const unit = (code: string) => ({ code, name: '新网格', kind: 'grid', parent: 'c01' })
    for (const who of callers) {
      const person = server.book.people.volunteer
      const wishes: [string, string, object, string][] = [
        ['person', 'disable', {}, person],
        ['person', 'appoint', { memberships: [{ role: 'admin', unit: 'jd' }] }, server.book.people.leader],
        ['person', 'enrol', { name: '某人', memberships: [{ role: 'office', unit: 'zb' }] }, server.book.id()],
        ['unit', 'found', unit(`n-${who}`), server.book.id()],
        ['calendar', 'publish', { years: {} }, server.book.id()],
        ['catalogue', 'publish', { version: 'x', name: '空', from: '2030-01-01', categories: [] }, server.book.id()],
      ]
      if (who === 'admin' || who === 'stranger') continue
      const results = await server.send(
        who,
        wishes.map(([kind, step, data, stream]) => server.command(step, data, stream, { kind })),
      )
      for (const [i, result] of results.entries())
        check(result.problem?.code === 'step.not-yours', `${who} ${wishes[i]?.slice(0, 2)}: ${result.problem?.code}`)
    }
    expectNoFaults()
    const done = await server.step('admin', 'found', unit('n-admin'), server.book.id(), { kind: 'unit' })
    expect(done.status).toBe('accepted')
  })
})
