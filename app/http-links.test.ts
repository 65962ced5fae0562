import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rebuild } from '../ledger/rebuild.ts'
import { type Caller, expectProblem, openTestApp, PASSWORD, type TestApp } from './test-app.ts'

let server: TestApp
const PIN = '402917'
const OTHER = '830264'

beforeAll(async () => {
  server = await openTestApp()
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

const later = (seconds: number) => server.setClock(new Date(server.now().getTime() + seconds * 1000).toISOString())

/** A browser: keeps the cookies it is given. */
function openBrowser(held: Record<string, string> = {}) {
  const jar = new Map(Object.entries(held))
  const call = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await server.call(null, { method, url, ...(payload ? { payload } : {}), headers: { cookie } })
    for (const { name, value, expires } of answer.cookies)
      if (value && (!expires || expires > server.now())) jar.set(name, value)
      else jar.delete(name)
    return answer
  }
  return {
    jar,
    call,
    link: (secret: string, more: object = {}) => call('POST', '/api/session/link', { secret, pin: PIN, ...more }),
    pin: (pin = PIN, name?: string) => call('POST', '/api/session/pin', { pin, ...(name ? { name } : {}) }),
    me: () => call('GET', '/api/session'),
    copy: () => openBrowser(Object.fromEntries(jar)),
  }
}
type Browser = ReturnType<typeof openBrowser>

let count = 0
async function newcomer(name = `新人${++count}`): Promise<string> {
  const stream = server.book.id()
  const data = { name, memberships: [{ role: 'grid', unit: 'c01-g1' }] }
  const commands = [server.command('enrol', data, stream, { kind: 'person' })]
  const done = await asked('community', 'POST', '/api/commands', { commands })
  expect(done.json().results[0]).toMatchObject({ status: 'accepted' })
  return stream
}

/** Sessions of the keepers end after twelve hours too: they sign in anew when the clock has been moved. */
async function asked(who: Caller, method: 'POST' | 'DELETE' | 'GET', url: string, payload?: object) {
  const cookie = await server.signIn(who)
  return server.call(null, { method, url, ...(payload ? { payload } : {}), headers: { cookie } })
}

async function linkFor(person: string, by: Caller = 'community'): Promise<string> {
  const answer = await asked(by, 'POST', `/api/people/${person}/link`, {})
  expect(answer.statusCode, answer.body).toBe(200)
  return /#in=([\w-]{43})$/.exec(answer.json().link)?.[1] ?? ''
}

async function bound(person: string, more: object = {}): Promise<Browser> {
  const browser = openBrowser()
  const answer = await browser.link(await linkFor(person), more)
  expect(answer.statusCode, answer.body).toBe(200)
  return browser
}

describe('a personal link', () => {
  test('is told once, with its QR, after the entry; only a hash is kept', async () => {
    const person = await newcomer()
    const answer = await asked('community', 'POST', `/api/people/${person}/link`, {})
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
    const page = (await asked('community', 'GET', `/api/people/${person}`)).json()
    expect(page.entries.map((one: { step: string }) => one.step)).toEqual(['enrol', 'invite'])
    expect(page.person.linkUntil).toBe(expires)
  })

  test('is given by the keepers of the person and by security, by nobody else and not to the disabled', async () => {
    const person = await newcomer()
    for (const who of ['community', 'colleague', 'office', 'admin', 'security'] as const)
      expect((await asked(who, 'POST', `/api/people/${person}/link`, {})).statusCode, who).toBe(200)
    for (const who of ['community2', 'grid', 'leader', 'auditor', 'checker', 'stranger'] as const)
      expectProblem(await asked(who, 'POST', `/api/people/${person}/link`, {}), 404, 'not-found')
    const self = await asked('community', 'POST', `/api/people/${server.book.people.community}/link`, {})
    expectProblem(self, 403, 'person.self')
    const above = await asked('office', 'POST', `/api/people/${server.book.people.leader}/link`, {})
    expectProblem(above, 403, 'step.not-yours')
    await server.step('community', 'disable', {}, person, { kind: 'person' })
    expectProblem(await asked('community', 'POST', `/api/people/${person}/link`, {}), 422, 'person.disabled')
  })

  test('binds the device and signs in, once', async () => {
    const person = await newcomer('李网格')
    const secret = await linkFor(person)
    const browser = openBrowser()
    expectProblem(await browser.link(secret, { pin: '123456' }), 422, 'session.pin-weak')
    expectProblem(await browser.link(secret, { pin: '000000' }), 422, 'session.pin-weak')
    const answer = await browser.link(secret)
    expect(answer.json()).toMatchObject({ person, name: '李网格', username: '', device: { shared: false } })
    for (const cookie of answer.cookies) expect(cookie).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax' })
    expect((await browser.me()).json().person).toBe(person)
    expectProblem(await openBrowser().link(secret), 410, 'session.link-gone')
    expectProblem(await browser.link(secret), 410, 'session.link-gone')
    expect((await browser.call('GET', '/api/devices')).json().items).toMatchObject([
      { label: '本人手机', shared: false },
    ])
  })

  test('opened by two at once binds one', async () => {
    const secret = await linkFor(await newcomer())
    const answers = await Promise.all(Array.from({ length: 8 }, () => openBrowser().link(secret)))
    expect(answers.map((one) => one.statusCode).sort()).toEqual([200, 410, 410, 410, 410, 410, 410, 410])
  })

  test('stolen: the owner hears that it is used, and a new one throws the thief out, his token included', async () => {
    const person = await newcomer()
    const secret = await linkFor(person)
    const thief = openBrowser()
    expect((await thief.link(secret)).statusCode).toBe(200)
    const { token } = (await thief.call('POST', '/api/tokens')).json()
    expectProblem(await openBrowser().link(secret), 410, 'session.link-gone')
    const owner = await bound(person)
    expectProblem(await thief.me(), 401, 'session.required')
    expectProblem(await thief.pin(), 401, 'session.unbound')
    const script = await server.call(null, { url: '/api/session', headers: { authorization: `Bearer ${token}` } })
    expectProblem(script, 401, 'session.required')
    expect((await owner.me()).statusCode).toBe(200)
  })

  test('is void when a new one was issued, after seven days, and when its person is disabled', async () => {
    const person = await newcomer()
    const first = await linkFor(person)
    const second = await linkFor(person)
    expectProblem(await openBrowser().link(first), 410, 'session.link-gone')
    later(7 * 86_400 + 60)
    expectProblem(await openBrowser().link(second), 410, 'session.link-gone')
    const third = await linkFor(person)
    const admin = await server.signIn('admin')
    const keep = async (step: string) => {
      const payload = { commands: [server.command(step, {}, person, { kind: 'person' })] }
      await server.call(null, { method: 'POST', url: '/api/commands', payload, headers: { cookie: admin } })
    }
    await keep('disable')
    expectProblem(await openBrowser().link(third), 401, 'session.disabled')
    await keep('enable')
    expect((await openBrowser().link(third)).statusCode).toBe(200)
  })

  test.each([
    ['nothing', {}],
    ['five digits', { pin: '12345' }],
    ['both ways', { username: 'x1', password: PASSWORD }],
    ['another field', { admin: true }],
    ['a wrong secret', { secret: 'x' }],
  ])('with %s is refused as malformed', async (_name, more) => {
    const secret = await linkFor(await newcomer())
    const body = Object.keys(more).length ? { secret, pin: PIN, ...more } : {}
    expectProblem(await server.post(null, '/api/session/link', body), 400, 'request.malformed')
  })
})

describe('six digits', () => {
  test('sign in on the bound device for ninety days, and nowhere else', async () => {
    const person = await newcomer()
    const browser = await bound(person)
    await browser.call('DELETE', '/api/session')
    expectProblem(await browser.me(), 401, 'session.required')
    expect((await browser.pin()).json().person).toBe(person)
    expectProblem(await openBrowser().pin(), 401, 'session.unbound')
    expectProblem(await openBrowser({ 'anlan-device': 'x'.repeat(43) }).pin(), 401, 'session.unbound')
    later(89 * 86_400)
    expect((await browser.me()).statusCode).toBe(200)
    later(2 * 86_400)
    expectProblem(await browser.me(), 401, 'session.required')
    expect((await browser.pin()).statusCode).toBe(200)
  })

  test('guessed: five are free, then one waits ever longer, the tenth unbinds and says whom to ask', async () => {
    const person = await newcomer()
    const browser = await bound(person)
    const waits: number[] = []
    for (let i = 0; i < 5; i++) expectProblem(await browser.pin(OTHER), 401, 'session.pin-wrong')
    for (let i = 5; i < 10; i++) {
      let waited = 0
      for (;;) {
        const answer = await browser.copy().pin(OTHER)
        if (answer.json().code !== 'session.slow-down') {
          expectProblem(answer, 401, i < 9 ? 'session.pin-wrong' : 'session.unbound')
          if (i === 9) expect(answer.json().message).toContain('书记')
          break
        }
        later(15)
        waited += 15
      }
      waits.push(waited)
    }
    expect(waits).toEqual([30, 60, 120, 240, 480])
    expectProblem(await browser.pin(), 401, 'session.unbound')
    expectProblem(await browser.me(), 401, 'session.required')
    const again = await bound(person)
    expect((await again.me()).statusCode).toBe(200)
  })

  test('guessed by many requests at once are no cheaper', async () => {
    const browser = await bound(await newcomer())
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => browser.copy().pin(String(500_000 + i * 7))))
    const judged = answers.filter((one) => one.json().code === 'session.pin-wrong').length
    expect(judged).toBeLessThanOrEqual(5)
    expectProblem(await browser.pin(), 429, 'session.slow-down')
    later(31)
    expect((await browser.pin()).statusCode).toBe(200)
    expectProblem(await browser.pin(OTHER), 401, 'session.pin-wrong')
  })

  test('are kept as argon2id only', async () => {
    await bound(await newcomer())
    const { rows } = await server.book.pool.query('select json_agg(d)::text as kept from device d')
    expect(rows[0].kept).toContain('$argon2id$')
    expect(rows[0].kept).not.toMatch(new RegExp(`[^0-9]${PIN}[^0-9]`))
  })
})

