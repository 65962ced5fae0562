import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type LegFigure, legFigureNames } from '../../../domain/account/on-time.ts'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { Entry } from '../../../domain/entry.ts'
import { type Charged, chargedLegs } from '../../../domain/hazard/charged.ts'
import { foldHazard } from '../../../domain/hazard/fold.ts'
import { isProblem } from '../../../domain/problem.ts'
import { readBook } from '../../../ledger/read.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { openTestBook, type TestBook } from '../../../ledger/test-book.ts'
import { openPlay, type Play, playRound, viewerOf } from '../../../ledger/test-history.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { roleOf } from '../../../platform/server/migrate.ts'
import { LEG_PAGE } from '../contract.ts'
import { readLegList, readLegs } from './reads.ts'

const seed = Number(process.env.HISTORY_SEED ?? randomInt(2 ** 31))
let book: TestBook
let office: Viewer

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  office = await viewerOf(book, book.people.office)
})
afterAll(() => book.end())

type Query = Parameters<typeof readLegs>[2]
async function legs(query: Query = {}, viewer = office) {
  const answer = await readLegs(book.pool, viewer, query, book.clock())
  if (isProblem(answer)) throw new Error(answer.code)
  return answer
}
async function list(figure: LegFigure, query: Query = {}, viewer = office) {
  const items = []
  for (let after = 0; ; after += LEG_PAGE) {
    const page = await readLegList(book.pool, viewer, { ...query, figure, after }, book.clock())
    if (isProblem(page)) throw new Error(page.code)
    items.push(...page.items)
    if (page.items.length < LEG_PAGE) return { items, total: page.total }
  }
}
const rowOf = async (key: string, by: 'unit' | 'level' = 'unit', query: Query = {}) =>
  (await legs({ ...query, by })).rows.find((row) => row.key === key)

describe('a case that went community → street → department → recheck', () => {
  let stream: string
  let before: string

  beforeAll(async () => {
    book.setClock('2026-03-02T02:00:00Z')
    stream = (await book.report('volunteer')).stream
    await book.act('community', 'call-up', { reason: '难', tried: '劝' }, stream)
    await book.act('office', 'assign', { unit: 'o-cg', due: '2026-03-10' }, stream)
    before = book.clock().toISOString()
    book.setClock('2026-03-12T01:00:00Z')
    await book.act('urban', 'rectify', { note: '已办', photos: [] }, stream)
    await book.act('checker', 'close', { note: '看过', photos: [] }, stream)
  })

  test('charges the late leg to its holder and to nobody else', async () => {
    const { totals, rows, formula } = await legs({ by: 'unit' })
    expect(rows.map(({ key, onTime, late }) => [key, onTime, late])).toEqual([
      ['c01', 1, 0],
      ['o-cg', 0, 1],
      ['zb', 2, 0],
    ])
    expect(totals).toMatchObject({ counted: 4, onTime: 3, late: 1, running: 0 })
    expect((await legs({ by: 'level' })).rows.map(({ key, late }) => [key, late])).toEqual([
      ['community', 0],
      ['street', 1],
    ])
    expect(formula.says).toContain('按期率 = 按期办结 ÷ 应办')
    const { items } = await list('late')
    expect(items).toMatchObject([{ hazard: stream, holder: 'o-cg', status: 'handling', due: '2026-03-10' }])
  })

  test('at an instant before, the leg was not yet due, and that answer stays', async () => {
    expect(await rowOf('o-cg', 'unit', { asOf: before })).toMatchObject({ running: 1, late: 0, counted: 0 })
  })

  test('a request to an organ is never late: past its day it is 未反馈', async () => {
    const asked = (await book.report('volunteer')).stream
    await book.act('community', 'call-up', { reason: '难', tried: '劝' }, asked)
    await book.act('office', 'assign', { unit: 'v-xf', due: '2026-03-13' }, asked)
    expect(await rowOf('v-xf')).toMatchObject({ asked: 1, unanswered: 0, late: 0, counted: 0 })
    book.setClock('2026-03-16T01:00:00Z')
    expect(await rowOf('v-xf')).toMatchObject({ asked: 1, unanswered: 1, late: 0, counted: 0 })
  })
})

