import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { HazardFilters } from '../../../domain/account/account.ts'
import { isProblem } from '../../../domain/problem.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { presentFrom, standingFrom, standingWhere } from '../../../ledger/standing.ts'
import { openTestBook, type TestBook, type Who } from '../../../ledger/test-book.ts'
import { getViewer, type Viewer } from '../../../ledger/viewer.ts'
import type { TaskView } from '../contract.ts'
import { readResolutions } from './resolutions.ts'

let book: TestBook
/** a, b, c led by the fire brigade with the urban office's help, d put off apart. */
const cases: string[] = []
let topic = ''
let early = ''

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  for (let i = 0; i < 4; i++) {
    const { stream } = await book.report('grid')
    await book.act('community', 'call-up', { reason: '社区办不了', tried: '多次劝导' }, stream)
    cases.push(stream)
  }
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

async function read(who: Who, asOf?: string): Promise<TaskView[]> {
  const answer = await readResolutions(book.pool, await viewer(who), asOf, book.clock())
  if (isProblem(answer)) throw new Error(answer.code)
  return answer.resolutions
}

async function send(kind: 'topic' | 'meeting', step: string, stream: string, data: object): Promise<void> {
  const command = { id: book.id(), stream, kind, step, data, takenAt: book.clock().toISOString() }
  const [result] = await book.ledger.submit('b1', book.people.office, [command])
  expect(result?.problem).toBeUndefined()
}

async function hold(on: string): Promise<string> {
  const id = book.id()
  await send('meeting', 'hold', id, { on, title: `${on}会议`, chair: '组长', present: '各办' })
  return id
}

/** How many the list behind a number has. */
async function listed(who: Who, filters: HazardFilters): Promise<number> {
  const asker = await viewer(who)
  const found = await readAt(book.pool, 'b1', filters.asOf, book.clock(), async (tx, instant) => {
    const w = standingWhere(filters, asker, instant)
    const from = instant.present ? presentFrom : standingFrom
    const { rows } = await tx.query(`select count(*)::int as n from ${from} where ${w.clauses.join(' and ')}`, w.values)
    return Number(rows[0].n)
  })
  if (typeof found !== 'number') throw new Error(found.code)
  return found
}

/** Every number of a resolution opens exactly its list, and the parts sum to the whole. */
async function expectLists(who: Who, asOf?: string): Promise<void> {
  for (const { id, counts } of await read(who, asOf)) {
    const { cases: n, late, unanswered, waiting, ...parts } = counts
    const of = (filters: HazardFilters) => listed(who, { resolution: id, asOf, ...filters })
    expect(await of({})).toBe(n)
    expect(await of({ overdue: '1' })).toBe(late)
    expect(await of({ unanswered: '1' })).toBe(unanswered)
    expect(await of({ status: 'reported,called,tabled,parked,referred' })).toBe(waiting)
    for (const [status, m] of Object.entries(parts)) expect(await of({ status }), status).toBe(m)
    expect(Object.values(parts).reduce((sum, m) => sum + m, waiting)).toBe(n)
  }
}

