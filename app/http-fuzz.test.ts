import fc from 'fast-check'
import type { HTTPMethods } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rebuild } from '../ledger/rebuild.ts'
import { testReport, type Who } from '../ledger/test-book.ts'
import { everybody, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
const cases: string[] = []

beforeAll(async () => {
  server = await openTestApp()
  for (let i = 0; i < 6; i++) cases.push(await server.report('grid'))
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

const nasty = fc.constantFrom(
  '',
  ' ',
  '\0',
  '\ud800',
  '\udfff\ud800',
  '__proto__',
  'constructor',
  '-1',
  '0',
  '1e309',
  'NaN',
  '9007199254740993',
  '../..',
  "' or 1=1 --",
  '%',
  '\u202e',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '2026-03-02T02:00:00Z',
  '2026-02-30',
  '0000-01-01',
  'today',
  'c01',
  '1.1',
  'zb',
  'mine',
  'recent',
  'a'.repeat(5000),
  '一'.repeat(500),
)
const text = fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.uuid(), fc.double().map(String))
/** Any JSON value, with keys and texts that hurt. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value

const sentence = /^[\u4e00-\u9fff“]/

/** A refusal is a problem in Chinese; nothing is ever a fault of ours. */
function expectAnswered(
  answer: { statusCode: number; headers: Record<string, unknown>; body: string },
  empty: boolean,
) {
  expect(answer.statusCode, answer.body).toBeLessThan(500)
  if (answer.statusCode < 400 || empty) return
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  const body = JSON.parse(answer.body)
  expect(body.message).toMatch(sentence)
  expect(body.status).toBe(answer.statusCode)
}

const parameters = [
  ...['book', 'status', 'community', 'item', 'category', 'source', 'severity', 'level', 'unit', 'open', 'holder'],
  ...[
    'overdue',
    'q',
    'asOf',
    'cursor',
    'limit',
    'order',
    'by',
    'after',
    'scope',
    'w',
    'ids',
    'site',
    'reported',
    'closed',
    'unanswered',
    '__proto__',
  ],
]

/** As a browser would send it: what cannot be written in a URL is replaced. */
const escaped = (value: string) => encodeURIComponent(Buffer.from(value).toString())
const cookieSafe = (value: string) => value.replace(/[^\x20-\x7e]/g, '?')

describe('whatever is sent', () => {
  test('to whatever route, is answered: never a fault of ours, always in a sentence', async () => {
    const routes = server.routes.flatMap(({ url, method }) =>
      [method].flat().map((one) => ({ url, method: one as HTTPMethods })),
    )
    const query = fc.dictionary(fc.oneof(fc.constantFrom(...parameters), text), text, { maxKeys: 4 })
    const request = fc.record({
      route: fc.constantFrom(...routes),
      who: fc.constantFrom<(Who | null)[]>(...everybody, null),
      segment: fc.oneof(text, fc.constantFrom(...cases)),
      query,
      body: fc.oneof(json, fc.record({ commands: fc.array(json, { maxLength: 3 }) })),
      type: fc.constantFrom('application/json', 'text/plain', 'application/offset+octet-stream', 'x/y'),
      tus: fc.record({ length: text, metadata: text, offset: text }),
    })
    let sent = 0
    await fc.assert(
      fc.asyncProperty(request, async ({ route, who, segment, query: asked, body, type, tus }) => {
        if (route.method === 'DELETE' && route.url === '/api/session') return
        const url = route.url.replace(/:\w+\??/, escaped(segment))
        const search = Object.entries(asked)
          .map(([key, value]) => `${escaped(key)}=${escaped(value)}`)
          .join('&')
        const carries = !['GET', 'HEAD', 'OPTIONS'].includes(route.method)
        const headers = {
          ...(carries ? { 'content-type': type } : {}),
          'tus-resumable': '1.0.0',
          'upload-length': cookieSafe(tus.length),
          'upload-metadata': cookieSafe(tus.metadata),
          'upload-offset': cookieSafe(tus.offset),
        }
        const answer = await server.call(who, {
          method: route.method as 'GET',
          url: `${url}?${search}`,
          headers,
          ...(carries ? { payload: JSON.stringify(body) } : {}),
        })
        sent += 1
        expectAnswered(answer, route.method === 'HEAD')
      }),
      { numRuns: 1200 },
    )
    expect(sent).toBeGreaterThan(1000)
  })

  test('as a batch of commands, each command stands or falls alone, and none is a bug', async () => {
    const known = fc.constantFrom<unknown>('c01', 'c02', 'zb', 'v-xf', '1.1', 'x', '2026-04-01', [], {}, null, 1, true)
    const right: Record<string, object> = {
      report: testReport,
      verify: { unit: 'c01' },
      void: { reason: '因' },
      assign: { unit: 'c01', due: '2026-04-01' },
      refuse: { reason: '因' },
      rectify: { note: '记', photos: [] },
      close: { note: '记', photos: [] },
      return: { reason: '因' },
      'call-up': { reason: '因', tried: '试' },
      'send-back': { reason: '因', due: '2026-04-01' },
      comment: { text: '话' },
    }
    const field = fc.constantFrom(
      ...['community', 'item', 'place', 'description', 'photos', 'site', 'position', 'source', 'party', 'direct'],
      ...['fixed', 'unit', 'due', 'severity', 'person', 'reason', 'duplicateOf', 'helpers', 'note', 'by', 'text'],
    )
    const spoilt = fc.oneof(
      { arbitrary: fc.constant({}), weight: 2 },
      { arbitrary: fc.dictionary(field, fc.oneof(known, json), { minKeys: 1, maxKeys: 2 }), weight: 3 },
    )
    const rightly = fc
      .tuple(fc.constantFrom(...Object.keys(right)), spoilt)
      .map(([step, more]): { step: string; data: unknown } => ({ step, data: { ...right[step], ...more } }))
    const wildly = fc.record({ step: text, data: json })
    const one = fc.record({
      wish: fc.oneof({ arbitrary: rightly, weight: 6 }, { arbitrary: wildly, weight: 1 }),
      stream: fc.oneof(
        { arbitrary: fc.constantFrom(...cases), weight: 4 },
        { arbitrary: fc.constant(null), weight: 2 },
        { arbitrary: text, weight: 1 },
      ),
      more: fc.oneof(
        { arbitrary: fc.constant({}), weight: 4 },
        { arbitrary: fc.dictionary(fc.constantFrom('seen', 'takenAt', 'kind', 'book', 'id'), json), weight: 1 },
      ),
    })
    const reporters: string[] = ['grid', 'community', 'colleague', 'office', 'checker', 'leader']
    const outcomes = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...everybody),
        fc.array(one, { minLength: 1, maxLength: 8 }),
        async (who, batch) => {
          const commands = batch.map(({ wish, stream, more }) =>
            server.command(wish.step, wish.data, stream ?? undefined, more),
          )
          // A rightful report at the end stands, whatever went before it.
          const rightful = reporters.includes(who)
          if (rightful) commands.push(server.command('report', testReport))
          const results = await server.send(who, commands)
          expect(results).toHaveLength(commands.length)
          if (rightful) expect(results[results.length - 1]?.status).toBe('accepted')
          for (const result of results) {
            const outcome = result.problem?.code ?? result.status
            expect(outcome).not.toMatch(/^server/)
            if (result.problem) expect(result.problem.message).toMatch(sentence)
            outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(outcomes.get('accepted')).toBeGreaterThan(20)
    expect(outcomes.size).toBeGreaterThan(5)
  })
})

describe('what is documented', () => {
  test('is every route there is, and nothing else', async () => {
    const answer = await server.get(null, '/api/openapi.json')
    expect(answer.statusCode).toBe(200)
    const { openapi, paths } = answer.json()
    expect(openapi).toMatch(/^3\.1/)
    const described = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const own = server.routes
      .filter(({ url }) => url !== '/api/openapi.json')
      .flatMap(({ url, method }) => [method].flat().map((one) => `${one} ${url.replace(/:(\w+)/g, '{$1}')}`))
      .filter((route) => !route.startsWith('HEAD ') || route.includes('/api/files'))
    expect(described.sort()).toEqual([...new Set(own)].sort())
    for (const methods of Object.values(paths as Record<string, Record<string, { summary?: string }>>))
      for (const { summary } of Object.values(methods)) expect(summary).toMatch(/[\u4e00-\u9fff]/)
  })
})
