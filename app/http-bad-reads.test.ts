import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testReport } from '../ledger/test-book.ts'
import { expectProblem, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
let address: { port: number }

beforeAll(async () => {
  server = await openTestApp()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  address = server.app.server.address() as { port: number }
})

afterAll(() => server.end())

describe('reads', () => {
  const at = (iso: string) => encodeURIComponent(iso)
  test.each<[string, string, number, string]>([
    ['a limit of nought', '/api/hazards?limit=0', 400, 'request.malformed'],
    ['a limit below nought', '/api/hazards?limit=-1', 400, 'request.malformed'],
    ['a limit that is no number', '/api/changes?limit=many', 400, 'request.malformed'],
    ['a cursor below nought', '/api/changes?after=-1', 400, 'request.malformed'],
    ['a cursor that is no whole number', '/api/changes?after=1.5', 400, 'request.malformed'],
    ['a cursor beyond numbers', '/api/changes?after=1e300', 400, 'request.malformed'],
    ['a page mark that is none', '/api/hazards?cursor=%E2%82%AC', 400, 'cursor.malformed'],
    ['a forged page mark', `/api/hazards?cursor=${mark(['x', '-'.repeat(36)])}`, 400, 'cursor.malformed'],
    ['a page mark with a text for a number', `/api/hazards?cursor=${mark(['1', uuid])}`, 400, 'cursor.malformed'],
    ['a page mark with U+0000', `/api/hazards?order=due&cursor=${mark(['\0', uuid])}`, 400, 'cursor.malformed'],
    ['a page mark of the other order', `/api/hazards?order=due&cursor=${mark([5, uuid])}`, 400, 'cursor.malformed'],
    ['as of the future', `/api/account?asOf=${at('2026-03-09T00:00:00Z')}`, 400, 'as-of.future'],
    ['as of the year 9998', `/api/hazards?asOf=${at('9998-12-31T23:59:59Z')}`, 400, 'as-of.future'],
    ['as of the year 9999', `/api/hazards?asOf=${at('9999-12-31T23:59:59-12:00')}`, 400, 'as-of.malformed'],
    ['as of no time at all', '/api/account?asOf=yesterday', 400, 'as-of.malformed'],
    ['as of 30 February', `/api/account?asOf=${at('2026-02-30T00:00:00Z')}`, 400, 'as-of.malformed'],
    ['as of the year nought', `/api/account?asOf=${at('0000-01-01T00:00:00+23:59')}`, 400, 'as-of.malformed'],
    ['U+0000 in a search', '/api/hazards?q=%00', 400, 'request.malformed'],
    ['U+0000 in a filter', '/api/account?item=1%001', 400, 'request.malformed'],
    ['a filter given twice', '/api/hazards?status=closed&status=void', 400, 'request.malformed'],
    ['a search of 101 characters', `/api/hazards?q=${'a'.repeat(101)}`, 400, 'request.malformed'],
    ['a dimension that is none', '/api/account?by=person', 400, 'request.malformed'],
    ['an id that is none', '/api/hazards/available?ids=none', 400, 'request.malformed'],
    ['201 ids', `/api/hazards/available?ids=${Array(201).fill(uuid).join(',')}`, 400, 'request.malformed'],
    ['a book that is none', '/api/hazards?book=none', 404, 'book.not-found'],
    ['the book of others', '/api/hazards?book=b2', 404, 'book.not-found'],
    ['U+0000 in a path', '/api/hazards/%00', 404, 'case.not-found'],
    ['a path whose escapes are broken', '/api/hazards/%E0%A4%A', 400, 'request.malformed'],
    ['a surrogate in a path', '/api/hazards/%ED%A0%80', 400, 'request.malformed'],
    ['a path of 3000 characters', `/api/hazards/${'a'.repeat(3000)}`, 404, 'not-found'],
    ['an unknown path', '/api/nothing', 404, 'not-found'],
    ['the bare root of the API', '/api', 404, 'not-found'],
    ['climbing out of the folder', '/api/files/..%2f..%2fetc%2fpasswd', 404, 'not-found'],
  ])('%s gets a sentence', async (_name, url, status, code) => {
    expectProblem(await server.get('leader', url), status, code)
  })

  test('an instant with an offset is the same with its plus escaped or not', async () => {
    const url = '/api/account?asOf=2026-03-01T09:00:00.000+08:00'
    const [plain, escaped] = await Promise.all([
      server.get('leader', url),
      server.get('leader', url.replace('+', '%2B')),
    ])
    expect(plain.statusCode).toBe(200)
    expect(plain.json()).toEqual(escaped.json())
    expect(plain.json().asOf).toBe('2026-03-01T01:00:00.000Z')
  })

  test('what a search may hold is taken literally', async () => {
    const id = await server.report('grid', { place: '100%_\\完' })
    const find = async (q: string) =>
      (await server.get('grid', `/api/hazards?q=${encodeURIComponent(q)}`))
        .json()
        .items.map((row: { id: string }) => row.id)
    for (const q of ['100%_\\完', '%_', '\\']) expect(await find(q)).toEqual([id])
    for (const q of ["'; drop table x; --", '%25%', '____________', '\u{10ffff}']) expect(await find(q)).toEqual([])
  })

  test('a search finds by community, item, number in any case, and by several words at once', async () => {
    const id = await server.report('grid', { place: '水塔旁', description: '灭火器丢失' })
    const find = async (q: string) =>
      (await server.get('grid', `/api/hazards?limit=200&q=${encodeURIComponent(q)}`))
        .json()
        .items.map((row: { id: string }) => row.id)
    const { number, community, item } = (await server.get('grid', `/api/hazards/${id}`)).json().hazard
    const { units } = (await server.get('grid', '/api/units')).json()
    const name = units.find((unit: { code: string }) => unit.code === community).name
    const { categories } = (await server.get('grid', '/api/catalogue')).json()
    const items = categories.flatMap((category: { items: { code: string; name: string }[] }) => category.items)
    const itemName = items.find((one: { code: string }) => one.code === item).name
    for (const q of [number.toLowerCase(), `水塔 丢失`, `${name} 水塔`, `${itemName} 水塔`])
      expect(await find(q), q).toEqual([id])
    expect(await find('水塔 不在')).toEqual([])
  })

  test('parameters left empty are parameters not given, and a limit beyond the most gives the most', async () => {
    const empty = await server.get('leader', '/api/hazards?status=&community=&item=&q=&asOf=&cursor=&limit=')
    const plain = await server.get('leader', '/api/hazards')
    expect(empty.json()).toEqual(plain.json())
    const commands = () => Array.from({ length: 150 }, () => server.command('report', testReport))
    for (const batch of [commands(), commands()]) await server.send('grid', batch)
    const most = (await server.get('leader', '/api/hazards?limit=1000000000')).json()
    expect(most.items).toHaveLength(200)
    expect(most.next).not.toBeNull()
  })

  test('before the founding there is nothing', async () => {
    const account = (await server.get('leader', '/api/account?asOf=1999-01-01T00:00:00Z&by=community')).json()
    expect(account).toMatchObject({ found: 0, void: 0, rows: [], levels: { closed: 0, community: 0, above: 0 } })
  })

  test('a cursor beyond the head starts anew', async () => {
    const answer = (await server.get('leader', '/api/changes?after=9999999')).json()
    expect(answer).toMatchObject({ reset: true, next: 0, changes: [] })
  })

  test('a foreign case and an absent one get the same bytes', async () => {
    const foreign = await server.report('community2', { community: 'c02' })
    for (const who of ['grid', 'volunteer', 'property', 'community', 'fire', 'urban', 'admin'] as const) {
      const a = await server.get(who, `/api/hazards/${foreign}`)
      const b = await server.get(who, `/api/hazards/${server.book.id()}`)
      expectProblem(a, 404, 'case.not-found')
      expect(a.body).toBe(b.body)
      expect(Object.keys(a.headers)).toEqual(Object.keys(b.headers))
      const hit = await server.step(who, 'comment', { text: '？' }, foreign)
      const miss = await server.step(who, 'comment', { text: '？' }, server.book.id())
      expect(hit.problem).toEqual(miss.problem)
      expect(hit.problem?.code).toBe('case.not-found')
    }
  })
})

const uuid = '019cac0f-45c0-7c62-9778-80da17e03773'
function mark(parts: unknown): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

describe('the protocol', () => {
  test('a wrong method is refused in a sentence', async () => {
    for (const [method, url] of [
      ['PUT', '/api/commands'],
      ['GET', '/api/commands'],
      ['DELETE', '/api/hazards'],
      ['PATCH', '/api/session'],
      ['POST', '/api/account'],
    ] as const)
      expectProblem(await server.call('leader', { method, url }), 404, 'not-found')
  })

  test('HEAD answers as GET without a body', async () => {
    for (const url of ['/api/hazards', '/api/account', '/api/session', '/api/health', '/api/catalogue']) {
      const answer = await server.call('leader', { method: 'HEAD', url })
      expect(answer.statusCode).toBe(200)
      expect(answer.body).toBe('')
    }
    expect((await server.call(null, { method: 'HEAD', url: '/api/hazards' })).statusCode).toBe(401)
  })

  test('cookies that are none of ours are nobody', async () => {
    for (const cookie of ['anlan=', 'anlan=x', 'anlan=%00', 'anlan=%', '=;;;', 'anlan', `anlan=${'a'.repeat(4000)}`])
      expectProblem(await server.call(null, { url: '/api/hazards', headers: { cookie } }), 401, 'session.required')
    for (const authorization of ['Bearer x', 'Bearer', 'Basic eDp5', 'Bearer a b', '\u00ff'])
      expectProblem(await server.call(null, { url: '/api/hazards', headers: { authorization } }), 401)
  })

  test('a page of another site cannot act', async () => {
    const payload = { commands: [server.command('report', testReport)] }
    const send = (headers: Record<string, string>) =>
      server.call('grid', { method: 'POST', url: '/api/commands', payload, headers })
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://evil.example', authorization: 'Basic eDp5' },
    ]
    for (const headers of foreign) expectProblem(await send(headers), 403, 'session.cross-site')
    expect((await send({ 'sec-fetch-site': 'same-origin' })).json().results[0].status).toBe('accepted')
    const own = { origin: 'http://localhost:8080', host: 'localhost:8080' }
    expect((await send(own)).json().results[0].status).toBe('duplicate')
    const out = await server.call('grid', {
      method: 'DELETE',
      url: '/api/session',
      headers: { origin: 'https://e.ee' },
    })
    expectProblem(out, 403, 'session.cross-site')
  })

  test('every answer of the API carries the safety headers and is not kept by anybody', async () => {
    for (const url of ['/api/hazards', '/api/nothing', '/api/health']) {
      const { headers } = await server.get('leader', url)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
      expect(headers['content-security-policy']).toContain("default-src 'self'")
    }
  })

  test.each<[string, string, string]>([
    ['no HTTP', 'HELLO\r\n\r\n', '400'],
    ['a header line without a name', 'GET /api/health HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n', '400'],
    ['U+0000 in a header', 'GET /api/health HTTP/1.1\r\nHost: a\r\nCookie: anlan=\0\r\n\r\n', '400'],
    ['40 KB of headers', `GET /api/health HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, '431'],
  ])('%s is answered as a problem', async (_name, sent, status) => {
    const text = await new Promise<string>((resolve) => {
      let got = ''
      const socket = connect(address.port, '127.0.0.1', () => socket.write(sent))
      socket.on('data', (chunk) => {
        got += chunk
      })
      socket.on('close', () => resolve(got))
      socket.on('error', () => undefined)
    })
    expect(text).toContain(`HTTP/1.1 ${status}`)
    expect(text).toContain('application/problem+json')
    expect(text).toMatch(/"message":"[\u4e00-\u9fff]/)
  })
})
