import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { foldHazard } from '../domain/hazard/fold.ts'
import { recordPhoto } from '../features/photos/server/keep.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { openPool, withOwner } from '../platform/server/db.ts'
import { createTestDatabase } from '../platform/server/test-database.ts'
import { DAYS } from './demo/plan.ts'
import { demoUsers, loadDemo } from './demo.ts'
import { BOOK } from './first-book.ts'

const at = new Date('2026-11-24T09:40:00Z')
const lines: string[] = []
const photos = new Set<string>()
let database: Awaited<ReturnType<typeof createTestDatabase>>
let pool: ReturnType<typeof openPool>

const load = () =>
  loadDemo({
    pool,
    ownerUrl: database.ownerUrl,
    password: 'demo-pass-1234',
    say: (line) => lines.push(line),
    loadedAt: () => at,
    async keepPhoto({ sha256, bytes }) {
      photos.add(sha256)
      const drawn = { type: 'image/jpeg', width: 1280, height: 960, bytes: bytes.length, now: at }
      await recordPhoto(pool, { book: BOOK, uploader: 'system', sha256, ...drawn })
    },
  })

beforeAll(async () => {
  database = await createTestDatabase({
    appUrl: inject('appUrl'),
    ownerUrl: inject('ownerUrl'),
    template: inject('template'),
  })
  pool = openPool(database.appUrl)
  await load()
}, 120_000)

afterAll(async () => {
  await pool.end()
  await database.drop()
})

const rowsOf = async (sql: string) => (await pool.query(sql)).rows

describe('the demo on day 17', () => {
  test('found 2154 = 336 closed + 996 community level + 822 called, voids beside them', async () => {
    const rows = await rowsOf('select status, level, count(*)::int n from standing where to_seq is null group by 1, 2')
    const sum = (keep: (row: { status: string; level: string }) => boolean) =>
      rows.filter(keep).reduce((n, row) => n + row.n, 0)
    expect(sum(({ status }) => status !== 'void')).toBe(2154)
    expect(sum(({ status }) => status === 'closed')).toBe(336)
    expect(sum(({ status }) => status === 'called')).toBe(822)
    expect(sum(({ status, level }) => level === 'community' && status !== 'closed' && status !== 'void')).toBe(996)
    expect(sum(({ status }) => status === 'void')).toBeGreaterThan(0)
  })

  test('comes from entries alone: rebuilding gives the same', async () => {
    const { differences } = await withOwner(database.ownerUrl, (client) =>
      rebuild(client, 'anlan_app', { swap: false }),
    )
    expect(differences).toEqual({})
  })

  test('spans seventeen days and ends within a minute before the moment of loading', async () => {
    const [span] = await rowsOf("select min(recorded_at) first, max(recorded_at) last from entry where kind = 'hazard'")
    expect(at.getTime() - span.last.getTime()).toBeGreaterThanOrEqual(0)
    expect(at.getTime() - span.last.getTime()).toBeLessThan(60_000)
    const days = (at.getTime() - span.first.getTime()) / 86_400_000
    expect(Math.ceil(days)).toBeGreaterThanOrEqual(DAYS - 1)
    expect(days).toBeLessThan(DAYS)
  })

  test('never lets one person fix and close', async () => {
    const closers = await rowsOf("select stream, actor from entry where step = 'close'")
    const entries = await rowsOf(
      `select book_id as book, seq::int, stream, version, kind, step, data, null as text, actor, command_id as "commandId",
         ordinal, taken_at::text as "takenAt", recorded_at::text as "recordedAt" from entry where kind = 'hazard' order by seq`,
    )
    const byStream = new Map<string, typeof entries>()
    for (const entry of entries) byStream.set(entry.stream, [...(byStream.get(entry.stream) ?? []), entry])
    for (const { stream, actor } of closers) expect(foldHazard(byStream.get(stream) ?? [])?.fixer).not.toBe(actor)
    expect(closers).toHaveLength(336)
  })

  test('shows the places the article names, with the thirty of 商业广场一期', async () => {
    const rows = await rowsOf("select site, count(*)::int n from hazard where status <> 'void' group by 1")
    const at = new Map(rows.map(({ site, n }) => [site, n]))
    expect(at.get('c03-s1')).toBe(30)
    expect(at.get('c01-s1')).toBeGreaterThan(0)
    expect(at.get('c04-s1')).toBeGreaterThan(0)
  })

  test('has at most two hundred distinct drawn photos and the fixed user names', async () => {
    expect(photos.size).toBeGreaterThan(20)
    expect(photos.size).toBeLessThanOrEqual(200)
    const users = await rowsOf('select username from account')
    expect(users.map(({ username }) => username).sort()).toEqual(Object.keys(demoUsers).sort())
  })

  test('is loaded once: a second start leaves it as it is', async () => {
    const before = await rowsOf('select seq from book')
    await load()
    expect(await rowsOf('select seq from book')).toEqual(before)
    expect(lines.some((line) => line.includes('%'))).toBe(true)
  })
})
