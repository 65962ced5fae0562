import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { statuses } from '../domain/hazard/state.ts'
import { roleOf } from '../platform/server/migrate.ts'
import type { Ledger } from './append.ts'
import { changedAfter } from './changes.ts'
import { type Followed, followUnits } from './follow-units.ts'
import { rebuild } from './rebuild.ts'
import { openTestBook, type TestBook, testReport } from './test-book.ts'
import { openPlay, type Play, playRound, viewerOf } from './test-history.ts'
import { count, readLines, standingsAt } from './test-naive.ts'
import { changeUnit, liveEveryStatus } from './test-units.ts'
import { getViewer } from './viewer.ts'

const seed = Number(process.env.UNITS_SEED ?? randomInt(2 ** 31))
let book: TestBook
let play: Play

const provided = () => ({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
const differences = async () =>
  (await book.owner((client) => rebuild(client, roleOf(book.database.appUrl), { swap: false }))).differences
const follow = (ledger: Ledger = book.ledger) =>
  followUnits({ pool: book.pool, ledger, clock: book.clock, name: book.database.appUrl }, 'b1')

interface Row {
  id: string
  number: string
  status: string
  community: string
  site: string | null
  unit: string
  holder: string | null
  due: string | null
  audience: string[]
  reported_at: Date
}
const rowsNow = async (): Promise<Map<string, Row>> => {
  const { rows } = await book.pool.query<Row>(
    'select id, number, status, community, site, unit, holder, due::text, audience, reported_at from hazard order by id',
  )
  return new Map(rows.map((row) => [row.id, row]))
}
const isOpen = ({ status }: { status: string }) => status !== 'closed' && status !== 'void'

/** Everybody's figures of every community at an instant, off the standings the product keeps. */
async function figuresAt(asOf: string): Promise<string> {
  const { rows } = await book.pool.query(
    `select s.community, s.status, s.level, s.severity, s.item, s.unit, s.holder, s.due::text, count(*)::int as n,
       array_agg(s.hazard::text order by s.hazard) as cases
     from standing s where s.from_at < $1 and (s.to_at is null or s.to_at >= $1) group by 1, 2, 3, 4, 5, 6, 7, 8
     order by 1, 2, 3, 4, 5, 6, 7, 8`,
    [asOf],
  )
  return JSON.stringify(rows)
}

/** A ledger whose process is killed after so many submits. */
function dying(after: number): Ledger {
  let left = after
  return {
    submit(name, actor, commands) {
      if (left-- <= 0) throw new Error('killed')
      return book.ledger.submit(name, actor, commands.slice(0, 40))
    },
  }
}

const legsOf = async (id: string) => {
  const { rows } = await book.pool.query('select state from stream where stream = $1', [id])
  return rows[0].state.legs as { holder: string; due: string; from: string; to: string | null }[]
}

let before: Map<string, Row>
let splitAt: string
let instants: string[]
let figures: string[]
let feedFrom: number

beforeAll(async () => {
  book = await openTestBook(provided())
  play = await openPlay(book, seed)
  const reporters = ['grid', 'community', 'volunteer', 'property'] as const
  for (let i = 0; i < 320; i++) {
    const who = reporters[i % 4] as (typeof reporters)[number]
    const site = [undefined, 'c01-s1', 'c01-s2', undefined][(i * 7) % 4]
    const own = who === 'property' ? 'c01-s1' : site
    const { stream } = await book.report(who, { ...testReport, place: `第${i}处`, ...(own ? { site: own } : {}) })
    play.cases.push(stream)
  }
  for (let round = 0; round < 160; round++) await playRound(play)
  await liveEveryStatus(book)
}, 240_000)

afterAll(() => book.end())

describe('a community that splits in mid-campaign', () => {
  test('is decided for a coming day and changes nothing until then', async () => {
    const lines = await readLines(book)
    const now = new Date(play.now).toISOString()
    const day = (n: number) => new Date(play.now + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10)
    const into = [
      { code: 'c03', name: '东社区', takes: ['c01-g1', 'c01-s1'] },
      { code: 'c04', name: '西社区', takes: ['c01-s2'] },
    ]
    const late = await changeUnit(book, 'c01', 'split', { into, from: day(-1) })
    expect(late.problem?.code).toBe('unit.past')
    expect((await changeUnit(book, 'c01', 'split', { into, from: day(1) })).status).toBe('accepted')
    expect(await follow()).toEqual({ hazards: 0, people: 0, refused: [] } satisfies Followed)
    expect((await book.report('grid')).result.status).toBe('accepted')
    splitAt = new Date(`${day(1)}T00:00:00+08:00`).toISOString()
    const spread = [...new Set(lines.map((line) => line.at))].filter(
      (_, i, all) => i % Math.ceil(all.length / 60) === 0,
    )
    instants = [...spread, now, splitAt]
    before = await rowsNow()
    figures = await Promise.all(instants.map(figuresAt))
    const { rows } = await book.pool.query("select seq from book where id = 'b1'")
    feedFrom = Number(rows[0].seq)
    const open = [...before.values()].filter((row) => row.community === 'c01' && isOpen(row))
    expect(open.length, `seed ${seed}`).toBeGreaterThan(150)
    const lived = new Set([...before.values()].map((row) => row.status))
    // What a meeting decided in the end is left to the dice.
    const dealt = ['tabled', 'parked', 'referred']
    for (const status of statuses.filter((one) => !dealt.includes(one))) expect(lived, `seed ${seed}`).toContain(status)
  })

  test('moves its open cases by entries, also when the job is killed in the middle and two run at once', async () => {
    book.setClock(new Date(Date.parse(splitAt) + 60_000).toISOString())
    const refused = await book.report('community')
    expect(refused.result.problem?.message).toBe('示范一社区已撤销，请改选东社区或西社区。')
    await expect(follow(dying(2))).rejects.toThrow('killed')
    const half = [...(await rowsNow()).values()].filter((row) => row.community === 'c01' && isOpen(row)).length
    expect(half).toBeGreaterThan(0)
    const runs = await Promise.all([follow(), follow()])
    expect(runs[0].hazards + runs[1].hazards, `seed ${seed}`).toBeGreaterThan(100)
    expect(await follow()).toMatchObject({ hazards: 0, people: 0 })
    const { rows } = await book.pool.query(
      "select stream, count(*)::int as n from entry where step = 'move' group by 1 having count(*) > 1",
    )
    expect(rows).toEqual([])
  })

  test('every case keeps number, id, status, deadline and found date, and lies in one part by its site', async () => {
    const after = await rowsNow()
    for (const [id, was] of before) {
      const is = after.get(id) as Row
      const told = `seed ${seed} ${id}`
      expect([is.number, is.status, is.due, is.reported_at], told).toEqual([
        was.number,
        was.status,
        was.due,
        was.reported_at,
      ])
      if (!isOpen(was) || was.community !== 'c01') expect(is.community, told).toBe(was.community)
      else if (was.site) expect(is.community, told).toBe(was.site === 'c01-s2' ? 'c04' : 'c03')
      else expect(['c03', 'c04'], told).toContain(is.community)
      if (isOpen(was)) expect([is.unit, is.holder, ...is.audience], told).not.toContain('c01')
    }
    expect(after.size).toBe(before.size)
  })

  test('no leg began anew: each clock goes on in the new hands', async () => {
    for (const [id, was] of before) {
      if (!isOpen(was) || was.community !== 'c01') continue
      const legs = await legsOf(id)
      const { rows } = await book.pool.query(
        `select count(*) filter (where data ? 'leg')::int
           - count(*) filter (where data -> 'undoes' ->> 'legs' = 'began')::int as n from entry where stream = $1`,
        [id],
      )
      expect(legs.length).toBe(rows[0].n)
      expect(legs.filter((leg) => leg.to === null)).toHaveLength(1)
    }
  })

  test('every figure of every instant before is byte-identical, and the parts sum to the whole after', async () => {
    for (const [i, asOf] of instants.entries()) expect(await figuresAt(asOf), `seed ${seed} ${asOf}`).toBe(figures[i])
    const lines = await readLines(book)
    const now = new Date(Date.parse(lines.at(-1)?.at ?? '') + 1).toISOString()
    const all = standingsAt(lines, now)
    const parts = ['c01', 'c02', 'c03', 'c04'].map((code) =>
      count(
        all.filter((one) => one.community === code),
        now,
      ),
    )
    const whole = count(all, now)
    expect(parts.reduce((sum, part) => sum + part.found, 0)).toBe(whole.found)
    expect(Object.values(whole.classes).reduce((a, b) => a + b, 0)).toBe(whole.found)
    const { rows } = await book.pool.query(
      `select (select count(*)::int from standing where to_seq is null) as open, (select count(*)::int from hazard) as n`,
    )
    expect(rows[0].open).toBe(rows[0].n)
    expect(all).toHaveLength(rows[0].n)
  })

  test('people go where their grid, compound or community went, and their phones gain and lose the right cases', async () => {
    const now = book.clock()
    const view = async (person: string) => {
      const viewer = await getViewer(book.pool, person, 'b1', now, book.database.appUrl)
      if ('code' in viewer) throw new Error(viewer.code)
      return viewer
    }
    const officer = await view(book.people.community)
    expect(officer.actor.memberships).toEqual([{ role: 'community', unit: 'c03' }])
    const grid = await view(book.people.grid)
    expect(grid.scope).toEqual(['c01', 'c03', `p:${book.people.grid}`])
    const after = [...(await rowsNow()).values()]
    const tx = await book.pool.connect()
    try {
      for (const viewer of [officer, grid]) {
        const page = await changedAfter(tx as never, viewer, feedFrom, { limit: 10_000 })
        const mine = (row: Row) => row.audience.some((token) => viewer.scope.includes(token))
        const gained = after.filter((row) => row.community === 'c03' && isOpen(row)).map((row) => row.id)
        expect(page.changed.map((one) => one.stream)).toEqual(expect.arrayContaining(gained))
        const lost = after.filter(
          (row) => row.community === 'c04' && before.get(row.id)?.community === 'c01' && !mine(row),
        )
        expect(page.left.sort()).toEqual(expect.arrayContaining(lost.map((row) => row.id).sort()))
        expect(lost.length, `seed ${seed}`).toBeGreaterThan(20)
      }
      // Seen anew from nought: exactly the open cases of the part and what was finished before.
      const whole = await changedAfter(tx as never, grid, 0, { limit: 10_000 })
      const seen = after.filter((row) => row.audience.some((token) => grid.scope.includes(token)))
      expect(whole.changed.map((one) => one.stream).sort()).toEqual(seen.map((row) => row.id).sort())
      expect(
        seen.some((row) => row.community === 'c04' && isOpen(row) && !row.audience.includes(`p:${book.people.grid}`)),
      ).toBe(false)
    } finally {
      tx.release()
    }
  })

  test('a screen opened before the split is not stale by it, and an old code is no choice any more', async () => {
    const after = [...(await rowsNow()).values()]
    const reported = after.find((row) => row.status === 'reported' && row.community === 'c03') as Row
    const seen = (await book.pool.query('select version from hazard where id = $1', [reported.id])).rows[0].version - 1
    const old = await book.act('community', 'verify', { unit: 'c01' }, reported.id, { seen })
    expect(old.problem?.code).toBe('unit.off')
    const done = await book.act('community', 'verify', { unit: 'c03' }, reported.id, { seen })
    expect(done.status, JSON.stringify(done.problem)).toBe('accepted')
  })

  test('nobody but the system moves a case, and it is offered to nobody', async () => {
    const [one] = [...(await rowsNow()).values()].filter((row) => row.status === 'handling')
    expect((await book.act('office', 'move', {}, one?.id ?? '')).problem?.code).toBe('step.not-yours')
  })

  test('rebuild equals live', async () => {
    expect(await differences(), `seed ${seed}`).toEqual({})
  })
})

describe('afterwards', () => {
  test('two organs merge: open cases move, the account of the day before still has the old code and name', async () => {
    const stream = (await book.report('community', { community: 'c03' })).stream
    await book.act('community', 'call-up', { reason: '无权', tried: '劝' }, stream)
    const given = await book.act('office', 'assign', { unit: 'o-cg', due: '2027-02-01', helpers: ['v-xf'] }, stream)
    expect(given.status, JSON.stringify(given.problem)).toBe('accepted')
    const asOf = new Date(book.clock().getTime() + 1).toISOString()
    const was = await figuresAt(asOf)
    const today = new Date(Date.parse(asOf) + 8 * 3_600_000).toISOString().slice(0, 10)
    const office = { code: 'o-js', name: '综合办', kind: 'office', parent: 'jd' }
    const founded = await book.act('admin', 'found', office, book.id(), { kind: 'unit' })
    expect(founded.status, JSON.stringify(founded.problem)).toBe('accepted')
    expect((await changeUnit(book, 'o-cg', 'merge', { into: 'v-xf', from: today })).problem?.code).toBe('unit.kind')
    expect((await changeUnit(book, 'o-cg', 'merge', { into: 'o-js', from: today })).status).toBe('accepted')
    await follow()
    const row = (await rowsNow()).get(stream) as Row
    expect([row.unit, row.holder, row.due]).toEqual(['o-js', 'o-js', '2027-02-01'])
    expect(await figuresAt(asOf)).toBe(was)
    const viewer = await viewerOf(book, book.people.urban)
    expect(viewer.actor.memberships).toEqual([{ role: 'handler', unit: 'o-js' }])
    const refused = await book.act('urban', 'refuse', { reason: '不属' }, stream)
    expect(refused.status, JSON.stringify(refused.problem)).toBe('accepted')
  })

  test('a unit with people, cases or parts is not simply closed', async () => {
    const today = new Date(book.clock().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    const close = async (code: string) => (await changeUnit(book, code, 'close', { from: today })).problem?.code
    expect(await close('c02')).toBe('unit.kind')
    expect(await close('c02-g1')).toBe('unit.has-people')
    expect(await close('c01-s2')).toBe('unit.has-cases')
    expect(await close('jd')).toBe('unit.fixed')
    expect(await close('zb')).toBe('unit.fixed')
    const extra = { code: 'c02-s9', name: '空院落', kind: 'compound', parent: 'c02' }
    await book.act('admin', 'found', extra, book.id(), { kind: 'unit' })
    expect(await close('c02-s9')).toBeUndefined()
    expect((await book.report('office', { community: 'c02', site: 'c02-s9' })).result.problem?.code).toBe('unit.off')
  })

  test('rebuild equals live', async () => {
    expect(await differences(), `seed ${seed}`).toEqual({})
  })
})
