import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Command } from '../domain/entry.ts'
import { usual } from '../domain/hazard/given.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { type Caller, expectProblem, openTestApp, type TestApp } from './test-app.ts'
import { openLinks } from './test-links.ts'

let server: TestApp
let links: ReturnType<typeof openLinks>
type Browser = ReturnType<ReturnType<typeof openLinks>['openBrowser']>

beforeAll(async () => {
  server = await openTestApp()
  links = openLinks(server)
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

const report = (place: string, photos: string[] = []) =>
  server.command('report', { ...usual.report, place, photos }, server.book.id()) as Command

const send = (phone: Browser, commands: unknown[]) => phone.call('POST', '/api/commands', { commands })

/** Somebody with a phone, who is then shut out. */
async function barred(): Promise<{ person: string; phone: Browser }> {
  const person = await links.newcomer()
  const phone = await links.bound(person)
  await server.step('community', 'disable', {}, person, { kind: 'person' })
  return { person, phone }
}

const panel = async (who: Caller, person: string) => (await links.asked(who, 'GET', `/api/people/${person}`)).json()

describe('what a disabled person’s phone still sends', () => {
  test('is refused, stands in no book, and is read by who keeps him', async () => {
    const { person, phone } = await barred()
    const before = await server.book.pool.query('select count(*) from entry')
    const answer = await send(phone, [report('停用后的车棚', ['a'.repeat(64)]), report('停用后的楼道')])
    expectProblem(answer, 401, 'session.disabled')
    expect(answer.json().detail).toEqual({ kept: 2 })
    expect((await server.book.pool.query('select count(*) from entry')).rows).toEqual(before.rows)
    for (const who of ['community', 'office'] as const) {
      const { turnedAway, person: row } = await panel(who, person)
      expect(turnedAway).toMatchObject([
        { step: '拍照上报', words: ['停用后的车棚', '灭火器压力不足'], photos: 1 },
        { step: '拍照上报', words: ['停用后的楼道', '灭火器压力不足'], photos: 0 },
      ])
      expect(turnedAway[0].about).toMatch(/./)
      expect(row.turnedAway).toBe(2)
    }
    for (const who of ['admin', 'security', 'auditor'] as const) {
      const said = JSON.stringify([await panel(who, person), (await links.asked(who, 'GET', '/api/people')).json()])
      expect(said, who).not.toContain('停用后')
    }
  })

  test('is kept once, however often it comes, and is gone once he is let in and has delivered it', async () => {
    const { person, phone } = await barred()
    const wish = report('反复发来的车库')
    for (let i = 0; i < 3; i++) expect((await send(phone, [wish])).json().detail).toEqual({ kept: 1 })
    expect((await panel('community', person)).turnedAway).toHaveLength(1)
    await server.step('community', 'enable', {}, person, { kind: 'person' })
    expect((await panel('community', person)).turnedAway).toHaveLength(1)
    expect((await send(phone, [wish])).json().results[0].status).toBe('accepted')
    expect((await panel('community', person)).turnedAway).toEqual([])
    expect((await panel('community', person)).person.turnedAway).toBe(0)
  })

  test('does not name a case that its reader may not see', async () => {
    const { person, phone } = await barred()
    const far = server.book.id()
    await server.step('office', 'report', { ...usual.report, community: 'c02' }, far)
    await send(phone, [server.command('comment', { text: '我去看过了' }, far)])
    const [read] = (await panel('community', person)).turnedAway
    expect(read).toMatchObject({ about: null, words: ['我去看过了'] })
    expect((await panel('office', person)).turnedAway[0].about).toMatch(/^YH/)
  })

  test('has its bounds: two hundred of a person, none that is no command or too long', async () => {
    const { person, phone } = await barred()
    const strange = [null, 7, { id: 'x' }, { ...report('一处'), more: 1 }, report('长'.repeat(9_000))]
    expect((await send(phone, strange)).json().detail).toEqual({ kept: 0 })
    expectProblem(await phone.call('POST', '/api/commands', { commands: 'all' }), 401, 'session.disabled')
    const unstorable = [
      report('空\u0000处'),
      report('半\ud800处'),
      server.command('comment', { '\u0000': 1 }, server.book.id()),
    ]
    expect((await send(phone, unstorable)).json().detail).toEqual({ kept: 0 })
    for (const kept of [150, 50, 0]) {
      const many = Array.from({ length: 150 }, (_, i) => report(`第${i}处`))
      expect((await send(phone, many)).json().detail).toEqual({ kept })
    }
    expect((await panel('community', person)).person.turnedAway).toBe(200)
  })

  test('is read whatever shape it has', async () => {
    const { person, phone } = await barred()
    const odd = { place: { a: 1 }, description: ['x'], photos: { b: 2 }, fixed: 7, paper: null, item: {}, reason: '' }
    expect((await send(phone, [server.command('report', odd, server.book.id())])).json().detail).toEqual({ kept: 1 })
    expect((await panel('community', person)).turnedAway).toMatchObject([{ words: [], photos: 0 }])
  })

  test('says nothing of a kept wish to who is nobody', async () => {
    const answer = await server.call(null, {
      method: 'POST',
      url: '/api/commands',
      payload: { commands: [report('无名')] },
    })
    expectProblem(answer, 401, 'session.required')
    expect(answer.json().detail).toBeUndefined()
  })
})
