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

const raw = (payload: string | Buffer, headers: Record<string, string> = {}, url = '/api/commands') =>
  server.call('grid', { method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } })

const refusalOf = async (data: object, more: object = {}) => {
  const [result] = await server.send('grid', [server.command('report', { ...testReport, ...data }, undefined, more)])
  return result
}

describe('a body that is no batch of commands', () => {
  test.each([
    ['malformed JSON', '{"commands": [', 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a number', '17', 400],
    ['a list', '[]', 400],
    ['commands that are no list', '{"commands": {}}', 400],
    ['an unknown field beside the commands', '{"commands": [], "force": true}', 400],
    ['bytes that are no UTF-8', Buffer.from('7b22ff22', 'hex'), 400],
  ])('%s is refused in a sentence', async (_name, body, status) => {
    expectProblem(await raw(body), status, 'request.malformed')
  })

  test('another content type is refused', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'nonsense'])
      expectProblem(await raw('{"commands":[]}', { 'content-type': type }), 400, 'request.malformed')
  })

  test('201 commands are refused as a whole, and none of them is done', async () => {
    const commands = Array.from({ length: 201 }, () => server.command('report', testReport))
    const before = (await server.get('leader', '/api/account')).json().found
    expectProblem(await server.post('grid', '/api/commands', { commands }), 413, 'request.too-large')
    expect((await server.get('leader', '/api/account')).json().found).toBe(before)
  })

  test('20 MB are refused over a real line before they are read', async () => {
    const body = `{"commands":["${'x'.repeat(20_000_000)}"]}`
    const headers = { 'content-type': 'application/json', cookie: server.cookie('grid') }
    const url = `http://127.0.0.1:${address.port}/api/commands`
    const answer = await fetch(url, { method: 'POST', body, headers })
    const { headers: got, status } = answer
    const found = { statusCode: status, headers: Object.fromEntries(got), body: await answer.text() }
    expectProblem(found, 413, 'request.too-large')
  })

  test('a list nested a hundred thousand deep is refused', async () => {
    expectProblem(await raw('['.repeat(100_000) + ']'.repeat(100_000)), 400)
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
    const answer = await raw(`{"commands":[${deep}]}`)
    expect(answer.json().results[0]).toMatchObject({ status: 'refused', problem: { code: 'command.invalid' } })
    const inside = JSON.stringify(server.command('comment', { text: 'DEEP' })).replace('"DEEP"', deep)
    const nested = await raw(`{"commands":[${inside}]}`)
    expect(nested.json().results[0]).toMatchObject({ status: 'refused', problem: { code: 'command.invalid' } })
  })
})

