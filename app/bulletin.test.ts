import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../ledger/rebuild.ts'
import type { Who } from '../ledger/test-book.ts'
import { everybody, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp

interface Today {
  asOf: string
  text: string
  figures: { key: string; label: string; n: number; filters: Record<string, string> }[]
}

/** Tokens outlast the days between the entries; a session would not. */
const tokens = new Map<Who, string>()
const get = (who: Who, url: string) =>
  server.app.inject({ url, headers: { authorization: `Bearer ${tokens.get(who)}` } })

beforeAll(async () => {
  server = await openTestApp()
  for (const who of everybody) tokens.set(who, (await server.post(who, '/api/tokens', {})).json().token)
  const { book } = server
  book.setClock('2026-03-09T02:00:00Z')
  const report = async (who: Who, more = {}) => (await book.report(who, more)).stream
  const old = [await report('grid'), await report('grid'), await report('volunteer')]
  for (const id of old) await book.act('community', 'verify', { unit: 'c01', due: '2026-03-10' }, id)
  book.setClock('2026-03-12T02:00:00Z')
  const words = { place: '王金丝雀家', description: '电话13812345678', party: '金丝雀干洗店' }
  const fresh = [await report('grid', words), await report('grid', words), await report('volunteer')]
  await book.act('office', 'void', { reason: '不实' }, fresh[0] ?? '')
  await book.act('community', 'call-up', { reason: '难', tried: '劝' }, fresh[1] ?? '')
  const [first = ''] = old
  await book.act('community', 'rectify', { note: '已修', photos: [] }, first)
  await book.act('colleague', 'close', { note: '看过', photos: [] }, first)
  server.setClock('2026-03-12T02:01:00Z')
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

const ask = (filters: Record<string, string>, asOf: string) => new URLSearchParams({ ...filters, asOf }).toString()

test('the line sums, and every number of it opens a list of that instant with as many rows', async () => {
  const today: Today = (await get('office', '/api/bulletin/today')).json()
  const n = Object.fromEntries(today.figures.map((figure) => [figure.key, figure.n]))
  expect(n).toEqual({
    found: 5,
    closed: 1,
    community: 3,
    above: 1,
    void: 1,
    reportedToday: 2,
    closedToday: 1,
    overdue: 2,
  })
  expect(today.text).toContain('截至3月12日10时01分，排查5＝已销号1＋社区层面未销号3＋街道及以上未销号1；另不列入1。')
  await server.book.report('grid')
  for (const { key, n: said, filters } of today.figures) {
    const list = (await get('office', `/api/hazards?limit=200&${ask(filters, today.asOf)}`)).json()
    const account = (await get('office', `/api/account?${ask(filters, today.asOf)}`)).json()
    expect([key, list.items.length, account.found + account.void]).toEqual([key, said, said])
  }
})

test('the text of midnight is that of the day it ends', async () => {
  server.setClock('2026-03-12T16:00:01Z')
  const today: Today = (await get('office', '/api/bulletin/today?asOf=2026-03-12T16:00:00Z')).json()
  expect(today.text).toContain('截至3月12日24时')
  expect(today.figures.find(({ key }) => key === 'closedToday')?.n).toBe(1)
  const live: Today = (await get('office', '/api/bulletin/today')).json()
  expect(live.figures.find(({ key }) => key === 'closedToday')?.n).toBe(0)
  const list = await get('office', '/api/hazards?reported=today')
  expect(list.json().items).toEqual([])
})

test('no text for a group holds a word of a report, a name or a phone, whoever asks', async () => {
  for (const who of everybody) {
    for (const url of ['/api/bulletin/today', '/api/bulletin/chase', '/api/bulletin/chase?by=unit']) {
      const { body } = await get(who, url)
      expect(body, `${who} ${url}`).not.toMatch(/金丝雀|13812345678|测试|灭火器/)
    }
  }
})
