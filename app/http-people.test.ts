import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rebuild } from '../ledger/rebuild.ts'
import type { Who } from '../ledger/test-book.ts'
import { type Caller, everybody, expectProblem, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
const PHONE = '13812348000'

beforeAll(async () => {
  server = await openTestApp()
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

const onPerson = (who: Caller, step: string, to: string, data: object = {}) =>
  server.step(who, step, data, to, { kind: 'person' })
const id = (who: Who) => server.book.people[who]

async function enrol(by: Caller, name: string, unit = 'c01-g1', more: object = {}): Promise<string> {
  const stream = server.book.id()
  const data = { name, memberships: [{ role: 'grid', unit }], phone: PHONE, ...more }
  expect(await onPerson(by, 'enrol', stream, data)).toMatchObject({ status: 'accepted' })
  return stream
}

interface Row {
  id: string
  name: string
  phone: string | null
  keeps: boolean
  guards: boolean
}
const list = async (who: Caller): Promise<Row[]> => (await server.get(who, '/api/people')).json().items

describe('the roster', () => {
  test('shows each keeper his own people, and nobody to those who keep none', async () => {
    const own: Partial<Record<Caller, Who[]>> = {
      community: ['grid', 'volunteer', 'property', 'branch', 'community', 'colleague'],
      colleague: ['grid', 'volunteer', 'property', 'branch', 'community', 'colleague'],
      community2: ['community2'],
      office: everybody,
      admin: everybody,
      security: everybody,
    }
    for (const who of everybody) {
      const shown = (await list(who)).map((row) => row.id)
      expect(shown.sort(), who).toEqual((own[who] ?? []).map(id).sort())
    }
    expect((await list('stranger')).map((row) => row.name)).toEqual(['别处专班'])
  })

  test('says of whom one may change and whom only shut out, never oneself', async () => {
    const kept = async (who: Who, what: 'keeps' | 'guards') =>
      (await list(who)).filter((row) => row[what]).map((row) => row.name.replace('测试', ''))
    expect(await kept('community', 'keeps')).toEqual(['grid', 'volunteer', 'property', 'branch'])
    expect(await kept('security', 'keeps')).toEqual([])
    expect(await kept('security', 'guards')).toEqual(everybody.filter((who) => who !== 'security'))
    expect(await kept('admin', 'keeps')).toEqual(everybody.filter((who) => who !== 'admin'))
    const beyond = ['office', 'leader', 'superior', 'auditor', 'admin', 'security']
    expect(await kept('office', 'keeps')).toEqual(everybody.filter((who) => !beyond.includes(who)))
  })

  test('tells which duties one may give', async () => {
    const gives = async (who: Caller) => (await server.get(who, '/api/people')).json()
    expect((await gives('community')).gives).toEqual(['grid', 'volunteer', 'property', 'branch'])
    expect((await gives('security')).gives).toEqual([])
    expect((await gives('grid')).salt).toBeNull()
    expect((await gives('community')).salt).toMatch(/^[0-9a-f]{32}$/)
    expect((await gives('community')).salt).toBe((await gives('office')).salt)
  })

  test('answers 404 for a stranger’s person as for nobody', async () => {
    const far = await enrol('community2', '祥龙甲', 'c02-g1')
    for (const [method, url] of [
      ['GET', `/api/people/${far}`],
      ['POST', `/api/people/${far}/link`],
      ['POST', `/api/people/${far}/reveal`],
      ['DELETE', `/api/people/${far}/sessions`],
    ] as const)
      for (const who of ['community', 'grid', 'stranger', 'auditor', 'leader'] as const) {
        const payload = method === 'POST' ? { payload: { reason: '看看' } } : {}
        expectProblem(await server.call(who, { method, url, ...payload }), 404, 'not-found')
      }
    expect((await onPerson('community', 'disable', far)).problem?.code).toBe('person.unknown')
    expect((await onPerson('community', 'disable', server.book.id())).problem?.code).toBe('person.unknown')
  })
})

describe('a phone', () => {
  test('is masked in the roster and on the person’s page, and shown for a reason that stays in the book', async () => {
    const person = await enrol('community', '电话甲')
    expect((await list('community')).find((row) => row.id === person)?.phone).toBe('138****8000')
    const page = await server.get('community', `/api/people/${person}`)
    expect(page.json().person.phone).toBe('138****8000')
    expect(page.body).not.toContain(PHONE)
    expectProblem(await server.post('community', `/api/people/${person}/reveal`, {}), 400, 'request.malformed')
    expectProblem(await server.post('community', `/api/people/${person}/reveal`, { reason: ' ' }), 400)
    expectProblem(
      await server.post('security', `/api/people/${person}/reveal`, { reason: '查' }),
      403,
      'step.not-yours',
    )
    const shown = await server.post('colleague', `/api/people/${person}/reveal`, { reason: '通知他到场' })
    expect(shown.json()).toEqual({ phone: PHONE })
    const { entries } = (await server.get('office', `/api/people/${person}`)).json()
    expect(entries.at(-1)).toMatchObject({ step: 'reveal', by: '测试colleague', reason: '通知他到场' })
  })

  test('is erasable: nothing of it or of the name is in an entry', async () => {
    const person = await enrol('community', '删除甲')
    await onPerson('community', 'contact', person, { phone: '13999999999', name: '删除乙' })
    expect((await list('community')).find((row) => row.id === person)).toMatchObject({
      name: '删除乙',
      phone: '139****9999',
    })
    const { rows } = await server.book.pool.query('select data::text from entry where stream = $1', [person])
    expect(JSON.stringify(rows)).not.toMatch(/删除|13999999999|13812348000/)
  })

  test('never comes with hazards, the feed, units or one’s own session', async () => {
    const stream = await server.report('grid')
    await onPerson('community', 'contact', id('grid'), { phone: '13755556666' })
    await server.step('community', 'verify', { unit: 'c01', person: id('grid') }, stream)
    const urls = [
      `/api/hazards/${stream}`,
      '/api/hazards',
      '/api/changes',
      '/api/units',
      '/api/session',
      '/api/account',
    ]
    for (const who of everybody)
      for (const url of urls) expect((await server.get(who, url)).body, `${who} ${url}`).not.toMatch(/1375555|138123/)
  })
})

describe('an enrolment', () => {
  test('sent again is the same, and taken back leaves nobody who can act', async () => {
    const stream = server.book.id()
    const data = { name: '误录', memberships: [{ role: 'grid', unit: 'c01-g1' }] }
    const command = server.command('enrol', data, stream, { kind: 'person' })
    expect((await server.send('community', [command]))[0]?.status).toBe('accepted')
    expect((await server.send('community', [command]))[0]?.status).toBe('duplicate')
    expect((await onPerson('colleague', 'retract', stream)).problem?.code).toBe('person.retract')
    expect((await onPerson('community', 'retract', stream)).status).toBe('accepted')
    const row = (await list('admin')).find((one) => one.id === stream)
    expect(row).toMatchObject({ duties: [], disabled: true, retracted: data.memberships })
    expect((await list('community')).find((one) => one.id === stream)).toMatchObject({ keeps: false, guards: false })
    expect((await list('community2')).find((one) => one.id === stream)).toBeUndefined()
  })

  test('of exclusive duties stands alone', async () => {
    for (const role of ['admin', 'security', 'auditor']) {
      const memberships = [
        { role, unit: 'jd' },
        { role: 'office', unit: 'zb' },
      ]
      const mixed = await onPerson('admin', 'enrol', server.book.id(), { name: '兼职', memberships })
      expect(mixed.problem?.code).toBe('person.exclusive')
    }
  })
})

describe('a deputy', () => {
  const day = (n: number) =>
    new Date(server.now().getTime() + n * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
  const lend = (from: number, to: number) =>
    onPerson('office', 'deputize', id('community2'), { deputy: id('urban'), from: day(from), to: day(to) })

  test('acts for the dates, is shown as 代, sees what the principal sees, and is out when they end', async () => {
    const stream = await server.report('community2', { community: 'c02' })
    expect((await server.get('urban', `/api/hazards/${stream}`)).statusCode).toBe(404)
    const before = (await server.get('urban', '/api/changes')).json()
    expect(await lend(0, 1)).toMatchObject({ status: 'accepted' })
    const page = (await server.get('urban', `/api/hazards/${stream}`)).json()
    expect(page.available.map((one: { step: string }) => one.step)).toContain('verify')
    expect((await server.step('urban', 'verify', { unit: 'c02' }, stream)).status).toBe('accepted')
    const { entries } = (await server.get('community2', `/api/hazards/${stream}`)).json()
    expect(entries.at(-1)).toMatchObject({
      actor: { name: '测试urban', duty: '城管办部门经办人' },
      behalf: { name: '测试community2', duty: '示范二社区两委' },
    })
    expect(JSON.stringify(entries.at(-1).data)).not.toContain(id('community2'))
    const me = (await server.get('urban', '/api/session')).json()
    expect(me.deputizes).toMatchObject([{ name: '测试community2', to: day(1) }])
    expect((await server.get('community2', '/api/session')).json().deputies).toMatchObject([{ name: '测试urban' }])
    const during = (await server.get('urban', `/api/changes?after=${before.next}&scope=${before.scope}`)).json()
    expect(during.reset).toBe(true)
    const read = (await server.get('urban', '/api/changes')).json()
    expect(read.changes.map((one: { stream: string }) => one.stream)).toContain(stream)
    const quiet = (await server.get('urban', `/api/changes?after=${read.next}`)).json()
    expect(quiet).toMatchObject({ reset: false, changes: [] })
    server.setClock(`${day(2)}T04:00:00Z`)
    server.book.setClock(`${day(2)}T04:00:00Z`)
    const fresh = await server.signIn('urban')
    const get = (url: string) => server.call(null, { url, headers: { cookie: fresh } })
    expect((await get(`/api/hazards/${stream}`)).statusCode).toBe(404)
    expect((await get(`/api/changes?after=${read.next}`)).json()).toMatchObject({ reset: true, next: 0 })
    expect((await get(`/api/changes?after=${read.next}&scope=${read.scope}`)).json().reset).toBe(true)
    expect((await get('/api/session')).json().deputizes).toEqual([])
  })

  test('does for a secretary what she keeps, never on himself', async () => {
    const cookie = await server.signIn('fire')
    const admin = await server.signIn('admin')
    const send = async (who: string, step: string, to: string, data: object = {}) => {
      const payload = { commands: [server.command(step, data, to, { kind: 'person' })] }
      const answer = await server.call(null, {
        method: 'POST',
        url: '/api/commands',
        payload,
        headers: { cookie: who },
      })
      return answer.json().results[0]
    }
    expect((await send(cookie, 'disable', id('volunteer'))).problem.code).toBe('step.not-yours')
    const days = { from: day(0), to: day(3) }
    expect((await send(admin, 'deputize', id('community'), { deputy: id('fire'), ...days })).status).toBe('accepted')
    expect((await send(cookie, 'disable', id('volunteer'))).status).toBe('accepted')
    expect((await send(cookie, 'enable', id('volunteer'))).status).toBe('accepted')
    const people = await server.call(null, { url: '/api/people', headers: { cookie } })
    expect(people.json().items.map((row: Row) => row.id)).toContain(id('volunteer'))
    expect((await send(cookie, 'deputize', id('grid'), { deputy: id('fire'), ...days })).problem.code).toBe(
      'person.self',
    )
    const page = await server.call(null, { url: `/api/people/${id('volunteer')}`, headers: { cookie: admin } })
    expect(page.json().entries.at(-1)).toMatchObject({ step: 'enable', by: '测试fire', behalf: '测试community' })
    expect((await send(admin, 'undeputize', id('community'), { deputy: id('fire') })).status).toBe('accepted')
    expect((await send(cookie, 'disable', id('volunteer'))).problem.code).toBe('step.not-yours')
  })
})
