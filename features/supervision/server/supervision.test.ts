import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { isProblem } from '../../../domain/problem.ts'
import { planFields } from '../../../domain/supervision/supervision.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { openTestBook, type TestBook, type Who } from '../../../ledger/test-book.ts'
import { getViewer, type Viewer } from '../../../ledger/viewer.ts'
import { readHangable, readSupervisions } from './reads.ts'

let book: TestBook
const cases: string[] = []
const plates: string[] = []
const plan = Object.fromEntries(planFields.map((field) => [field, `${field} 写明`]))

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  plates.push(book.id(), book.id())
  for (const report of [{ item: '1.3' }, {}, { community: 'c02' }])
    cases.push((await book.report(report.community ? 'community2' : 'grid', report)).stream)
})
afterAll(async () => {
  const found = await book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await book.end()
})

async function viewer(who: Who): Promise<Viewer> {
  const found = await getViewer(book.pool, book.people[who], 'b1', book.clock(), book.database.appUrl)
  if (isProblem(found)) throw new Error(found.code)
  return found
}

async function read(who: Who, asOf?: string) {
  const answer = await readSupervisions(book.pool, await viewer(who), asOf, book.clock())
  if (isProblem(answer)) throw new Error(answer.code)
  return answer.supervisions
}

const act = (who: Who, step: string, data: object, stream = plates[0]) =>
  book.act(who, step, data, stream ?? '', { kind: 'supervision' })
const plate = (ids: (string | undefined)[]) => ({
  cases: ids,
  unit: 'o-cg',
  due: '2026-06-30',
  requirement: '限期整治',
})
const rowOf = async (n: number) =>
  (await book.pool.query('select supervised from hazard where id = $1', [cases[n]])).rows[0]

describe('a plate', () => {
  test('is read by who leads the work, the street and the case’s community; others know of none', async () => {
    expect((await act('leader', 'hang', plate(cases.slice(0, 2)))).status).toBe('accepted')
    expect((await act('superior', 'hang', plate([cases[0], cases[2]]), plates[1])).status).toBe('accepted')
    for (const who of ['office', 'leader', 'superior', 'auditor', 'urban'] as const)
      expect(
        (await read(who)).map(({ number }) => number),
        who,
      ).toEqual(['SDB2026-001', 'DB2026-001'])
    const [superiors, streets] = await read('community')
    expect([superiors?.cases.map(({ id }) => id), superiors?.all]).toEqual([[cases[0]], 2])
    expect(streets?.cases).toHaveLength(2)
    expect((await read('community2')).map(({ number }) => number)).toEqual(['SDB2026-001'])
    for (const who of ['fire', 'volunteer', 'property', 'admin'] as const) expect(await read(who), who).toEqual([])
  })

  test('stands on the case’s row, and lists are narrowed to such cases, then as now', async () => {
    expect(await rowOf(0)).toEqual({ supervised: 'DB2026-001 SDB2026-001' })
    const { rows } = await book.pool.query(
      'select count(*)::int as n from standing where supervised is not null and to_seq is null',
    )
    expect(rows[0]).toEqual({ n: 3 })
  })

  test('of a major hazard misses its plan until it is in, and a month without a note is named, as of any instant', async () => {
    const [superiors, streets] = await read('office')
    expect([superiors?.planMissing, streets?.planMissing, streets?.missingMonths]).toEqual([true, true, []])
    const before = book.clock().toISOString()
    expect((await act('urban', 'plan', plan)).status).toBe('accepted')
    book.setClock('2026-05-06T02:00:00Z')
    expect((await act('urban', 'note', { note: '五月已清理两层' })).status).toBe('accepted')
    book.setClock('2026-07-03T02:00:00Z')
    const found = (await read('urban')).find(({ number }) => number === 'DB2026-001')
    expect(found).toMatchObject({ planMissing: false, missingMonths: ['2026-04', '2026-06'], brings: 'own' })
    expect([found?.plan?.words, found?.notes.map(({ note }) => note)]).toEqual([plan, ['五月已清理两层']])
    const then = (await read('urban', before)).find(({ number }) => number === 'DB2026-001')
    expect(then).toMatchObject({ planMissing: true, plan: null, notes: [], missingMonths: [] })
  })

  test('says to each viewer what he may do', async () => {
    const may = async (who: Who) => (await read(who)).map(({ brings, lifts }) => [brings, lifts])
    expect(await may('leader')).toEqual([
      [null, false],
      [null, true],
    ])
    expect(await may('superior')).toEqual([
      [null, true],
      [null, false],
    ])
    expect(await may('office')).toEqual([
      ['paper', false],
      ['paper', false],
    ])
    expect(await may('community2')).toEqual([['paper', false]])
  })

  test('is down once its level takes it down; the case keeps the other’s', async () => {
    expect((await act('office', 'lift', { note: '摘', instead: '转' })).problem?.code).toBe('step.not-yours')
    expect((await act('leader', 'lift', { note: '已见成效', instead: '转为社区常态管理' })).status).toBe('accepted')
    expect([await rowOf(0), await rowOf(1)]).toEqual([{ supervised: 'SDB2026-001' }, { supervised: null }])
    const [, lifted] = await read('leader')
    expect(lifted).toMatchObject({ lifted: { note: '已见成效', instead: '转为社区常态管理' }, lifts: false })
  })
})

describe('cases to hang a plate on', () => {
  test('are found by id and number within one’s sight', async () => {
    const ask = async (who: Who, query: object) => {
      const answer = await readHangable(book.pool, await viewer(who), query, book.clock())
      return isProblem(answer) ? [] : answer.cases.map(({ id }) => id)
    }
    const numbers = (await read('leader')).flatMap((one) => one.cases.map(({ number }) => number)).join(',')
    expect((await ask('leader', { numbers })).sort()).toEqual([...cases].sort())
    expect(await ask('leader', { ids: `${cases[0]},nonsense`, numbers })).toHaveLength(3)
    expect(await ask('community2', { numbers })).toEqual([cases[2]])
    expect(await ask('volunteer', { numbers })).toEqual([])
  })
})
