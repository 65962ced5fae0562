import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rebuild } from '../ledger/rebuild.ts'
import type { Who } from '../ledger/test-book.ts'
import { openTestApp, type TestApp } from './test-app.ts'

let server: TestApp

beforeAll(async () => {
  server = await openTestApp()
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

interface Page {
  hazard: { id: string; status: string; holder: string | null; level: string; seq: number; version: number }
  entries: { step: string; version: number; text: Record<string, unknown> | null }[]
  available: { step: string; label: string }[]
}

const page = async (who: Who, id: string): Promise<Page> => (await server.get(who, `/api/hazards/${id}`)).json()
const offers = (found: Page) => found.available.map((one) => one.step).sort()

/** List, page, account and feed of the street's leader tell the same story of every hazard at every step. */
async function expectAgreement(id: string, status: string): Promise<void> {
  const [list, account, changes, found] = await Promise.all([
    server.get('leader', '/api/hazards?limit=200'),
    server.get('leader', '/api/account'),
    server.get('leader', '/api/changes?after=0&limit=500'),
    page('leader', id),
  ])
  expect(found.hazard.status).toBe(status)
  const rows: { id: string; status: string; version: number }[] = list.json().items
  expect(rows.find((row) => row.id === id)).toMatchObject({ status, version: found.hazard.version })
  const fed = changes.json().changes.find((one: { stream: string }) => one.stream === id)
  expect(fed.hazard).toEqual(found.hazard)
  expect(fed.entries).toEqual(found.entries)
  expect(fed.available).toEqual(found.available)
  const figures = account.json()
  const count = (wanted: string) => rows.filter((row) => row.status === wanted).length
  for (const [name, n] of Object.entries(figures.classes)) expect(n, name).toBe(count(name))
  expect(figures.void).toBe(count('void'))
  const sum = (parts: Record<string, number>) => Object.values(parts).reduce((a, b) => a + b, 0)
  expect(sum(figures.classes)).toBe(figures.found)
  expect(sum(figures.levels)).toBe(figures.found)
  expect(Object.keys(figures.classes)).toEqual([
    'reported',
    'handling',
    'rectified',
    'called',
    'tabled',
    'parked',
    'referred',
    'closed',
  ])
}

async function takes(who: Who, step: string, data: unknown, id: string, status: string): Promise<void> {
  expect(offers(await page(who, id))).toContain(step)
  const result = await server.step(who, step, data, id)
  expect(result, `${who} ${step}`).toMatchObject({ status: 'accepted', stream: id })
  await expectAgreement(id, status)
}

const fix = { note: '已处理', photos: [] }

describe('one whole life over HTTP', () => {
  test('reported with a photo, verified, rectified, and struck off by somebody else', async () => {
    const photo = createHash('sha256').update('a photo still on the phone').digest('hex')
    const id = await server.report('grid', { photos: [photo] })
    await expectAgreement(id, 'reported')
    expect((await page('grid', id)).hazard).toMatchObject({ missing: [photo], before: [photo], holder: 'c01' })
    await takes('community', 'verify', { unit: 'c01' }, id, 'handling')
    await takes('community', 'rectify', fix, id, 'rectified')
    expect(offers(await page('community', id))).not.toContain('close')
    const own = await server.step('community', 'close', { note: '看过', photos: [] }, id)
    expect(own).toMatchObject({ status: 'refused', problem: { code: 'check.fixer' } })
    const early = await server.step('colleague', 'close', { note: '看过', photos: [] }, id)
    expect(early.problem).toMatchObject({ code: 'check.photos-missing', detail: { missing: 1 } })
    const lost = await server.step('colleague', 'close', { note: '看过', photos: [], noPhotoReason: '手机损坏' }, id)
    expect(lost.problem?.code).toBe('check.lost-photos-office')
    await takes('office', 'close', { note: '看过', photos: [], noPhotoReason: '手机损坏' }, id, 'closed')
    const done = await page('leader', id)
    expect(done.entries.map((entry) => entry.step)).toEqual(['report', 'verify', 'rectify', 'close'])
    expect(done.entries.map((entry) => entry.version)).toEqual([1, 2, 3, 4])
    expect(done.hazard.holder).toBeNull()
    expect(offers(done)).toEqual(['comment'])
  })

  test('called up, assigned, refused, assigned again, returned, closed', async () => {
    const id = await server.report('volunteer')
    await takes('community', 'call-up', { reason: '无权处理', tried: '上门三次' }, id, 'called')
    await takes('office', 'assign', { unit: 'v-xf', due: '2026-04-01' }, id, 'handling')
    expect((await page('fire', id)).hazard).toMatchObject({ holder: 'v-xf', level: 'street' })
    const before = (await server.get('fire', '/api/changes')).json()
    expect(before.changes.map((one: { stream: string }) => one.stream)).toContain(id)
    await takes('fire', 'refuse', { reason: '不属本队' }, id, 'handling')
    expect((await server.get('fire', `/api/hazards/${id}`)).statusCode).toBe(404)
    const left = (await server.get('fire', `/api/changes?after=${before.next}`)).json().left
    expect(left).toContain(id)
    expect((await page('office', id)).hazard.holder).toBe('zb')
    await takes('office', 'assign', { unit: 'o-cg', due: '2026-04-01' }, id, 'handling')
    await takes('urban', 'rectify', fix, id, 'rectified')
    await takes('checker', 'return', { reason: '仍有杂物' }, id, 'handling')
    expect((await page('urban', id)).hazard.holder).toBe('o-cg')
    await takes('urban', 'rectify', fix, id, 'rectified')
    await takes('checker', 'close', { note: '合格', photos: [] }, id, 'closed')
  })

  test('sent back to the community, which then fixes it', async () => {
    const id = await server.report('grid')
    await takes('community', 'call-up', { reason: '无权处理', tried: '上门三次' }, id, 'called')
    await takes('office', 'send-back', { reason: '社区可自行处理', due: '2026-04-01' }, id, 'handling')
    expect((await page('community', id)).hazard).toMatchObject({ holder: 'c01', level: 'community' })
    await takes('community', 'rectify', fix, id, 'rectified')
    await takes('colleague', 'close', { note: '合格', photos: [] }, id, 'closed')
  })

  test('left out: proposed by the community, decided by the office; and by the finder the same day', async () => {
    const id = await server.report('grid')
    await takes('community', 'void', { reason: '不属实' }, id, 'reported')
    expect((await page('office', id)).hazard).toMatchObject({ proposedVoid: true })
    await takes('office', 'void', { reason: '同意' }, id, 'void')
    const own = await server.report('volunteer')
    await takes('volunteer', 'void', { reason: '看错了' }, own, 'void')
    const original = await server.report('grid')
    const twin = await server.report('volunteer')
    await takes('community', 'void', { reason: '重复', duplicateOf: original }, twin, 'void')
    expect((await page('community', twin)).hazard).toMatchObject({ original })
  })

  test('put straight to handling, and fixed on the spot', async () => {
    const id = await server.report('grid', { direct: { unit: 'c01-s1', due: '2026-03-20' } })
    await expectAgreement(id, 'handling')
    await takes('property', 'rectify', fix, id, 'rectified')
    expect(offers(await page('property', id))).toEqual(['comment', 'flag', 'undo'])
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    const spot = await server.report('grid', { photos: [hash('b')], fixed: { note: '当场清走', photos: [hash('a')] } })
    await expectAgreement(spot, 'rectified')
    expect(offers(await page('grid', spot))).not.toContain('close')
  })

  test('the account of an instant never changes, and its list has as many rows', async () => {
    const asOf = encodeURIComponent(new Date(server.now().getTime()).toISOString())
    const first = (await server.get('leader', `/api/account?asOf=${asOf}`)).json()
    const id = await server.report('grid')
    await server.step('community', 'verify', { unit: 'c01' }, id)
    const again = (await server.get('leader', `/api/account?asOf=${asOf}`)).json()
    expect(again).toEqual(first)
    for (const [status, n] of Object.entries(first.classes)) {
      const list = (await server.get('leader', `/api/hazards?limit=200&status=${status}&asOf=${asOf}`)).json()
      expect(list.items).toHaveLength(n as number)
      expect(list.asOf).toBe(first.asOf)
    }
  })

  test('pages of the list are all of it, once each', async () => {
    const whole = (await server.get('leader', '/api/hazards?limit=200')).json().items as { id: string }[]
    for (const order of ['recent', 'due']) {
      const seen: string[] = []
      let cursor = ''
      do {
        const part = (await server.get('leader', `/api/hazards?limit=2&order=${order}&cursor=${cursor}`)).json()
        seen.push(...part.items.map((row: { id: string }) => row.id))
        cursor = part.next ?? ''
      } while (cursor)
      expect(seen.slice().sort()).toEqual(whole.map((row) => row.id).sort())
    }
  })
})
