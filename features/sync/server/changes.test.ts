import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { sendAsSystem } from '../../../ledger/found.ts'
import { openTestBook, type TestBook, testReport, type Who } from '../../../ledger/test-book.ts'
import { dice, openPlay, playUntil, viewerOf } from '../../../ledger/test-history.ts'
import { readChanges } from './reads.ts'

const seed = Number(process.env.HISTORY_SEED ?? randomInt(2 ** 31))
let book: TestBook

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
})

afterAll(() => book.end())

/** A phone: what it keeps, and where it has read to. */
interface Phone {
  person: string
  kept: Map<string, { seq: number; version: number; status: string }>
  after: number
  scope: number | undefined
  /** Does this phone send back the scope it was told? Scripts do not. */
  echoes: boolean
  resets: number
}

const openPhone = (person: string, echoes = true): Phone => ({
  person,
  kept: new Map(),
  after: 0,
  scope: undefined,
  echoes,
  resets: 0,
})

/** Reads one page and applies it as the contract says; true when more follow. */
async function turnPage(phone: Phone, limit: number): Promise<boolean> {
  const viewer = await viewerOf(book, phone.person)
  const scope = phone.echoes ? phone.scope : undefined
  const page = await readChanges(book.pool, viewer, { after: phone.after, limit, scope }, NOW)
  if (page.reset) {
    phone.kept.clear()
    phone.resets += 1
  }
  expect(page.changes.length).toBeLessThanOrEqual(limit)
  expect(Number.isSafeInteger(page.next)).toBe(true)
  expect(page.changes.map((change) => change.stream).filter((id) => page.left.includes(id))).toEqual([])
  for (const { stream, seq, hazard } of page.changes)
    phone.kept.set(stream, { seq, version: hazard.version, status: hazard.status })
  for (const stream of page.left) phone.kept.delete(stream)
  phone.after = page.next
  phone.scope = page.scope
  return page.more
}

/** Long after every step: nothing can be taken back any more. */
const NOW = '2026-12-01T00:00:00.000Z'

async function sync(phone: Phone, limit = 200): Promise<void> {
  while (await turnPage(phone, limit));
}

