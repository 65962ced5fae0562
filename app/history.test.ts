import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { waitsFor } from '../domain/hazard/waits.ts'
import { readAccount } from '../features/account/server/reads.ts'
import { readList } from '../features/cases/server/reads.ts'
import { leafOf, textHash } from '../ledger/proof.ts'
import { readBook } from '../ledger/read.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { openTestBook, type TestBook } from '../ledger/test-book.ts'
import { type Dice, dice, openPlay, type Play, playRound, playUntil, SECRET, viewerOf } from '../ledger/test-history.ts'
import { count, isLate, type Line, listsBehind, readLines, seenBy, standingsAt } from '../ledger/test-naive.ts'
import type { Viewer } from '../ledger/viewer.ts'
import { roleOf } from '../platform/server/migrate.ts'

const seed = Number(process.env.HISTORY_SEED ?? randomInt(2 ** 31))
const ROUNDS = 110
const dimensions = ['community', 'item', 'category', 'source', 'severity', 'level', 'unit', 'status'] as const

let book: TestBook
let play: Play
let lines: Line[]
let viewers: Viewer[]
const early: { viewer: Viewer; asOf: string; answer: unknown }[] = []

const account = async (viewer: Viewer, asOf: string | undefined, by?: (typeof dimensions)[number]) => {
  const answer = await readAccount(book.pool, viewer, { asOf, by }, book.clock())
  if ('code' in answer) throw new Error(answer.code)
  return answer
}

async function wholeList(viewer: Viewer, filters: object) {
  const items = []
  for (let cursor: string | undefined; ; ) {
    const page = await readList(book.pool, viewer, { ...filters, cursor, limit: 7 }, book.clock())
    if ('code' in page) throw new Error(page.code)
    items.push(...page.items)
    if (!page.next) return items
    cursor = page.next
  }
}

/** Every instant at which anything was written, a millisecond on either side, and some between. */
function instants(rolls: Dice): string[] {
  const written = [...new Set(lines.map((line) => line.at))]
  const spread = written.flatMap((at, i) => {
    const ms = Date.parse(at)
    const gap = Date.parse(written[i + 1] ?? at) - ms
    return [ms, ms + 1, ms + Math.floor(rolls.next() * gap)]
  })
  return [...new Set(spread)].map((ms) => new Date(ms).toISOString())
}

const keyOf = (one: { item: string }, by: string): string =>
  by === 'category' ? (one.item.split('.')[0] ?? '') : String((one as Record<string, unknown>)[by])

async function compare(viewer: Viewer, asOf: string, by: (typeof dimensions)[number]): Promise<void> {
  const standings = seenBy(standingsAt(lines, asOf), viewer.scope)
  const { rows, asOf: answered, ...figures } = await account(viewer, asOf, by)
  const told = `seed ${seed}, as of ${asOf}, by ${by}`
  expect(answered).toBe(asOf)
  expect(figures, told).toEqual(count(standings, asOf))
  const keys = [...new Set(standings.map((one) => keyOf(one, by)))].sort()
  const parts = keys.map((key) => ({
    key,
    ...count(
      standings.filter((one) => keyOf(one, by) === key),
      asOf,
    ),
  }))
  expect(
    [...(rows ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1)),
    told,
  ).toEqual(parts)
  const { found, classes, levels } = figures
  expect(Object.values(classes).reduce((a, b) => a + b, 0)).toBe(found)
  expect(levels.closed + levels.community + levels.above).toBe(found)
}

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  play = await openPlay(book, seed)
  viewers = await Promise.all(
    (['leader', 'community', 'fire', 'property', 'volunteer', 'admin'] as const).map((who) =>
      viewerOf(book, book.people[who]),
    ),
  )
  viewers.push(play.actors[2]!, play.actors[8]!)
  const isEnough = async () => (await lacks()).length === 0
  await playUntil(play, ROUNDS, isEnough, async (round) => {
    if (round % 5) return
    const viewer = play.dice.pick(viewers)
    const asOf = new Date(play.now - play.dice.below(round === 0 ? 1 : 3) * play.dice.below(86_400_000)).toISOString()
    early.push({ viewer, asOf, answer: await both(viewer, asOf) })
  })
  lines = await readLines(book)
}, 120_000)

