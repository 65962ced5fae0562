import { randomInt } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../domain/entry.ts'
import type { Membership } from '../../domain/units/roles.ts'
import { enrol, type Founder, foundBook } from '../../ledger/found.ts'
import { rebuild } from '../../ledger/rebuild.ts'
import { testCatalogue, testUnits } from '../../ledger/test-book.ts'
import { dice } from '../../ledger/test-history.ts'
import { createAccount, hashPassword, sha256 } from '../../platform/server/auth.ts'
import { holdKey } from '../../platform/web/seal.ts'
import { openTestApp, PASSWORD, type TestApp } from '../test-app.ts'
import { checkCopy, checkOutbox, checkPhotos, countSealed } from './check.ts'
import { type Deeds, type Player, playDay } from './life.ts'
import { type Fault, type Line, openLine } from './line.ts'
import { killApp, newDisk, type Phone, startApp, wake } from './phone.ts'

/** So many random days are played; SIM_SEED plays one of them again. */
const SEEDS = Number(process.env.SIM_SEEDS ?? 50)
const first = Number(process.env.SIM_SEED ?? randomInt(2 ** 31))
const seeds = process.env.SIM_SEED ? [first] : Array.from({ length: SEEDS }, (_, i) => first + i)
/** Days between two rebuilds. */
const TOGETHER = 10
const MOVES = 5
const HOUR = 3_600_000
/** How wrong a phone's clock may be, in ms: right, a zone off, ten years back, a day ahead. */
const SKEWS = [0, 8 * HOUR, -87_660 * HOUR, 24 * HOUR]

const crew: { name: string; duty: Membership }[] = [
  { name: '网格员', duty: { role: 'grid', unit: 'c01-g1' } },
  { name: '社区', duty: { role: 'community', unit: 'c01' } },
  { name: '社区乙', duty: { role: 'community', unit: 'c01' } },
  { name: '物业', duty: { role: 'property', unit: 'c01-s1' } },
]

const totals = {
  commands: 0,
  refused: 0,
  photos: 0,
  sealed: 0,
  cases: 0,
  kills: 0,
  met: {} as Partial<Record<Fault, number>>,
}
let server: TestApp
let hashed: string
let port: number

/** A book of the day's own, so that copies stay small, and the people who keep it. */
async function openBook(seed: number): Promise<{ founder: Founder; admin: string; security: string }> {
  const book = `s${seed}`
  await server.book.owner((client) => client.query('insert into ledger.book (id, name) values ($1, $1)', [book]))
  const founder = { ...server.book, book }
  await foundBook(founder, { units: testUnits, catalogue: testCatalogue, calendar: { years: {} } })
  const keepers = (['admin', 'security'] as const).map((role) => ({
    name: role,
    memberships: [{ role, unit: 'jd' }],
  }))
  const [admin = '', security = ''] = await enrol(founder, keepers)
  return { founder, admin, security }
}

/** People of one day with a phone each. */
async function openCrew(seed: number, founder: Founder): Promise<Phone[]> {
  const people = await enrol(
    founder,
    crew.map(({ name, duty }) => ({ name, memberships: [duty] })),
  )
  const rolls = dice(seed)
  return Promise.all(
    crew.map(async ({ name }, i) => {
      const person = people[i] as string
      const username = `sim${seed}x${i}`
      await createAccount(server.book.pool, { username, book: founder.book, person, password: '', hashed })
      const line = await openLine(port, dice(rolls.below(2 ** 31)))
      const skew = SKEWS[rolls.below(SKEWS.length)] ?? 0
      const locks = rolls.below(3) > 0
      if (rolls.below(2)) holdKey(person, sha256(username).toString('hex'))
      const phone = { name, person, line, skew, locks, cookie: await server.signIn(username), disk: newDisk() } as Phone
      startApp(phone, server.now)
      return phone
    }),
  )
}

/** All try once more over their bad lines; then every line works, and all go on until nobody has anything to say. */
async function heal(phones: readonly Phone[]): Promise<void> {
  for (const faulty of [true, false, false, false]) {
    for (const { line } of phones) Object.assign(line, { up: true, faulty } satisfies Partial<Line>)
    await Promise.all(phones.map(wake))
    await Promise.all(phones.map(({ line }) => line.settled()))
  }
}

async function playSeed(seed: number): Promise<void> {
  const rolls = dice(seed + 1)
  const { founder, admin, security } = await openBook(seed)
  const phones = await openCrew(seed, founder)
  const deeds: Deeds = { promised: [], kills: 0, taken: new Map() }
  const players: Player[] = phones.map((phone) => ({ phone, deeds, dice: dice(rolls.below(2 ** 31)), now: server.now }))
  /** In every fourth day somebody loses the account, in every fourth the duty, in the middle of work. */
  const fate = rolls.pick(['none', 'none', 'disable', 'appoint'])
  const fallen = rolls.pick(phones)
  try {
    await Promise.all(players.map((player) => playDay(player, MOVES)))
    if (fate !== 'none') {
      const data: JsonObject = fate === 'appoint' ? { memberships: [{ role: 'grid', unit: 'c02-g1' }] } : {}
      const command = server.command(fate, data, fallen.person, { kind: 'person' })
      const [result] = await founder.ledger.submit(founder.book, fate === 'disable' ? security : admin, [command])
      expect(result, JSON.stringify(result)).toMatchObject({ status: 'accepted' })
    }
    await Promise.all(players.map((player) => playDay(player, MOVES)))
    await heal(phones)
    for (const phone of phones) {
      const off = fate === 'disable' && phone === fallen
      totals.refused += await checkOutbox(server, phone, deeds, off)
      totals.sealed += await countSealed(phone)
      if (off) continue
      totals.photos += await checkPhotos(server, phone, deeds)
      totals.cases += await checkCopy(server, phone, server.now)
    }
  } catch (error) {
    throw new Error(`SIM_SEED=${seed}: ${(error as Error).message}`, { cause: error })
  } finally {
    for (const phone of phones) {
      killApp(phone)
      for (const [fault, times] of Object.entries(phone.line.met) as [Fault, number][])
        totals.met[fault] = (totals.met[fault] ?? 0) + times
      await phone.line.settled()
      await phone.line.close()
    }
  }
  totals.kills += deeds.kills
  totals.commands += deeds.promised.length
}

beforeAll(async () => {
  server = await openTestApp()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  port = (server.app.server.address() as AddressInfo).port
  hashed = await hashPassword(PASSWORD)
})

describe('several phones, one case book and a bad network', () => {
  for (let i = 0; i < seeds.length; i += TOGETHER) {
    const some = seeds.slice(i, i + TOGETHER)
    it(`lose nothing, double nothing and agree in the end (${i + 1}–${i + some.length})`, {
      timeout: 180_000,
    }, async () => {
      for (const seed of some) await playSeed(seed)
      const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
      expect(found.differences, `seeds ${some[0]} to ${some.at(-1)}`).toEqual({})
    })
  }

  it('met every kind of fault', () => {
    if (seeds.length < 10) return
    for (const [fault, times] of Object.entries(totals.met)) expect(times, fault).toBeGreaterThan(10)
    expect(totals.kills).toBeGreaterThan(10)
    expect(totals.photos).toBeGreaterThan(10)
    expect(totals.sealed).toBeGreaterThan(10)
    expect(totals.sealed).toBeLessThan(totals.commands)
  })
})

afterAll(async () => {
  await server.end()
  console.log(`simulator: ${JSON.stringify({ seeds: seeds.length, first, ...totals })}`)
})