describe('a shared device', () => {
  test('signs in whoever says who he is, lists nobody, and lasts twelve hours', async () => {
    const [one, two] = [await newcomer('合用甲'), await newcomer('合用乙')]
    const tablet = await bound(one, { shared: true, label: '值班室平板' })
    expect((await tablet.link(await linkFor(two), { shared: true, pin: OTHER })).statusCode).toBe(200)
    expect((await tablet.me()).json()).toMatchObject({ person: two, device: { shared: true } })
    expect((await tablet.pin(PIN, '合用甲')).json().person).toBe(one)
    const wrong = [await tablet.pin(PIN), await tablet.pin(PIN, '合用乙'), await tablet.pin(PIN, '没有这人')]
    for (const answer of wrong) expectProblem(answer, 401, 'session.pin-wrong')
    expect(new Set(wrong.map((answer) => answer.body)).size).toBe(1)
    expectProblem(await tablet.call('POST', '/api/tokens'), 403, 'step.not-yours')
    expect((await tablet.me()).json().person).toBe(one)
    later(12 * 3600 - 60)
    expect((await tablet.me()).statusCode).toBe(200)
    later(120)
    expectProblem(await tablet.me(), 401, 'session.required')
    expect((await tablet.pin(OTHER, '合用乙')).json().person).toBe(two)
  })

  test('ends the one before when the next signs in', async () => {
    const [one, two] = [await newcomer('先来'), await newcomer('后到')]
    const tablet = await bound(one, { shared: true })
    const before = tablet.copy()
    await tablet.link(await linkFor(two), { shared: true, pin: OTHER })
    expectProblem(await before.me(), 401, 'session.required')
  })

  test('bound by one as his own phone is no longer another’s', async () => {
    const [one, two] = [await newcomer(), await newcomer()]
    const phone = await bound(one)
    const old = phone.copy()
    expect((await phone.link(await linkFor(two))).json().person).toBe(two)
    expectProblem(await old.me(), 401, 'session.required')
    expectProblem(await old.pin(), 401, 'session.unbound')
  })
})

