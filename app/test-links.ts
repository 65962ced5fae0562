import { expect } from 'vitest'
import type { Caller, TestApp } from './test-app.ts'

export const PIN = '402917'
export const OTHER = '830264'

/** Links, browsers that keep their cookies, and people to hand them to, on one test app. */
export function openLinks(server: TestApp) {
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

  async function bound(person: string, more: object = {}): Promise<ReturnType<typeof openBrowser>> {
    const browser = openBrowser()
    const answer = await browser.link(await linkFor(person), more)
    expect(answer.statusCode, answer.body).toBe(200)
    return browser
  }
  return { later, openBrowser, newcomer, asked, linkFor, bound }
}
