import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rebuild } from '../ledger/rebuild.ts'
import { expectProblem, openTestApp, PASSWORD, type TestApp } from './test-app.ts'
import { openLinks, PIN } from './test-links.ts'

let server: TestApp
let links: ReturnType<typeof openLinks>

beforeAll(async () => {
  server = await openTestApp()
  links = openLinks(server)
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

describe('a personal link', () => {
  test('is told once, with its QR, after the entry; only a hash is kept', async () => {
    const person = await links.newcomer()
    const answer = await links.asked('community', 'POST', `/api/people/${person}/link`, {})
    const { link, desk, qr, expires } = answer.json()
    expect(link).toMatch(/^http:\/\/[^/]+\/m\/#in=[\w-]{43}$/)
    expect(desk).toBe(link.replace('/m/', '/'))
    expect(Buffer.from(qr.replace('data:image/svg+xml;base64,', ''), 'base64').toString()).toMatch(/^<svg/)
    expect(Date.parse(expires) - server.now().getTime()).toBeGreaterThan(6.9 * 86_400_000)
    const secret = link.split('#in=')[1]
    const { rows } = await server.book.pool.query(
      `select (select json_agg(i)::text from invite i) as invites, (select json_agg(e)::text from entry e) as entries`,
    )
    expect(rows[0].invites + rows[0].entries).not.toContain(secret)
    const page = (await links.asked('community', 'GET', `/api/people/${person}`)).json()
    expect(page.entries.map((one: { step: string }) => one.step)).toEqual(['enrol', 'invite'])
    expect(page.person.linkUntil).toBe(expires)
  })

  test('is given by the keepers of the person and by security, by nobody else and not to the disabled', async () => {
    const person = await links.newcomer()
    for (const who of ['community', 'colleague', 'office', 'admin', 'security'] as const)
      expect((await links.asked(who, 'POST', `/api/people/${person}/link`, {})).statusCode, who).toBe(200)
    for (const who of ['community2', 'grid', 'leader', 'auditor', 'checker', 'stranger'] as const)
      expectProblem(await links.asked(who, 'POST', `/api/people/${person}/link`, {}), 404, 'not-found')
    const self = await links.asked('community', 'POST', `/api/people/${server.book.people.community}/link`, {})
    expectProblem(self, 403, 'person.self')
    const above = await links.asked('office', 'POST', `/api/people/${server.book.people.leader}/link`, {})
    expectProblem(above, 403, 'step.not-yours')
    await server.step('community', 'disable', {}, person, { kind: 'person' })
    expectProblem(await links.asked('community', 'POST', `/api/people/${person}/link`, {}), 422, 'person.disabled')
  })

  test('binds the device and signs in, once', async () => {
    const person = await links.newcomer('李网格')
    const secret = await links.linkFor(person)
    const browser = links.openBrowser()
    expectProblem(await browser.link(secret, { pin: '123456' }), 422, 'session.pin-weak')
    expectProblem(await browser.link(secret, { pin: '000000' }), 422, 'session.pin-weak')
    const answer = await browser.link(secret)
    expect(answer.json()).toMatchObject({ person, name: '李网格', username: '', device: { shared: false } })
    for (const cookie of answer.cookies) expect(cookie).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax' })
    expect((await browser.me()).json().person).toBe(person)
    expectProblem(await links.openBrowser().link(secret), 410, 'session.link-gone')
    expectProblem(await browser.link(secret), 410, 'session.link-gone')
    expect((await browser.call('GET', '/api/devices')).json().items).toMatchObject([
      { label: '本人手机', shared: false },
    ])
  })

  test('opened by two at once binds one', async () => {
    const secret = await links.linkFor(await links.newcomer())
    const answers = await Promise.all(Array.from({ length: 8 }, () => links.openBrowser().link(secret)))
    expect(answers.map((one) => one.statusCode).sort()).toEqual([200, 410, 410, 410, 410, 410, 410, 410])
  })

  test('stolen: the owner hears that it is used, and a new one throws the thief out, his token included', async () => {
    const person = await links.newcomer()
    const secret = await links.linkFor(person)
    const thief = links.openBrowser()
    expect((await thief.link(secret)).statusCode).toBe(200)
    const { token } = (await thief.call('POST', '/api/tokens')).json()
    expectProblem(await links.openBrowser().link(secret), 410, 'session.link-gone')
    const owner = await links.bound(person)
    expectProblem(await thief.me(), 401, 'session.required')
    expectProblem(await thief.pin(), 401, 'session.unbound')
    const script = await server.call(null, { url: '/api/session', headers: { authorization: `Bearer ${token}` } })
    expectProblem(script, 401, 'session.required')
    expect((await owner.me()).statusCode).toBe(200)
  })

  test('is void when a new one was issued, after seven days, and when its person is disabled', async () => {
    const person = await links.newcomer()
    const first = await links.linkFor(person)
    const second = await links.linkFor(person)
    expectProblem(await links.openBrowser().link(first), 410, 'session.link-gone')
    links.later(7 * 86_400 + 60)
    expectProblem(await links.openBrowser().link(second), 410, 'session.link-gone')
    const third = await links.linkFor(person)
    const admin = await server.signIn('admin')
    const keep = async (step: string) => {
      const payload = { commands: [server.command(step, {}, person, { kind: 'person' })] }
      await server.call(null, { method: 'POST', url: '/api/commands', payload, headers: { cookie: admin } })
    }
    await keep('disable')
    expectProblem(await links.openBrowser().link(third), 401, 'session.disabled')
    await keep('enable')
    expect((await links.openBrowser().link(third)).statusCode).toBe(200)
  })

  test.each([
    ['nothing', {}],
    ['five digits', { pin: '12345' }],
    ['both ways', { username: 'x1', password: PASSWORD }],
    ['another field', { admin: true }],
    ['a wrong secret', { secret: 'x' }],
  ])('with %s is refused as malformed', async (_name, more) => {
    const secret = await links.linkFor(await links.newcomer())
    const body = Object.keys(more).length ? { secret, pin: PIN, ...more } : {}
    expectProblem(await server.post(null, '/api/session/link', body), 400, 'request.malformed')
  })
})

describe('a desk worker', () => {
  const signIn = (username: string, password: string) =>
    server.call(null, { method: 'POST', url: '/api/session', payload: { username, password } })
  const set = (secret: string, username: string, password: string) =>
    server.call(null, { method: 'POST', url: '/api/session/link', payload: { secret, username, password } })

  test('sets name and password by the same link, once', async () => {
    const person = await links.newcomer('王内勤')
    const secret = await links.linkFor(person)
    expectProblem(await set(secret, 'wang', 'short'), 422, 'session.password-weak')
    expectProblem(await set(secret, 'wang', 'Password123456'), 422, 'session.password-weak')
    expectProblem(await set(secret, 'admin', PASSWORD), 409, 'session.name-taken')
    const done = await set(secret, 'wang', PASSWORD)
    expect(done.json()).toMatchObject({ person, username: 'wang', device: null })
    expectProblem(await set(secret, 'wang', PASSWORD), 410, 'session.link-gone')
    expect((await signIn('wang', PASSWORD)).json().person).toBe(person)
    const renamed = await set(await links.linkFor(person), '王内勤', 'another-good-one')
    expect(renamed.json().username).toBe('王内勤')
    expectProblem(await signIn('wang', PASSWORD), 401, 'session.wrong')
    expectProblem(await signIn('wang', 'another-good-one'), 401, 'session.wrong')
    expect((await signIn('王内勤', 'another-good-one')).statusCode).toBe(200)
  })

  test('changes the password by knowing it; other sessions end, this one stays', async () => {
    const person = await links.newcomer()
    await set(await links.linkFor(person), 'changer', PASSWORD)
    const cookies = async () => (await signIn('changer', PASSWORD)).cookies[0]?.value ?? ''
    const [here, there] = [links.openBrowser({ anlan: await cookies() }), links.openBrowser({ anlan: await cookies() })]
    const change = (current: string, password: string) =>
      here.call('POST', '/api/session/password', { current, password })
    expectProblem(await change('wrong', 'a-quite-new-one'), 401, 'session.wrong')
    expectProblem(await change(PASSWORD, 'changer12345'), 422, 'session.password-weak')
    expect((await change(PASSWORD, 'a-quite-new-one')).statusCode).toBe(204)
    expect((await here.me()).statusCode).toBe(200)
    expectProblem(await there.me(), 401, 'session.required')
    expectProblem(await signIn('changer', PASSWORD), 401, 'session.wrong')
    expect((await signIn('changer', 'a-quite-new-one')).statusCode).toBe(200)
    const digits = await links.bound(await links.newcomer())
    expectProblem(await digits.call('POST', '/api/session/password', { current: 'x', password: PASSWORD }), 400)
  })
})
