import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everybody, expectProblem, openTestApp, PASSWORD, type TestApp } from './test-app.ts'

let server: TestApp

beforeAll(async () => {
  server = await openTestApp()
})

afterAll(() => server.end())

const signIn = (username: unknown, password: unknown = PASSWORD, more: object = {}) =>
  server.post(null, '/api/session', { username, password, ...more })

const withCookie = (cookie: string, url = '/api/session') => server.call(null, { url, headers: { cookie } })
const withToken = (token: string, url = '/api/session') =>
  server.call(null, { url, headers: { authorization: `Bearer ${token}` } })

const later = (seconds: number) => server.setClock(new Date(server.now().getTime() + seconds * 1000).toISOString())

describe('signing in', () => {
  test('everybody learns who he is, what he may and in which book', async () => {
    for (const who of everybody) {
      const view = (await server.get(who, '/api/session')).json()
      expect(view).toMatchObject({
        person: server.book.people[who],
        username: who,
        name: `测试${who}`,
        books: [{ id: 'b1', name: '测试台账' }],
      })
      expect(view.units).toEqual(view.roles.map((held: { unit: string }) => held.unit))
    }
  })

  test('the answer is the same view, and the cookie cannot be read by a script or sent by another site', async () => {
    const answer = await signIn('grid')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual((await server.get('grid', '/api/session')).json())
    const [cookie] = answer.cookies
    expect(cookie).toMatchObject({ name: 'anlan', path: '/', httpOnly: true, sameSite: 'Lax' })
    expect(cookie?.value).toMatch(/^[\w-]{43}$/)
    expect(answer.body).not.toContain(cookie?.value)
  })

  test('only hashes of sessions and passwords are kept', async () => {
    const cookie = (await signIn('grid')).cookies[0]?.value ?? ''
    const { rows } = await server.book.pool.query(
      "select (select string_agg(encode(token_hash, 'escape') || username, ' ') from session) || (select string_agg(password_hash, ' ') from account) as kept",
    )
    expect(rows[0].kept).not.toContain(cookie)
    expect(rows[0].kept).not.toContain(PASSWORD)
    expect(rows[0].kept).toContain('$argon2id$')
  })

  test.each<[string, unknown, unknown, object]>([
    ['no password', 'grid', undefined, {}],
    ['a number for a password', 'grid', 12345678, {}],
    ['no name', '', PASSWORD, {}],
    ['a name of 65 characters', 'g'.repeat(65), PASSWORD, {}],
    ['U+0000 in the name', 'grid\0', PASSWORD, {}],
    ['a lone surrogate in the name', 'grid\ud800', PASSWORD, {}],
    ['an object for a name', { $ne: null }, PASSWORD, {}],
    ['an unknown field', 'grid', PASSWORD, { role: 'admin' }],
  ])('%s is refused as malformed', async (_name, username, password, more) => {
    expectProblem(await signIn(username, password ?? null, more), 400, 'request.malformed')
  })
})

describe('guessing', () => {
  test('an unknown name and a wrong password get the same bytes', async () => {
    const [known, unknown] = [await signIn('leader', 'wrong'), await signIn('nobody', 'wrong')]
    expectProblem(known, 401, 'session.wrong')
    expect(unknown.body).toBe(known.body)
    expect(Object.keys(unknown.headers)).toEqual(Object.keys(known.headers))
  })

  test('makes the name wait ever longer, whether or not anybody has it', async () => {
    for (const name of ['police', 'superior']) {
      const waits: number[] = []
      for (let round = 0; round < 4; round++) {
        while ((await signIn(name, 'wrong')).statusCode === 401);
        expectProblem(await signIn(name, 'wrong'), 429, 'session.slow-down')
        let waited = 0
        while ((await signIn(name, 'wrong')).statusCode === 429) {
          later(1)
          waited += 1
        }
        waits.push(waited)
      }
      expect(waits).toEqual([1, 2, 4, 8])
    }
    expectProblem(await signIn('superior'), 429, 'session.slow-down')
    later(1000)
    expect((await signIn('superior')).statusCode).toBe(200)
    expectProblem(await signIn('superior', 'wrong'), 401, 'session.wrong')
  })

  test('with many guesses at once is no quicker', async () => {
    const guesses = await Promise.all(Array.from({ length: 40 }, (_, i) => signIn('auditor', `guess-${i}`)))
    const judged = guesses.filter((answer) => answer.statusCode === 401).length
    expect(judged).toBeLessThan(20)
    expectProblem(await signIn('auditor'), 429, 'session.slow-down')
  })

  test('does not lock out one who signs in twenty times at once with the right password', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn('branch')))
    expect(answers.map((answer) => answer.statusCode)).toEqual(Array(20).fill(200))
  })
})