async function visible(person: string): Promise<Phone['kept']> {
  const { scope } = await viewerOf(book, person)
  const { rows } = await book.pool.query(
    'select id, seq, version, status from hazard where audience && $1::text[] order by id',
    [scope],
  )
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

const expectSame = async (phone: Phone) => expect(phone.kept, `seed ${seed}`).toEqual(await visible(phone.person))

describe('the changes feed', () => {
  test('brings every phone to exactly what its owner sees, whenever and in whatever pages it reads', async () => {
    const play = await openPlay(book, seed)
    const rolls = dice(seed + 1)
    const phones = play.actors.map((actor, i) => openPhone(actor.person, i % 2 === 0))
    phones.push(openPhone(book.people.leader), openPhone(book.people.admin))
    const accepted = () => play.results.filter((one) => one.status === 'accepted').length
    const isEnough = () => accepted() > 50
    await playUntil(play, 40, isEnough, async () => {
      for (const phone of phones) {
        const habit = rolls.below(6)
        if (habit === 0) await turnPage(phone, 1 + rolls.below(3))
        if (habit > 1) continue
        await sync(phone, 1 + rolls.below(5))
        await expectSame(phone)
      }
    })
    for (const phone of phones) {
      await sync(phone, 2)
      await expectSame(phone)
      expect(phone.resets).toBe(0)
    }
    expect(accepted()).toBeGreaterThan(50)
  })

  test('says nothing new to who is up to date', async () => {
    const phone = openPhone(book.people.leader)
    await sync(phone)
    const viewer = await viewerOf(book, phone.person)
    const page = await readChanges(book.pool, viewer, { after: phone.after, scope: phone.scope }, NOW)
    expect(page).toMatchObject({ changes: [], left: [], next: phone.after, more: false, reset: false })
  })

  test('gives a unit a case when it is handed over, with its whole history, and takes it back when it leaves', async () => {
    const fire = openPhone(book.people.fire)
    await sync(fire)
    const { stream } = await book.report('grid')
    await book.act('community', 'call-up', { reason: '无权', tried: '劝过' }, stream)
    await sync(fire)
    expect(fire.kept.has(stream)).toBe(false)
    await book.act('office', 'assign', { unit: 'v-xf', due: '2027-02-01' }, stream)
    const viewer = await viewerOf(book, fire.person)
    const page = await readChanges(book.pool, viewer, { after: fire.after, scope: fire.scope }, NOW)
    const gained = page.changes.find((change) => change.stream === stream)
    expect(gained?.entries.map((entry) => entry.step)).toEqual(['report', 'call-up', 'assign'])
    expect(gained?.available.map(({ step }) => step).sort()).toEqual([
      'ask-extension',
      'comment',
      'determine',
      'flag',
      'receive',
      'rectify',
      'refuse',
    ])
    await sync(fire)
    expect(fire.kept.has(stream)).toBe(true)
    await book.act('fire', 'refuse', { reason: '不属本队' }, stream)
    const away = await readChanges(book.pool, viewer, { after: fire.after, scope: fire.scope }, NOW)
    expect(away.left).toContain(stream)
    expect(away.changes.map((change) => change.stream)).not.toContain(stream)
    await sync(fire)
    await book.act('office', 'assign', { unit: 'v-xf', due: '2027-02-01' }, stream)
    await sync(fire)
    await expectSame(fire)
    expect(fire.kept.has(stream)).toBe(true)
  })

  test('a case that came and went between two readings is not left on the phone', async () => {
    const fire = openPhone(book.people.fire)
    const slow = openPhone(book.people.fire)
    const { stream } = await book.report('grid')
    await book.act('community', 'call-up', { reason: '无权', tried: '劝过' }, stream)
    await sync(slow)
    await book.act('office', 'assign', { unit: 'v-xf', due: '2027-02-01' }, stream)
    await turnPage(fire, 1)
    await book.act('fire', 'refuse', { reason: '不属本队' }, stream)
    await sync(fire, 1)
    await sync(slow)
    await expectSame(fire)
    await expectSame(slow)
  })
})

describe('the feed of what is open', () => {
  test('brings no closed case at first, and says of one that is closed later that it has left', async () => {
    const { stream: open } = await book.report('grid')
    const { stream: voided } = await book.report('grid')
    const read = async (after: number) =>
      readChanges(book.pool, await viewerOf(book, book.people.office), { after, open: '1' }, NOW)
    await book.act('office', 'void', { reason: '不属实' }, voided)
    let page = await read(0)
    const streams = page.changes.map((change) => change.stream)
    while (page.more) {
      page = await read(page.next)
      streams.push(...page.changes.map((change) => change.stream))
    }
    const { rows } = await book.pool.query("select id from hazard where status not in ('closed', 'void') order by seq")
    expect(streams).toEqual(rows.map((row) => row.id))
    expect(streams).toContain(open)
    expect(streams).not.toContain(voided)
    await book.act('office', 'void', { reason: '不属实' }, open)
    expect(await read(page.next)).toMatchObject({ changes: [], left: [open] })
  })
})

describe('another scope', () => {
  const appoint = (who: Who, memberships: object[]) =>
    sendAsSystem(book, [{ kind: 'person', step: 'appoint', data: { memberships }, stream: book.people[who] }])

  test.each([
    ['that echoes its scope', true],
    ['that does not', false],
  ])('starts a phone %s anew, once', async (_which, echoes) => {
    const person = book.people.checker
    await appoint('checker', [{ role: 'checker', unit: 'c01' }])
    const phone = openPhone(person, echoes)
    await sync(phone, 3)
    await expectSame(phone)
    await appoint('checker', [{ role: 'checker', unit: 'c02' }])
    await sync(phone, 3)
    expect(phone.resets).toBe(1)
    await expectSame(phone)
    await book.report('grid')
    await sync(phone, 3)
    expect(phone.resets).toBe(1)
    await expectSame(phone)
  })

  test('that came between knowing the reader and reading is not taken for his own', async () => {
    await appoint('checker', [{ role: 'checker', unit: 'c01' }])
    const old = await viewerOf(book, book.people.checker)
    await appoint('checker', [{ role: 'checker', unit: 'c02' }])
    expect(await readChanges(book.pool, old, { after: 0 }, NOW)).toMatchObject({ reset: true, changes: [], next: 0 })
  })

  test('in the middle of reading pages starts anew as well', async () => {
    await appoint('checker', [{ role: 'checker', unit: 'jd' }])
    for (const echoes of [true, false]) {
      const phone = openPhone(book.people.checker, echoes)
      await turnPage(phone, 2)
      await appoint('checker', [{ role: 'checker', unit: 'c02' }])
      await sync(phone, 2)
      await expectSame(phone)
      await appoint('checker', [{ role: 'checker', unit: 'jd' }])
      await sync(phone, 2)
      await expectSame(phone)
      expect(phone.resets).toBe(2)
    }
  })
})

describe('pages read while others write', () => {
  test('skip nothing', async () => {
    const phones = (['leader', 'community', 'fire', 'volunteer'] as const).map((who) => openPhone(book.people[who]))
    let writing = true
    const writers = Array.from({ length: 6 }, async (_, n) => {
      for (let i = 0; i < 15; i++) {
        const { stream } = await book.report(n % 2 ? 'grid' : 'volunteer', { ...testReport, place: `${n}-${i}` })
        if (i % 3 === 0) continue
        await book.act('community', 'call-up', { reason: '无权', tried: '劝过' }, stream)
        await book.act('office', 'assign', { unit: n % 2 ? 'v-xf' : 'o-cg', due: '2027-02-01' }, stream)
        if (i % 3 === 1) await book.act(n % 2 ? 'fire' : 'urban', 'refuse', { reason: '不属本单位' }, stream)
      }
    })
    const readers = phones.map(async (phone, i) => {
      while (writing) await turnPage(phone, 1 + i)
    })
    await Promise.all(writers)
    writing = false
    await Promise.all(readers)
    for (const phone of phones) {
      await sync(phone, 4)
      await expectSame(phone)
    }
  })
})