describe('a device', () => {
  test('is unbound by its owner, his keepers and security, and by nobody else', async () => {
    for (const who of ['community', 'office', 'admin', 'security'] as const) {
      const browser = await bound(await newcomer())
      const device = (await browser.call('GET', '/api/devices')).json().items[0].id
      for (const other of ['grid', 'community2', 'leader', 'stranger'] as const)
        expectProblem(await asked(other, 'DELETE', `/api/devices/${device}`), 404, 'not-found')
      expect((await asked(who, 'DELETE', `/api/devices/${device}`)).statusCode).toBe(204)
      expectProblem(await browser.me(), 401, 'session.required')
      expectProblem(await browser.pin(), 401, 'session.unbound')
      expectProblem(await asked(who, 'DELETE', `/api/devices/${device}`), 404, 'not-found')
    }
    const own = await bound(await newcomer())
    const [device] = (await own.call('GET', '/api/devices')).json().items
    expect((await own.call('DELETE', `/api/devices/${device.id}`)).statusCode).toBe(204)
    expectProblem(await own.me(), 401, 'session.required')
  })

  test('and token of a disabled person are out at once, and back when he is enabled', async () => {
    const person = await newcomer()
    const browser = await bound(person)
    const { token } = (await browser.call('POST', '/api/tokens')).json()
    const script = () => server.call(null, { url: '/api/hazards', headers: { authorization: `Bearer ${token}` } })
    const admin = await server.signIn('security')
    const keep = async (step: string) => {
      const payload = { commands: [server.command(step, {}, person, { kind: 'person' })] }
      const done = await server.call(null, {
        method: 'POST',
        url: '/api/commands',
        payload,
        headers: { cookie: admin },
      })
      expect(done.json().results[0].status).toBe('accepted')
    }
    expect((await script()).statusCode).toBe(200)
    const disabledAt = server.now().getTime()
    await keep('disable')
    for (const answer of [await browser.me(), await script(), await browser.pin()])
      expectProblem(answer, 401, 'session.disabled')
    expect(server.now().getTime() - disabledAt).toBeLessThan(60_000)
    await keep('enable')
    expect((await browser.me()).statusCode).toBe(200)
  })

  test('all sessions of a person are ended by keepers and security', async () => {
    const person = await newcomer()
    const browser = await bound(person)
    for (const who of ['community2', 'grid'] as const)
      expectProblem(await asked(who, 'DELETE', `/api/people/${person}/sessions`), 404, 'not-found')
    const peer = await asked('community', 'DELETE', `/api/people/${server.book.people.colleague}/sessions`)
    expectProblem(peer, 403, 'step.not-yours')
    expect((await asked('security', 'DELETE', `/api/people/${person}/sessions`)).statusCode).toBe(204)
    expectProblem(await browser.me(), 401, 'session.required')
    expect((await browser.pin()).statusCode).toBe(200)
  })
})