describe('a session', () => {
  test('ends when signed out, and only that one', async () => {
    const [one, two] = [await server.signIn('grid'), await server.signIn('grid')]
    const out = await server.call(null, { method: 'DELETE', url: '/api/session', headers: { cookie: one } })
    expect(out.statusCode).toBe(204)
    expect(out.headers['set-cookie']).toMatch(/^anlan=;.*HttpOnly/)
    expectProblem(await withCookie(one), 401, 'session.required')
    expect((await withCookie(two)).statusCode).toBe(200)
    const again = await server.call(null, { method: 'DELETE', url: '/api/session', headers: { cookie: one } })
    expect(again.statusCode).toBe(204)
  })

  test('ends at once when the person is disabled, his commands included, and comes back when he is enabled', async () => {
    const cookie = await server.signIn('property')
    const person = server.book.people.property
    const keep = (step: string) => server.step('admin', step, {}, person, { kind: 'person' })
    expect(await keep('disable')).toMatchObject({ status: 'accepted' })
    for (const url of ['/api/session', '/api/hazards', '/api/account', '/api/changes', '/api/units', '/api/catalogue'])
      expectProblem(await withCookie(cookie, url), 401, 'session.disabled')
    const post = await server.call(null, {
      method: 'POST',
      url: '/api/commands',
      payload: { commands: [] },
      headers: { cookie },
    })
    expectProblem(post, 401, 'session.disabled')
    expectProblem(await signIn('property'), 401, 'session.disabled')
    expectProblem(await signIn('property', 'wrong'), 401, 'session.wrong')
    expect(await keep('enable')).toMatchObject({ status: 'accepted' })
    expect((await withCookie(cookie)).statusCode).toBe(200)
  })

  test('follows the duties held now, and the feed tells the phone to start anew', async () => {
    const person = server.book.people.urban
    const id = await server.report('community2', { community: 'c02' })
    expect((await server.get('urban', `/api/hazards/${id}`)).statusCode).toBe(404)
    const before = (await server.get('urban', '/api/changes')).json()
    const memberships = [{ role: 'community', unit: 'c02' }]
    await server.step('admin', 'appoint', { memberships }, person, { kind: 'person' })
    expect((await server.get('urban', `/api/hazards/${id}`)).statusCode).toBe(200)
    expect((await server.get('urban', '/api/session')).json().roles).toEqual(memberships)
    const after = (await server.get('urban', `/api/changes?after=${before.next}&scope=${before.scope}`)).json()
    expect(after).toMatchObject({ reset: true, next: 0 })
    const refused = await server.step('fire', 'appoint', { memberships }, person, { kind: 'person' })
    expect(refused.problem?.code).toBe('step.not-yours')
  })

  test('of a script is a token, which ends like any other', async () => {
    const made = await server.post('grid', '/api/tokens', {})
    expect(made.statusCode).toBe(200)
    const { token, expires } = made.json()
    expect(Date.parse(expires)).toBeGreaterThan(server.now().getTime() + 80 * 86_400_000)
    expect((await withToken(token)).json().username).toBe('grid')
    const sent = await server.call(null, {
      method: 'POST',
      url: '/api/commands',
      payload: { commands: [] },
      headers: { authorization: `Bearer ${token}`, origin: 'https://script.example' },
    })
    expect(sent.statusCode).toBe(200)
    await server.call(null, { method: 'DELETE', url: '/api/session', headers: { authorization: `Bearer ${token}` } })
    expectProblem(await withToken(token), 401, 'session.required')
    expectProblem(await server.post(null, '/api/tokens', {}), 401, 'session.required')
  })

  test('ends by itself: a cookie after twelve hours, a token after ninety days', async () => {
    const cookie = await server.signIn('checker')
    const { token } = (await server.call(null, { method: 'POST', url: '/api/tokens', headers: { cookie } })).json()
    later(12 * 3600 - 60)
    expect((await withCookie(cookie)).statusCode).toBe(200)
    later(120)
    expectProblem(await withCookie(cookie), 401, 'session.required')
    expect((await withToken(token)).statusCode).toBe(200)
    later(90 * 86_400)
    expectProblem(await withToken(token), 401, 'session.required')
  })
})
