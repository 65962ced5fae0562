import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rebuild } from '../ledger/rebuild.ts'
import { expectProblem, openTestApp, type TestApp } from './test-app.ts'
import { OTHER, openLinks, PIN } from './test-links.ts'

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

describe('six digits', () => {
  test('sign in on the bound device for ninety days, and nowhere else', async () => {
    const person = await links.newcomer()
    const browser = await links.bound(person)
    await browser.call('DELETE', '/api/session')
    expectProblem(await browser.me(), 401, 'session.required')
    expect((await browser.pin()).json().person).toBe(person)
    expectProblem(await links.openBrowser().pin(), 401, 'session.unbound')
    expectProblem(await links.openBrowser({ 'anlan-device': 'x'.repeat(43) }).pin(), 401, 'session.unbound')
    links.later(89 * 86_400)
    expect((await browser.me()).statusCode).toBe(200)
    links.later(2 * 86_400)
    expectProblem(await browser.me(), 401, 'session.required')
    expect((await browser.pin()).statusCode).toBe(200)
  })

  test('guessed: five are free, then one waits ever longer, the tenth unbinds and says whom to ask', async () => {
    const person = await links.newcomer()
    const browser = await links.bound(person)
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
        links.later(15)
        waited += 15
      }
      waits.push(waited)
    }
    expect(waits).toEqual([30, 60, 120, 240, 480])
    expectProblem(await browser.pin(), 401, 'session.unbound')
    expectProblem(await browser.me(), 401, 'session.required')
    const again = await links.bound(person)
    expect((await again.me()).statusCode).toBe(200)
  })

  test('guessed by many requests at once are no cheaper', async () => {
    const browser = await links.bound(await links.newcomer())
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => browser.copy().pin(String(500_000 + i * 7))))
    const judged = answers.filter((one) => one.json().code === 'session.pin-wrong').length
    expect(judged).toBeLessThanOrEqual(5)
    expectProblem(await browser.pin(), 429, 'session.slow-down')
    links.later(31)
    expect((await browser.pin()).statusCode).toBe(200)
    expectProblem(await browser.pin(OTHER), 401, 'session.pin-wrong')
  })

  test('are kept as argon2id only', async () => {
    await links.bound(await links.newcomer())
    const { rows } = await server.book.pool.query('select json_agg(d)::text as kept from device d')
    expect(rows[0].kept).toContain('$argon2id$')
    expect(rows[0].kept).not.toMatch(new RegExp(`[^0-9]${PIN}[^0-9]`))
  })
})

describe('a shared device', () => {
  test('signs in whoever says who he is, lists nobody, and lasts twelve hours', async () => {
    const [one, two] = [await links.newcomer('合用甲'), await links.newcomer('合用乙')]
    const tablet = await links.bound(one, { shared: true, label: '值班室平板' })
    expect((await tablet.link(await links.linkFor(two), { shared: true, pin: OTHER })).statusCode).toBe(200)
    expect((await tablet.me()).json()).toMatchObject({ person: two, device: { shared: true } })
    expect((await tablet.pin(PIN, '合用甲')).json().person).toBe(one)
    const wrong = [await tablet.pin(PIN), await tablet.pin(PIN, '合用乙'), await tablet.pin(PIN, '没有这人')]
    for (const answer of wrong) expectProblem(answer, 401, 'session.pin-wrong')
    expect(new Set(wrong.map((answer) => answer.body)).size).toBe(1)
    expectProblem(await tablet.call('POST', '/api/tokens'), 403, 'step.not-yours')
    expect((await tablet.me()).json().person).toBe(one)
    links.later(12 * 3600 - 60)
    expect((await tablet.me()).statusCode).toBe(200)
    links.later(120)
    expectProblem(await tablet.me(), 401, 'session.required')
    expect((await tablet.pin(OTHER, '合用乙')).json().person).toBe(two)
  })

  test('gets each person’s own key of what he stores there, the same after another link; a personal phone gets none', async () => {
    const [one, two] = [await links.newcomer('存放甲'), await links.newcomer('存放乙')]
    const tablet = await links.bound(one, { shared: true })
    const keyOf = async (browser = tablet) => (await browser.me()).json().device.key
    const own = await keyOf()
    expect(own).toMatch(/^[0-9a-f]{64}$/)
    expect((await tablet.pin(PIN, '存放甲')).json().device.key).toBe(own)
    const answer = await tablet.link(await links.linkFor(two), { shared: true, pin: OTHER })
    expect(answer.json().device.key).toMatch(/^[0-9a-f]{64}$/)
    expect(await keyOf()).toBe(answer.json().device.key)
    expect(await keyOf()).not.toBe(own)
    expect(await keyOf(await links.bound(one, { shared: true }))).toBe(own)
    expect(await keyOf(await links.bound(one))).toBeUndefined()
  })

  test('ends the one before when the next signs in', async () => {
    const [one, two] = [await links.newcomer('先来'), await links.newcomer('后到')]
    const tablet = await links.bound(one, { shared: true })
    const before = tablet.copy()
    await tablet.link(await links.linkFor(two), { shared: true, pin: OTHER })
    expectProblem(await before.me(), 401, 'session.required')
  })

  test('bound by one as his own phone is no longer another’s', async () => {
    const [one, two] = [await links.newcomer(), await links.newcomer()]
    const phone = await links.bound(one)
    const old = phone.copy()
    expect((await phone.link(await links.linkFor(two))).json().person).toBe(two)
    expectProblem(await old.me(), 401, 'session.required')
    expectProblem(await old.pin(), 401, 'session.unbound')
  })
})

describe('a device', () => {
  test('is unbound by its owner, his keepers and security, and by nobody else', async () => {
    for (const who of ['community', 'office', 'admin', 'security'] as const) {
      const browser = await links.bound(await links.newcomer())
      const device = (await browser.call('GET', '/api/devices')).json().items[0].id
      for (const other of ['grid', 'community2', 'leader', 'stranger'] as const)
        expectProblem(await links.asked(other, 'DELETE', `/api/devices/${device}`), 404, 'not-found')
      expect((await links.asked(who, 'DELETE', `/api/devices/${device}`)).statusCode).toBe(204)
      expectProblem(await browser.me(), 401, 'session.required')
      expectProblem(await browser.pin(), 401, 'session.unbound')
      expectProblem(await links.asked(who, 'DELETE', `/api/devices/${device}`), 404, 'not-found')
    }
    const own = await links.bound(await links.newcomer())
    const [device] = (await own.call('GET', '/api/devices')).json().items
    expect((await own.call('DELETE', `/api/devices/${device.id}`)).statusCode).toBe(204)
    expectProblem(await own.me(), 401, 'session.required')
  })

  test('and token of a disabled person are out at once, and back when he is enabled', async () => {
    const person = await links.newcomer()
    const browser = await links.bound(person)
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
    const person = await links.newcomer()
    const browser = await links.bound(person)
    for (const who of ['community2', 'grid'] as const)
      expectProblem(await links.asked(who, 'DELETE', `/api/people/${person}/sessions`), 404, 'not-found')
    const peer = await links.asked('community', 'DELETE', `/api/people/${server.book.people.colleague}/sessions`)
    expectProblem(peer, 403, 'step.not-yours')
    expect((await links.asked('security', 'DELETE', `/api/people/${person}/sessions`)).statusCode).toBe(204)
    expectProblem(await browser.me(), 401, 'session.required')
    expect((await browser.pin()).statusCode).toBe(200)
  })
})