describe('one bad command among good ones', () => {
  test('costs only itself: 199 of 200 are accepted, in order', async () => {
    const commands: Record<string, unknown>[] = Array.from({ length: 200 }, () => server.command('report', testReport))
    commands[117] = { ...commands[117], data: { ...testReport, item: '9.99' } }
    const results = await server.send('grid', commands)
    expect(results.map((result) => result.id)).toEqual(commands.map((command) => command.id))
    expect(results.filter((result) => result.status === 'accepted')).toHaveLength(199)
    expect(results[117]).toMatchObject({ status: 'refused', problem: { code: 'item.unknown' } })
    const seqs = results.flatMap((result) => result.seq ?? [])
    expect(seqs).toEqual(seqs.slice().sort((a, b) => a - b))
  })

  test.each([
    ['null', null],
    ['a number', 5],
    ['a text', 'x'],
    ['a list', []],
    ['an empty object', {}],
    ['an id that is none', { id: 'x', stream: 'y' }],
    ['numbers for ids', { id: 1, stream: 2 }],
  ])('%s among them is refused, the other is accepted', async (_name, bad) => {
    const results = await server.send('grid', [bad, server.command('report', testReport)])
    expect(results.map((result) => result.status)).toEqual(['refused', 'accepted'])
    expect(results[0]?.problem?.code).toBe('command.invalid')
  })

  test('__proto__ and constructor as keys are refused where they stand', async () => {
    const good = JSON.stringify(server.command('report', testReport))
    const place = (key: string) =>
      good.replace('"data":{', `"data":{"${key}":{"admin":true},`).replace(/-(?=\w{12})/, '-')
    for (const key of ['__proto__', 'constructor', 'toString', '\\u005f_proto__']) {
      const bad = place(key).replace(/"id":"[^"]+"/, `"id":"${server.book.id()}"`)
      const top = good.replace('{', `{"${key}":1,`).replace(/"id":"[^"]+"/, `"id":"${server.book.id()}"`)
      const answer = await raw(`{"commands":[${bad},${top}]}`)
      expect(
        answer.json().results.map((one: { status: string }) => one.status),
        key,
      ).toEqual(['refused', 'refused'])
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
    expect((await raw(`{"commands":[${good}]}`)).json().results[0].status).toBe('accepted')
  })
})

describe('a command that is not right', () => {
  test.each<[string, object, object, string]>([
    ['an unknown field in the data', { colour: 'red' }, {}, 'colour'],
    ['an unknown field beside the data', {}, { admin: true }, 'admin'],
    ['an empty place', { place: '  ' }, {}, 'place'],
    ['a place of 201 characters', { place: '楼'.repeat(201) }, {}, 'place'],
    ['a description of 2001 characters', { description: '述'.repeat(2001) }, {}, 'description'],
    ['21 photos', { photos: Array.from({ length: 21 }, (_, i) => i.toString(16).padStart(64, '0')) }, {}, 'photos'],
    ['a photo that is no hash', { photos: ['../../etc/passwd'] }, {}, 'photos.0'],
    ['a latitude of 91', { position: { lon: 104, lat: 91, accuracy: 5 } }, {}, 'position.lat'],
    ['numbers sent as texts', { position: { lon: '104', lat: '30', accuracy: '5' } }, {}, 'position.lon'],
    ['seen sent as a text', {}, { seen: '3' }, 'seen'],
    ['seen below nought', {}, { seen: -1 }, 'seen'],
    ['a month that is none', {}, { takenAt: '2026-13-01T00:00:00Z' }, 'takenAt'],
    ['a year that no date can be written in', {}, { takenAt: '9999-12-31T23:59:59-23:59' }, 'takenAt'],
    ['a year before the first', {}, { takenAt: '0000-01-01T00:00:00Z' }, 'takenAt'],
    ['a kind that is none', {}, { kind: 'hazzard' }, 'kind'],
  ])('%s is refused and named', async (_name, data, more, field) => {
    const result = await refusalOf(data, more)
    expect(result).toMatchObject({ status: 'refused', problem: { code: 'command.invalid' } })
    expect(result?.problem?.detail?.field).toBe(field)
    expect(result?.problem?.message).toMatch(/[\u4e00-\u9fff]+。$/)
  })

  test.each<[string, object]>([
    ['U+0000 in a text', { place: '一\u0000二' }],
    ['a lone high surrogate', { place: '一\ud800二' }],
    ['a lone low surrogate', { description: '\udc00' }],
    ['U+0000 in a key', { 'a\u0000b': 1 }],
    ['U+0000 in a code', { item: '1.1\u0000' }],
  ])('%s is refused', async (_name, data) => {
    expect(await refusalOf(data)).toMatchObject({ status: 'refused', problem: { code: 'command.invalid' } })
  })

  test('a pair of surrogates, rare characters and every kind of line are kept as sent', async () => {
    const place = '𠮷野家👨‍👩‍👧 · ＡＢ\n"<script>alert(1)</script>\t\u2028é'
    const id = await server.report('grid', { place })
    expect((await server.get('grid', `/api/hazards/${id}`)).json().hazard.place).toBe(place)
  })

  test.each<[string, object, string]>([
    ['an unknown item', { item: '9.99' }, 'item.unknown'],
    ['an unknown community', { community: 'c99' }, 'unit.unknown'],
    ['a grid given as community', { community: 'c01-g1' }, 'unit.unknown'],
    ['a community not his', { community: 'c02' }, 'report.place'],
    ['a compound of another community', { site: 'c02-s1' }, 'report.site'],
    ['direct and fixed together', { direct: { unit: 'c01' }, fixed: { note: '好', photos: [] } }, 'report.both'],
    ['a unit that is none', { direct: { unit: 'nobody' } }, 'unit.unknown'],
    ['a day long past', { direct: { unit: 'c01', due: '2020-01-01' } }, 'due.past'],
    ['a day too far', { direct: { unit: 'c01', due: '2099-01-01' } }, 'due.too-far'],
  ])('%s is refused by the law', async (_name, data, code) => {
    expect((await refusalOf(data))?.problem?.code).toBe(code)
  })

  test('an unknown step, and a duplicate of what is no id, are refused', async () => {
    const id = await server.report('grid')
    expect((await server.step('grid', 'explode', {}, id)).problem?.code).toBe('command.unknown-step')
    for (const duplicateOf of ['-'.repeat(36), 'x', server.book.id()])
      expect((await server.step('community', 'void', { reason: '重复', duplicateOf }, id)).status).toBe('refused')
  })

  test('a device clock ten years off is recorded beside the server’s', async () => {
    for (const takenAt of ['2016-03-02T02:00:00Z', '2036-03-02T10:00:00+08:00']) {
      const sent = server.command('report', testReport, undefined, { takenAt })
      const [result] = await server.send('grid', [sent])
      expect(result?.status).toBe('accepted')
      const [entry] = (await server.get('grid', `/api/hazards/${sent.stream}`)).json().entries
      expect(entry.takenAt).toBe(new Date(takenAt).toISOString())
      expect(entry.recordedAt.slice(0, 10)).toBe(server.now().toISOString().slice(0, 10))
    }
  })
})

describe('the same id', () => {
  test('gets the first answer again; with another body or from somebody else it is refused without content', async () => {
    const command = server.command('report', testReport)
    const [first] = await server.send('grid', [command])
    const [again] = await server.send('grid', [{ ...command, takenAt: '2026-03-02T03:00:00Z' }])
    expect(again).toEqual({ ...first, status: 'duplicate' })
    const [other] = await server.send('grid', [{ ...command, data: { ...testReport, place: '别处' } }])
    const [foreign] = await server.send('community', [command])
    for (const result of [other, foreign]) {
      expect(result).toMatchObject({ status: 'refused', problem: { code: 'command.reused' } })
      expect(result?.seq).toBeUndefined()
    }
    const twice = await server.send('grid', [command, command])
    expect(twice.map((result) => result.status)).toEqual(['duplicate', 'duplicate'])
  })
})

describe('a stale screen', () => {
  test('hears who did what meanwhile, and a comment is never stale', async () => {
    const id = await server.report('volunteer')
    const seen = (await server.get('colleague', `/api/hazards/${id}`)).json().hazard
    await server.step('community', 'verify', { unit: 'c01' }, id)
    for (const number of [seen.version, seen.seq]) {
      const late = await server.step('colleague', 'call-up', { reason: '难', tried: '劝' }, id, { seen: number })
      expect(late).toMatchObject({ status: 'refused', stream: id, problem: { code: 'step.stale' } })
      expect(late.problem?.message).toContain('示范一社区两委')
      expect(late.problem?.message).toContain('核实交办')
      expect(late.problem?.detail).toMatchObject({ step: 'verify', version: 2 })
    }
    const comment = await server.step('colleague', 'comment', { text: '补充' }, id, { seen: seen.version })
    expect(comment.status).toBe('accepted')
    const fresh = await server.step('colleague', 'call-up', { reason: '难', tried: '劝' }, id, { seen: 2 })
    expect(fresh.status).toBe('accepted')
  })
})