describe('what is settled later changes no figure of before', () => {
  test('an extension, a refusal and its judgement', async () => {
    book.setClock('2026-03-16T02:00:00Z')
    const { stream } = await book.report('volunteer')
    await book.act('community', 'call-up', { reason: '难', tried: '劝' }, stream)
    await book.act('office', 'assign', { unit: 'o-cg', due: '2026-03-18' }, stream)
    book.setClock('2026-03-19T01:00:00Z')
    const overdue = book.clock().toISOString()
    const figuresAt = async (asOf: string) => {
      const { onTime, late, running, refused, judging } = (await rowOf('o-cg', 'unit', { asOf })) ?? {}
      return { onTime, late, running, refused, judging }
    }
    const first = await figuresAt(overdue)
    expect(first).toEqual({ onTime: 0, late: 2, running: 0, refused: 0, judging: 0 })
    await book.act('urban', 'ask-extension', { due: '2026-03-27', reason: '配件' }, stream)
    await book.act('office', 'extend', {}, stream)
    const extended = book.clock().toISOString()
    expect(await figuresAt(extended)).toMatchObject({ late: 1, running: 1 })
    await book.act('urban', 'refuse', { reason: '不属本办' }, stream)
    const waiting = book.clock().toISOString()
    expect(await figuresAt(waiting)).toMatchObject({ late: 1, running: 0, judging: 1 })
    await book.act('office', 'assign', { unit: 'v-xf', due: '2026-04-01' }, stream)
    expect(await figuresAt(book.clock().toISOString())).toMatchObject({ late: 1, judging: 0, refused: 1 })
    expect(await Promise.all([overdue, extended, waiting].map(figuresAt))).toEqual([
      first,
      { ...first, late: 1, running: 1 },
      { ...first, late: 1, judging: 1 },
    ])
  })
})

describe('over a random history', () => {
  let play: Play
  let entries: Entry[]

  beforeAll(async () => {
    play = await openPlay(book, seed)
    play.now = Date.parse('2026-03-23T00:00:00Z')
    for (let i = 0; i < 80; i++) await playRound(play)
    entries = (await readBook(book.pool, 'b1', 0, 1_000_000)).filter(({ kind }) => kind === 'hazard')
  }, 120_000)

  const isIn = (one: Charged, figure: LegFigure, today: string): boolean => {
    const ended = one.to === null ? null : shanghaiDate(one.to)
    const counts = one.mode === 'order' && one.aside === null
    const asked = one.mode === 'request' && one.aside === null
    const late = (ended ?? today) > one.due
    const tests: Record<LegFigure, boolean> = {
      ...{
        onTime: counts && ended !== null && !late,
        late: counts && late,
        running: counts && ended === null && !late,
      },
      ...{ refused: one.aside === 'right', judging: one.aside === 'open', taken: one.aside === 'taken', asked },
      ...{ counted: counts && (ended !== null || late), inFirst: counts && ended !== null && ended <= one.firstDue },
      ...{ extended: counts && one.extended > 0, unanswered: asked && ended === null && late },
    }
    return tests[figure]
  }

  /** The legs of all cases as they stood just before an instant, by folding the book anew. */
  function legsAt(asOf: string): Charged[] {
    const lives = new Map<string, Entry[]>()
    for (const entry of entries)
      if (entry.recordedAt < asOf) lives.set(entry.stream, [...(lives.get(entry.stream) ?? []), entry])
    return [...lives.values()].flatMap((life) => chargedLegs(foldHazard(life) as never))
  }

  test('every figure is the count of its legs at every instant, and opens exactly its list', async () => {
    const instants = Array.from({ length: 12 }, () => play.dice.pick(entries).recordedAt)
    for (const asOf of instants) {
      const all = legsAt(asOf)
      const { totals, rows } = await legs({ asOf, by: 'unit' })
      for (const figure of legFigureNames) {
        const told = `seed ${seed}, as of ${asOf}, ${figure}`
        const n = all.filter((one) => isIn(one, figure, shanghaiDate(asOf))).length
        expect(totals[figure], told).toBe(n)
        expect(
          rows.reduce((sum, row) => sum + row[figure], 0),
          told,
        ).toBe(n)
        expect((await list(figure, { asOf })).items, told).toHaveLength(n)
      }
      const { onTime, late, running, refused, judging, taken, asked } = totals
      expect(onTime + late + running + refused + judging + taken + asked).toBe(all.length)
    }
  }, 120_000)

  test('a community sees its own legs only, and a list never more than the figure', async () => {
    const viewer = await viewerOf(book, book.people.community)
    const { rows, totals } = await legs({ by: 'unit' }, viewer)
    expect(rows.filter(({ key }) => !key.startsWith('c01'))).toEqual([])
    const { items, total } = await list('counted', {}, viewer)
    expect([items.length, total]).toEqual([totals.counted, totals.counted])
    expect(items.filter(({ holder }) => !holder.startsWith('c01'))).toEqual([])
    expect((await legs({}, await viewerOf(book, book.people.admin))).totals.counted).toBe(0)
  })

  test('rebuild equals live', async () => {
    const role = roleOf(book.database.appUrl)
    const { differences } = await book.owner((client) => rebuild(client, role, { swap: false }))
    expect(differences).toEqual({})
  })
})
