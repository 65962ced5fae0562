import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Who } from '../ledger/test-book.ts'
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

const importers: readonly Caller[] = ['office', 'community', 'colleague', 'community2', 'stranger']
const studying: readonly Caller[] = ['office', 'leader', 'auditor', 'stranger']
interface Row {
  nobody: number
  member: number
  foreign?: number
  path?: string
  body?: object
  /** To others than these the route answers 403 `step.not-yours`. */
  only?: readonly Caller[]
}
const someView = '01980000-0000-7000-8000-000000000000'

/** What a route answers: to nobody, to somebody of the book, and to somebody who names the other book. */
const routes: Record<string, Row> = {
  'GET /api/health': { nobody: 200, member: 200 },
  'GET /api/openapi.json': { nobody: 200, member: 200 },
  'POST /api/session': { nobody: 400, member: 400, body: {} },
  'GET /api/session': { nobody: 401, member: 200 },
  'DELETE /api/session': { nobody: 204, member: 0 },
  'POST /api/session/link': { nobody: 400, member: 400, body: {} },
  'POST /api/session/pin': { nobody: 400, member: 400, body: {} },
  'POST /api/session/password': { nobody: 401, member: 400, body: {} },
  'GET /api/devices': { nobody: 401, member: 200 },
  'DELETE /api/devices/:id': { nobody: 401, member: 404, path: '/api/devices/none' },
  'GET /api/people': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/people/:id': { nobody: 401, member: 404, foreign: 404, path: '/api/people/none' },
  'POST /api/people/:id/link': { nobody: 401, member: 404, path: '/api/people/none/link', body: {} },
  'POST /api/people/:id/reveal': { nobody: 401, member: 404, path: '/api/people/none/reveal', body: {} },
  'DELETE /api/people/:id/sessions': { nobody: 401, member: 404, path: '/api/people/none/sessions' },
  'POST /api/tokens': { nobody: 401, member: 200, body: {} },
  'POST /api/commands': { nobody: 401, member: 200, body: { commands: [] } },
  'GET /api/changes': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/receipts': { nobody: 401, member: 200, foreign: 404, path: `/api/receipts?ids=${someView}` },
  'GET /api/hazards': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/hazards/available': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/hazards/:id': { nobody: 401, member: 404, foreign: 404, path: '/api/hazards/none' },
  'GET /api/hazards/:id/letters': { nobody: 401, member: 404, foreign: 404, path: '/api/hazards/none/letters' },
  'GET /api/exports/hazards.xlsx': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/exports/progress': { nobody: 401, member: 404, foreign: 404 },
  'GET /api/hazards/similar': { nobody: 401, member: 200, foreign: 404, path: `/api/hazards/similar?${words}` },
  'GET /api/rechecks': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/draw': { nobody: 401, member: 200, foreign: 404, only: ['superior', 'auditor', 'leader'] },
  'GET /api/superior-lists': { nobody: 401, member: 200, foreign: 404, only: [...studying, 'superior'] },
  'GET /api/supervisions': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/supervisions/cases': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/study': { nobody: 401, member: 200, foreign: 404, only: studying },
  'GET /api/topics': { nobody: 401, member: 200, foreign: 404, only: studying },
  'GET /api/resolutions': {
    nobody: 401,
    member: 200,
    foreign: 404,
    only: [...studying, 'fire', 'urban'],
  },
  'GET /api/documents': { nobody: 401, member: 200, foreign: 404, only: studying },
  'GET /api/documents/:id/:kind': {
    nobody: 401,
    member: 404,
    foreign: 404,
    path: '/api/documents/none/pdf',
  },
  'GET /api/documents/:id/making': {
    nobody: 401,
    member: 200,
    foreign: 404,
    path: '/api/documents/none/making',
    only: studying,
  },
  'GET /api/documents/handled': {
    nobody: 401,
    member: 200,
    foreign: 404,
    path: '/api/documents/handled?type=call',
    only: ['office', 'stranger'],
  },
  'POST /api/documents/draft': { nobody: 401, member: 400, body: {}, only: ['office', 'stranger'] },
  'POST /api/documents/preview': { nobody: 401, member: 400, body: {}, only: ['office', 'stranger'] },
  'POST /api/documents': { nobody: 401, member: 400, body: {}, only: ['office', 'stranger'] },
  'GET /api/templates': { nobody: 401, member: 200, foreign: 404, only: studying },
  'GET /api/templates/:type/docx': {
    nobody: 401,
    member: 200,
    foreign: 404,
    path: '/api/templates/call/docx',
    only: studying,
  },
  'POST /api/templates/:type': { nobody: 401, member: 400, path: '/api/templates/call', only: ['office', 'stranger'] },
  'POST /api/templates/:type/preview': {
    nobody: 401,
    member: 415,
    path: '/api/templates/call/preview',
    only: ['office', 'stranger'],
  },
  'GET /api/account': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/legs': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/legs/list': { nobody: 401, member: 200, foreign: 404, path: '/api/legs/list?figure=late' },
  'GET /api/bulletin/today': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/bulletin/chase': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/views': { nobody: 401, member: 200, foreign: 404 },
  'PUT /api/views/:id': { nobody: 401, member: 422, path: `/api/views/${someView}`, body: {} },
  'DELETE /api/views/:id': { nobody: 401, member: 204, path: `/api/views/${someView}` },
  'GET /api/catalogue': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/units': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/start': { nobody: 401, member: 200, foreign: 404 },
  'GET /api/units/use': { nobody: 401, member: 200, foreign: 404 },
  'POST /api/units/preview': { nobody: 401, member: 400, body: {} },
  'GET /api/catalogue/use': { nobody: 401, member: 200, foreign: 404 },
  'POST /api/sheets/read': {
    nobody: 401,
    member: 422,
    only: ['admin', 'office', 'community', 'colleague', 'community2', 'stranger'],
  },
  'POST /api/imports': { nobody: 401, member: 422, only: importers },
  'GET /api/imports': { nobody: 401, member: 200, foreign: 404, only: importers },
  'GET /api/imports/:id': { nobody: 401, member: 404, foreign: 404, path: '/api/imports/none', only: importers },
  'POST /api/imports/:id/confirm': { nobody: 401, member: 404, path: '/api/imports/none/confirm', only: importers },
  'POST /api/imports/:id/undo': { nobody: 401, member: 404, path: '/api/imports/none/undo', only: importers },
  'GET /api/imports/template.xlsx': { nobody: 401, member: 200, foreign: 404, only: importers },
  'GET /api/imports/:id/marked.xlsx': {
    nobody: 401,
    member: 404,
    foreign: 404,
    path: '/api/imports/none/marked.xlsx',
    only: importers,
  },
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
        const due = row.only && !row.only.includes(who) ? 403 : row.member
        check(answer.statusCode === due, `${route}: ${who} got ${answer.statusCode}`)
        if (method === 'GET') check((await ask(who, path, 'HEAD')).statusCode === due, `HEAD of ${route}: ${who}`)
        if (row.foreign) {
          const book = who === 'stranger' ? 'b1' : 'b2'
          const foreign = await ask(who, `${path}${path.includes('?') ? '&' : '?'}book=${book}`)
          check(foreign.statusCode === row.foreign, `${route}: ${who} in ${book} got ${foreign.statusCode}`)
          check(foreign.json().code === 'book.not-found', `${route}: ${who} in ${book} got ${foreign.json().code}`)
        }
      }
    }
    expectNoFaults()
  }, 180_000)

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

  test('units, catalogue and calendar are kept by the administrator alone, and nobody gives himself or beyond his reach', async () => {
    const forbidden = new Set(['step.not-yours', 'person.self', 'person.unknown'])
    const unit = (code: string) => ({ code, name: '新网格', kind: 'grid', parent: 'c01' })
    for (const who of callers) {
      const person = server.book.people.volunteer
      const wishes: [string, string, object, string][] = [
        ['person', 'disable', {}, server.book.people[who as Who]],
        ['person', 'appoint', { memberships: [{ role: 'admin', unit: 'jd' }] }, person],
        ['person', 'appoint', { memberships: [{ role: 'admin', unit: 'jd' }] }, server.book.people.leader],
        ['person', 'enrol', { name: '某人', memberships: [{ role: 'leader', unit: 'jd' }] }, server.book.id()],
        ['unit', 'found', unit(`n-${who}`), server.book.id()],
        ['unit', 'rename', { name: '新名', from: '2030-01-01' }, server.book.id()],
        ['unit', 'split', { into: [], from: '2030-01-01' }, server.book.id()],
        ['unit', 'merge', { into: 'c02', from: '2030-01-01' }, server.book.id()],
        ['unit', 'close', { from: '2030-01-01' }, server.book.id()],
        ['calendar', 'publish', { years: {} }, server.book.id()],
        ['catalogue', 'publish', { version: 'x', name: '空', from: '2030-01-01', categories: [] }, server.book.id()],
      ]
      if (who === 'admin' || who === 'stranger') continue
      const results = await server.send(
        who,
        wishes.map(([kind, step, data, stream]) => server.command(step, data, stream, { kind })),
      )
      for (const [i, result] of results.entries())
        check(forbidden.has(result.problem?.code ?? ''), `${who} ${wishes[i]?.slice(0, 2)}: ${result.problem?.code}`)
    }
    expectNoFaults()
    const done = await server.step('admin', 'found', unit('n-admin'), server.book.id(), { kind: 'unit' })
    expect(done.status).toBe('accepted')
  })
})