afterAll(() => book.end())

const kinds = ['reported', 'handling', 'rectified', 'called', 'tabled', 'parked', 'referred', 'closed', 'void']

/** Steps of the chain behind 提请街道, each of which a history must meet. */
const chain = [
  ...['call-up', 'receive', 'refuse', 'ask-extension', 'extend', 'help', 'determine', 'supervise'],
  ...['table', 'decide', 'resume'],
]

async function lacks(): Promise<string[]> {
  const { rows } = await book.pool.query(`select distinct status as met from standing
    union select distinct step from entry where book_id = 'b1' and kind = 'hazard'`)
  return [...kinds, ...chain].filter((one) => !rows.some(({ met }) => met === one))
}

/** Account by every dimension and the whole list: all that is said of an instant. */
async function both(viewer: Viewer, asOf: string) {
  const accounts = []
  for (const by of dimensions) accounts.push(await account(viewer, asOf, by))
  const list = await wholeList(viewer, { asOf })
  const held = await wholeList(viewer, { asOf, holder: 'mine' })
  // Words are erased on the way; all else of a row is of that instant.
  const then = list.map(({ place: _p, description: _d, ...row }) => row)
  return { accounts, then, held: held.map((row) => row.id) }
}

describe('a random history', () => {
  test('has lives of every kind with every step of the chain, and refusals', async () => {
    const steps = new Set(play.results.filter((one) => one.status === 'accepted'))
    expect(steps.size).toBeGreaterThan(100)
    expect(play.results.some((one) => one.status === 'refused')).toBe(true)
    expect(play.results.filter((one) => one.problem?.code === 'server.bug')).toEqual([])
    expect(await lacks(), `seed ${seed}`).toEqual([])
  })

  test('gives at every instant the account that counting heads gives, whole and by every dimension', async () => {
    const rolls = dice(seed)
    for (const [i, asOf] of instants(rolls).entries()) {
      await compare(viewers[0]!, asOf, dimensions[i % dimensions.length]!)
      await compare(rolls.pick(viewers), asOf, rolls.pick(dimensions))
    }
  })

  test('answers for an instant as it did when it was asked for it early', async () => {
    for (const { viewer, asOf, answer } of early) expect(await both(viewer, asOf), `seed ${seed}`).toEqual(answer)
  })

  test('opens behind every number a list of exactly that many cases, standing as they stood', async () => {
    const rolls = dice(seed + 1)
    const all = instants(rolls)
    for (let i = 0; i < 25; i++) {
      const asOf = rolls.pick(all)
      const viewer = rolls.pick(viewers)
      const by = rolls.pick(dimensions)
      const { rows = [], ...figures } = await account(viewer, asOf, by)
      const row = rows.length > 0 ? rolls.pick(rows) : undefined
      const numbers = [
        ...listsBehind(figures),
        ...listsBehind(row ?? count([], asOf)).map(({ filters, n }) =>
          by in filters && by !== 'status' && by !== 'level'
            ? { filters, n }
            : { filters: { [by]: row?.key, ...filters }, n },
        ),
      ].filter(
        ({ filters }) => !(row && by === 'status' && 'status' in filters) && !('level' in filters && by === 'level'),
      )
      const standings = new Map(seenBy(standingsAt(lines, asOf), viewer.scope).map((one) => [one.id, one]))
      for (const { filters, n } of numbers) {
        const list = await wholeList(viewer, { ...filters, asOf })
        expect(list, `seed ${seed} ${asOf} ${JSON.stringify(filters)}`).toHaveLength(n)
        for (const { id, status, level, unit, severity, holder, due } of list)
          expect({ status, level, unit, severity, holder, due }, `seed ${seed} ${asOf}`).toMatchObject({
            ...pickOf(standings.get(id)),
          })
      }
    }
  })

  test('lists what is late at that instant, and what a unit held then', async () => {
    const rolls = dice(seed + 2)
    for (let i = 0; i < 20; i++) {
      const asOf = rolls.pick(instants(rolls))
      const viewer = rolls.pick(viewers)
      const standings = seenBy(standingsAt(lines, asOf), viewer.scope)
      const ids = (list: { id: string }[]) => list.map((one) => one.id).sort()
      const late = await wholeList(viewer, { asOf, overdue: '1', order: 'due' })
      expect(ids(late)).toEqual(ids(standings.filter((one) => isLate(one, asOf))))
      const mine = await wholeList(viewer, { asOf, holder: 'mine' })
      const waits = waitsFor(viewer.actor, viewer.reference.units)
      const owes = (units: readonly string[] | undefined, { status, parts = {} }: (typeof standings)[number]) =>
        status === 'handling' && Object.values(parts).some(({ unit, done }) => !done && units?.includes(unit))
      const waiting = (one: (typeof standings)[number]) =>
        waits.some(
          ({ holders, statuses, helpers }) =>
            (holders.includes(one.holder ?? '') && (statuses?.some((status) => status === one.status) ?? true)) ||
            owes(helpers, one),
        )
      expect(ids(mine)).toEqual(ids(standings.filter(waiting)))
    }
  })

  test('says now what it says as of a millisecond after its head', async () => {
    for (const viewer of viewers) {
      for (const by of [undefined, ...dimensions]) {
        const now = await account(viewer, undefined, by)
        expect(await account(viewer, now.asOf, by), by).toEqual(now)
      }
      const now = await account(viewer, undefined)
      const ids = async (filters: object) => (await wholeList(viewer, filters)).map((row) => row.id).sort()
      expect(await ids({})).toEqual(await ids({ asOf: now.asOf }))
    }
  })

  test('refuses an instant that is still to come', async () => {
    const later = new Date(play.now + 86_400_000).toISOString()
    const answer = await readAccount(book.pool, viewers[0]!, { asOf: later }, new Date(play.now))
    expect(answer).toMatchObject({ code: 'as-of.future' })
  })
})