describe('a resolution is a task', () => {
  test('with its unit and day, open until each of its cases is struck off', async () => {
    topic = book.id()
    const due = '2026-04-10'
    await send('topic', 'open', topic, { title: '示范花园消防设施', cases, lead: 'v-xf', due })
    await send('topic', 'table', topic, {})
    const meeting = await hold('2026-03-02')
    const decision = { kind: 'assign', lead: 'v-xf', helpers: ['o-cg'], due, measures: '逐户更换' }
    const park = { kind: 'park', review: '2026-05-01', interim: '拉警戒线' }
    await send('topic', 'decide', topic, { meeting, decision, apart: [{ cases: cases.slice(3), decision: park }] })
    expect(await read('leader')).toMatchObject([
      {
        ...{ id: `${topic}.2`, kind: 'assign', lead: 'v-xf', helpers: ['o-cg'], day: due, said: '逐户更换' },
        units: ['v-xf'],
        ...{ topic: { number: 'YT2026-001', title: '示范花园消防设施' }, meeting: { on: '2026-03-02' }, state: 'open' },
        counts: { cases: 3, handling: 3, late: 0 },
        whys: [{ why: 'helpers', units: ['v-xf'], helpers: ['o-cg'], cases: [{}, {}, {}] }],
      },
      {
        id: `${topic}.1`,
        kind: 'park',
        units: ['zb'],
        day: '2026-05-01',
        counts: { cases: 1, waiting: 1 },
        whys: [{ why: 'parked' }],
      },
    ])
    await expectLists('leader')
  })

  test('says who waits for whom: the last refusal with its words, a recheck, a day that is past', async () => {
    const [a = '', b = '', c = ''] = cases
    await book.act('fire', 'refuse', { reason: '不在本单位职责内' }, a)
    await book.act('urban', 'help', { note: '已断电' }, b)
    await book.act('fire', 'rectify', { note: '已更换', photos: [] }, b)
    early = book.clock().toISOString()
    book.setClock('2026-04-15T01:00:00.000Z')
    const [task] = await read('leader')
    expect(task?.counts).toMatchObject({ cases: 3, handling: 2, rectified: 1, unanswered: 1 })
    const whys = new Map(task?.whys.map((one) => [one.why, one]))
    expect(whys.get('refused')).toMatchObject({ units: ['v-xf'], said: '不在本单位职责内', cases: [{ id: a }] })
    expect(whys.get('helpers')).toMatchObject({ helpers: ['o-cg'], late: 5, asked: true, cases: [{ id: c }] })
    expect(whys.get('recheck')).toMatchObject({ cases: [{ id: b }] })
    await expectLists('leader')
    await expectLists('auditor')
  })

  test('shows a department what is its own and nothing else', async () => {
    expect((await read('fire')).map(({ counts }) => counts.cases)).toEqual([2])
    // A helper's cases are its own too; where the lead refused there is no help to wait for.
    const helped = (await read('urban')).flatMap(({ whys }) => whys.flatMap((one) => one.cases.map(({ id }) => id)))
    expect(helped.sort()).toEqual(cases.slice(1, 3).sort())
    await expectLists('fire')
    await expectLists('urban')
    await book.act('checker', 'close', { note: '合格', photos: [] }, cases[1] ?? '')
    const [task] = await read('fire')
    expect(task).toMatchObject({ state: 'open', counts: { cases: 2, closed: 1, handling: 1 } })
  })

  test('that a later meeting overturns stays to be read, with what took its place', async () => {
    const meeting = await hold('2026-04-14')
    await send('topic', 'decide', topic, { meeting, decision: { kind: 'refer', reason: '需立项' } })
    const tasks = await read('leader')
    expect(tasks.map(({ id, state }) => [id, state])).toEqual([
      [`${topic}.3`, 'open'],
      [`${topic}.2`, 'done'],
      [`${topic}.1`, 'overturned'],
    ])
    const later = { by: `${topic}.3`, on: '2026-04-14', kind: 'refer', said: '需立项' }
    expect(tasks[1]?.overturned).toMatchObject([{ ...later, cases: 2 }])
    expect(tasks[2]?.overturned).toMatchObject([{ ...later, cases: 1 }])
    await expectLists('leader')
  })

  test('as of an earlier instant is what it was then, with the lists of then', async () => {
    const tasks = await read('leader', early)
    expect(tasks.map(({ kind, state }) => [kind, state])).toEqual([
      ['assign', 'open'],
      ['park', 'open'],
    ])
    expect(tasks[0]?.counts).toMatchObject({ cases: 3, handling: 2, rectified: 1, late: 0, unanswered: 0 })
    await expectLists('leader', early)
    await expectLists('urban', early)
  })

  test('is the communities’ where the work group gives the cases back with means', async () => {
    const meeting = await hold('2026-04-15')
    await send('topic', 'decide', topic, { meeting, decision: { kind: 'back', due: '2026-05-20', means: '给经费' } })
    expect(await read('leader')).toMatchObject([
      { id: `${topic}.4`, kind: 'back', lead: null, units: ['c01'] },
      {},
      {},
      {},
    ])
    expect((await read('community')).map(({ units }) => units)).toContainEqual(['c01'])
  })
})
