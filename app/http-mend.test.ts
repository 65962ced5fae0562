import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EntryView } from '../domain/hazard/views.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { type Caller, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
const differences = async (swap: boolean) =>
  (await server.book.owner((client) => rebuild(client, 'anlan_app', { swap }))).differences
beforeAll(async () => {
  server = await openTestApp()
})
afterAll(async () => {
  expect(await differences(false)).toEqual({})
  await server.end()
})

const page = async (who: Caller, id: string) => (await server.get(who, `/api/hazards/${id}`)).json()
const row = async (who: Caller, id: string) =>
  (await server.get(who, '/api/hazards?limit=200')).json().items.find((one: { id: string }) => one.id === id)
const offers = async (who: Caller, id: string): Promise<string[]> =>
  (await page(who, id)).available.map((one: { step: string }) => one.step)
const take = async (who: Caller, step: string, data: object, id: string) => {
  const result = await server.step(who, step, data, id)
  expect([step, result.problem?.code]).toEqual([step, undefined])
}
const account = async (query = '') => (await server.get('leader', `/api/account${query}`)).json()

describe('更正', () => {
  test('changes the list and the page, now and after a rebuild; the old words stay in the timeline', async () => {
    const id = await server.report('volunteer', { place: '三栋', description: '灭火器没压力' })
    const instant = (await account()).asOf
    await take('community', 'correct', { place: '五栋', site: 'c01-s2', item: '2.1', reason: '门牌写错' }, id)
    await take('office', 'correct', { description: '配电箱没锁', reason: '又错' }, id)
    const shown = { place: '五栋', description: '配电箱没锁', item: '2.1', site: 'c01-s2', severity: 'larger' }
    expect(await row('community', id)).toMatchObject(shown)
    expect(await differences(true)).toEqual({})
    expect(await row('community', id)).toMatchObject(shown)
    const { hazard, entries } = await page('volunteer', id)
    expect(hazard).toMatchObject({ ...shown, corrected: true })
    expect(entries.map((one: EntryView) => one.text?.place)).toEqual(['三栋', '五栋', undefined])
    const then = (await server.get('leader', `/api/hazards?limit=200&asOf=${encodeURIComponent(instant)}`)).json().items
    expect(then.find((one: { id: string }) => one.id === id)).toMatchObject({ item: '1.1', site: null })
  })

  test('once its text is erased the row says nothing rather than the words that were wrong', async () => {
    const id = await server.report('grid', { place: '旧处', description: '旧话' })
    await take('community', 'correct', { place: '新处', reason: '写错' }, id)
    await server.book.owner((client) =>
      client.query(
        `delete from ledger.entry_text t using ledger.entry e
         where (e.book_id, e.seq) = (t.book_id, t.seq) and e.stream = $1 and e.step = 'correct'`,
        [id],
      ),
    )
    await differences(true)
    expect(await row('community', id)).toMatchObject({ place: null, description: '旧话' })
  })

  test('keeps the reporter hidden from those who may not know him', async () => {
    const id = await server.report('volunteer', { site: 'c01-s1' })
    await take('volunteer', 'flag', { reason: '多户' }, id)
    await take('community', 'correct', { party: '某店', reason: '补上' }, id)
    await take('community', 'verify', { unit: 'c01-s1' }, id)
    const body = (await server.get('property', `/api/hazards/${id}`)).body
    expect(body).not.toContain(server.book.people.volunteer)
    expect((await server.get('office', `/api/hazards/${id}`)).body).toContain(server.book.people.volunteer)
  })
})