const pickOf = (one: object | undefined) => {
  const { status, level, unit, severity, holder, due } = one as Record<string, unknown>
  return { status, level, unit, severity, holder, due }
}

describe('its book', () => {
  const differences = async (swap: boolean) =>
    (await book.owner((client) => rebuild(client, roleOf(book.database.appUrl), { swap }))).differences

  async function checkLeaves(): Promise<number> {
    const entries = await readBook(book.pool, 'b1', 0, 100_000)
    const { rows } = await book.pool.query(
      `select e.seq, e.leaf, t.salt from entry e left join entry_text t using (book_id, seq) order by e.seq`,
    )
    for (const [i, entry] of entries.entries()) {
      expect(entry.seq).toBe(i + 1)
      expect(leafOf(entry).equals(rows[i].leaf)).toBe(true)
      if (entry.text) expect(textHash(rows[i].salt, entry.text).toString('hex')).toBe(entry.textHash)
    }
    return entries.length
  }

  test('rebuilds to what is live', async () => {
    expect(await differences(false), `seed ${seed}`).toEqual({})
  })

  test('proves every entry by its leaf, and holds no word of anybody in what stays for ever', async () => {
    expect(await checkLeaves()).toBeGreaterThan(lines.length)
    const { rows } = await book.pool.query('select count(*)::int as n from entry where data::text like $1', [
      `%${SECRET}%`,
    ])
    expect(rows[0].n).toBe(0)
  })

  test('says the same of every instant with every text erased, before a rebuild and after it', async () => {
    await book.owner((client) => client.query('delete from ledger.entry_text'))
    const rolls = dice(seed + 3)
    const asked = Array.from({ length: 30 }, () => rolls.pick(instants(rolls)))
    const check = async () => {
      for (const asOf of asked) await compare(rolls.pick(viewers), asOf, rolls.pick(dimensions))
      for (const { viewer, asOf, answer } of early.slice(0, 8)) expect(await both(viewer, asOf)).toEqual(answer)
    }
    await check()
    await checkLeaves()
    const changed = await differences(true)
    expect(Object.keys(changed).filter((table) => !['hazard', 'person', 'search'].includes(table))).toEqual([])
    await check()
    expect(await differences(false)).toEqual({})
  })

  test('goes on after the rebuild: the next number follows, and the account still adds up', async () => {
    await playRound(play)
    const { result } = await book.report('grid')
    expect(result.status).toBe('accepted')
    lines = await readLines(book)
    const now = await account(viewers[0]!, undefined)
    await compare(viewers[0]!, now.asOf, 'unit')
    expect(await differences(false)).toEqual({})
  })
})
