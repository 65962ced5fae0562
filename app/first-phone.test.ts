import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, openTestApp, type TestApp } from './test-app.ts'
import { hashOf, openPhone, type Phone, takePhoto } from './test-phone.ts'

/**
 * What the first phone of this house sent and read, written down on 28 November 2026 while its own stories ran against
 * the server of that day; item and place are this book's. A phone that has not been opened for ninety days sends this: the
 * shapes below must not change.
 */
const recorded: { who: Caller; step: string; data: Record<string, unknown>; seen?: number }[] = [
  {
    who: 'grid',
    step: 'report',
    data: {
      ...{ community: 'c01', item: '1.1', place: '1号楼一单元门口', description: '电瓶车违规充电', photos: ['before'] },
      ...{ site: 'c01-s1', position: { lon: 104.06, lat: 30.5, accuracy: 12 } },
    },
  },
  { who: 'grid', step: 'comment', data: { text: '住户说晚上还会再充' }, seen: 1 },
  { who: 'community', step: 'verify', data: { unit: 'c01', party: '楼下商户' }, seen: 2 },
  { who: 'community', step: 'rectify', data: { note: '已剪除飞线', photos: ['after'] }, seen: 3 },
  { who: 'office', step: 'close', data: { note: '现场看过，飞线已除', photos: ['checked'] }, seen: 4 },
]

const rowKeys = `id number seq version status level community site item source severity suspectedMajor unit holder mode due
  place description photo reportedAt updatedAt`
const caseKeys = `${rowKeys} party position proof before after missing parts proposedVoid original legs`
const lineKeys = 'seq version step label actor takenAt recordedAt data text'
const itemKeys = 'code name city synonyms look severity proof days confirmed'

const expectKeys = (found: object, keys: string) =>
  expect(Object.keys(found)).toEqual(expect.arrayContaining(keys.split(/\s+/)))

let server: TestApp
let phone: Phone

beforeAll(async () => {
  server = await openTestApp()
  phone = await openPhone(server)
})
afterAll(() => server.end())

async function read(who: Caller, url: string) {
  const answer = await server.get(who, url)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

/** Photos by name, as the first phone uploaded them: created with name and type, then sent in one part. */
async function upload(): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for (const [name, who] of [
    ['before', 'grid'],
    ['after', 'community'],
    ['checked', 'office'],
  ] as const) {
    const photo = await takePhoto()
    expect((await phone.upload(who, photo)).status).toBe(204)
    hashes.set(name, hashOf(photo))
  }
  return hashes
}

describe('the first phone, its work ninety days old', () => {
  test('takes a hazard from the report to the strike-off', async () => {
    const hashes = await upload()
    const stream = server.book.id()
    const takenAt = new Date(server.now().getTime() - 90 * 86_400_000).toISOString()
    for (const { who, step, data, seen } of recorded) {
      const photos = (data.photos as string[] | undefined)?.map((name) => hashes.get(name))
      const sent = photos ? { ...data, photos } : data
      const command = server.command(step, sent, stream, { takenAt, ...(seen ? { seen } : {}) })
      const [result] = await server.send(who, [command])
      expect(result, step).toMatchObject({ status: 'accepted', id: command.id, stream, version: (seen ?? 0) + 1 })
      expect(result).toHaveProperty('seq')
    }
    const { hazard, entries, available } = await read('grid', `/api/hazards/${stream}`)
    expectKeys(hazard, caseKeys)
    expect(hazard).toMatchObject({ status: 'closed', holder: null, missing: [], before: [hashes.get('before')] })
    expect(entries).toHaveLength(recorded.length)
    for (const line of entries) expectKeys(line, lineKeys)
    for (const step of available) expectKeys(step, 'step label')
  })

  test('reads its lists, who it is, the units and the items', async () => {
    await server.report('grid')
    const { items, next } = await read('community', '/api/hazards?holder=mine&open=1&order=due&limit=20')
    expect([items.length > 0, next]).toEqual([true, null])
    for (const row of items) expectKeys(row, rowKeys)
    expectKeys(await read('grid', '/api/session'), 'person name username roles units books')
    const { units } = await read('grid', '/api/units')
    for (const unit of units) expectKeys(unit, 'code name kind parent')
    const { categories } = await read('grid', '/api/catalogue')
    for (const item of categories.flatMap((one: { items: object[] }) => one.items)) expectKeys(item, itemKeys)
  })
})