describe('撤销', () => {
  test('is offered to its maker for a minute, puts everything back, and what was answered in between stays', async () => {
    const id = await server.report('grid')
    await take('community', 'verify', { unit: 'c01', severity: 'larger' }, id)
    await take('community', 'rectify', { note: '换了', photos: [] }, id)
    const before = await page('office', id)
    const figures = await account()
    await take('colleague', 'close', { note: '看过', photos: [] }, id)
    const instant = encodeURIComponent((await account()).asOf)
    const closed = await account(`?asOf=${instant}`)
    expect(closed.classes.closed).toBe(figures.classes.closed + 1)
    expect(await offers('colleague', id)).toContain('undo')
    expect(await offers('office', id)).not.toContain('undo')
    expect((await server.step('office', 'undo', {}, id)).problem?.code).toBe('undo.not-yours')
    await take('colleague', 'undo', {}, id)
    const after = await page('office', id)
    for (const key of ['status', 'level', 'unit', 'holder', 'due', 'severity', 'after', 'legs'])
      expect([key, after.hazard[key]]).toEqual([key, before.hazard[key]])
    const { asOf: _a, ...now } = await account()
    expect(now).toEqual((({ asOf: _b, ...rest }) => rest)(figures))
    expect(await account(`?asOf=${instant}`)).toEqual(closed)
    expect((await server.step('colleague', 'undo', {}, id)).problem?.code).toBe('undo.nothing')
    expect(await offers('colleague', id)).toContain('close')
  })

  test('after a minute it is neither offered nor taken, and the sentence says why', async () => {
    const id = await server.report('grid')
    await take('community', 'verify', { unit: 'c01' }, id)
    server.setClock(new Date(server.now().getTime() + 61_000).toISOString())
    expect(await offers('community', id)).not.toContain('undo')
    const { problem } = await server.step('community', 'undo', {}, id)
    expect(problem).toMatchObject({ code: 'undo.late', message: expect.stringContaining('一分钟') })
  })

  test('of a party named with it, the page forgets the name', async () => {
    const id = await server.report('grid')
    await take('community', 'verify', { unit: 'c01', party: '误填的店' }, id)
    await take('community', 'undo', {}, id)
    expect((await page('community', id)).hazard.party).toBeNull()
  })
})

describe('补录 and 代录', () => {
  test('a sheet’s days are facts; the case counts from today and is struck off by somebody else only', async () => {
    const facts = { rectifiedOn: '2025-11-20', closedOn: '2025-12-01', dueOn: '2025-11-30', status: 'closed', row: 7 }
    const backfill = { found: '2025-11-03', reason: '纸质台账', batch: server.book.id(), facts }
    const yesterday = encodeURIComponent(new Date(server.now().getTime() - 3_600_000).toISOString())
    const then = await account(`?asOf=${yesterday}`)
    const id = await server.report('office', { backfill, fixed: { note: '台账记已销号', photos: [] } })
    expect(await account(`?asOf=${yesterday}`)).toEqual(then)
    const { hazard } = await page('community', id)
    expect(hazard).toMatchObject({ status: 'rectified', backfill: { found: '2025-11-03', closedOn: '2025-12-01' } })
    expect(hazard.reportedAt > '2026').toBe(true)
    expect((await server.step('office', 'close', { note: '是', photos: [] }, id)).problem?.code).toBe('check.recorder')
    const bare = await server.step('community', 'close', { note: '是', photos: [] }, id)
    expect(bare.problem?.code).toBe('check.backfill-photo')
    await take('community', 'close', { note: '看过', photos: [], noPhotoReason: '点位已拆' }, id)
  })

  test('a unit’s fix entered from its paper shows both days, and its photo must have arrived before the close', async () => {
    const id = await server.report('grid')
    await take('community', 'verify', { unit: 'c01-s1' }, id)
    const paper = { on: '2026-03-01', photos: ['e'.repeat(64)] }
    await take('community', 'rectify', { note: '已清', photos: [], by: 'unit', paper }, id)
    const { hazard, entries } = await page('office', id)
    expect(entries.at(-1)).toMatchObject({ data: { paper }, recordedAt: expect.stringMatching(/^2026-03/) })
    expect([hazard.papers, hazard.missing]).toEqual([paper.photos, paper.photos])
    expect((await server.step('colleague', 'close', { note: '是', photos: [] }, id)).problem?.code).toBe(
      'check.photos-missing',
    )
  })
})