describe('a desk worker', () => {
  const signIn = (username: string, password: string) =>
    server.call(null, { method: 'POST', url: '/api/session', payload: { username, password } })
  const set = (secret: string, username: string, password: string) =>
    server.call(null, { method: 'POST', url: '/api/session/link', payload: { secret, username, password } })

  test('sets name and password by the same link, once', async () => {
    const person = await newcomer('王内勤')
    const secret = await linkFor(person)
    expectProblem(await set(secret, 'wang', 'short'), 422, 'session.password-weak')
    expectProblem(await set(secret, 'wang', 'Password123456'), 422, 'session.password-weak')
    expectProblem(await set(secret, 'admin', PASSWORD), 409, 'session.name-taken')
    const done = await set(secret, 'wang', PASSWORD)
    expect(done.json()).toMatchObject({ person, username: 'wang', device: null })
    expectProblem(await set(secret, 'wang', PASSWORD), 410, 'session.link-gone')
    expect((await signIn('wang', PASSWORD)).json().person).toBe(person)
    const renamed = await set(await linkFor(person), '王内勤', 'another-good-one')
    expect(renamed.json().username).toBe('王内勤')
    expectProblem(await signIn('wang', PASSWORD), 401, 'session.wrong')
    expectProblem(await signIn('wang', 'another-good-one'), 401, 'session.wrong')
    expect((await signIn('王内勤', 'another-good-one')).statusCode).toBe(200)
  })

  test('changes the password by knowing it; other sessions end, this one stays', async () => {
    const person = await newcomer()
    await set(await linkFor(person), 'changer', PASSWORD)
    const cookies = async () => (await signIn('changer', PASSWORD)).cookies[0]?.value ?? ''
    const [here, there] = [openBrowser({ anlan: await cookies() }), openBrowser({ anlan: await cookies() })]
    const change = (current: string, password: string) =>
      here.call('POST', '/api/session/password', { current, password })
    expectProblem(await change('wrong', 'a-quite-new-one'), 401, 'session.wrong')
    expectProblem(await change(PASSWORD, 'changer12345'), 422, 'session.password-weak')
    expect((await change(PASSWORD, 'a-quite-new-one')).statusCode).toBe(204)
    expect((await here.me()).statusCode).toBe(200)
    expectProblem(await there.me(), 401, 'session.required')
    expectProblem(await signIn('changer', PASSWORD), 401, 'session.wrong')
    expect((await signIn('changer', 'a-quite-new-one')).statusCode).toBe(200)
    const digits = await bound(await newcomer())
    expectProblem(await digits.call('POST', '/api/session/password', { current: 'x', password: PASSWORD }), 400)
  })
})
