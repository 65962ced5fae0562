import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { CommandResult } from '../../../domain/entry.ts'
import { isProblem } from '../../../domain/problem.ts'
import { followParked } from '../../../ledger/follow-parked.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { openTestBook, type TestBook, type Who } from '../../../ledger/test-book.ts'
import { getViewer, type Viewer } from '../../../ledger/viewer.ts'
import type { Grouping } from '../contract.ts'
import { readStudy } from './study.ts'
import { readTopics } from './topics.ts'

let book: TestBook
const cases: string[] = []
const topics: string[] = []
const meetings: string[] = []

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  topics.push(book.id(), book.id())
  meetings.push(book.id(), book.id())
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

async function study(by?: Grouping) {
  const answer = await readStudy(book.pool, await viewer('office'), book.clock(), by)
  if (isProblem(answer)) throw new Error(answer.code)
  return answer
}

async function read() {
  const answer = await readTopics(book.pool, await viewer('leader'), book.clock())
  if (isProblem(answer)) throw new Error(answer.code)
  return answer
}

async function send(
  kind: 'topic' | 'meeting',
  step: string,
  stream: string | undefined,
  data: object,
): Promise<CommandResult> {
  const command = { id: book.id(), stream, kind, step, data, takenAt: book.clock().toISOString() }
  const [result] = await book.ledger.submit('b1', book.people.office, [command])
  return result as CommandResult
}

/** A hazard that its community has called up. */
async function calledUp(report: object = {}, why: object = {}): Promise<string> {
  const { stream } = await book.report('grid', report)
  await book.act('community', 'call-up', { reason: '社区办不了', tried: '多次劝导', ...why }, stream)
  return stream
}

describe('the study', () => {
  test('puts cases of one item at one place together, apart from those that are the work group’s', async () => {
    cases.push(await calledUp({ site: 'c01-s1' }), await calledUp({ site: 'c01-s1' }))
    cases.push(await calledUp({ site: 'c01-s1' }, { obstacle: 'funds' }), await calledUp({ item: '1.3' }))
    const { groups, total } = await study()
    expect(total).toBe(4)
    expect(groups.map(({ item, site, reason, cases: inside }) => [item, site, reason, inside.length])).toEqual([
      ['1.1', 'c01-s1', null, 2],
      ['1.1', 'c01-s1', 'funds', 1],
      ['1.3', null, 'major', 1],
    ])
    expect(groups[0]?.lead).toBeNull()
    expect(groups[0]?.cases.map(({ id }) => id)).toEqual(cases.slice(0, 2))
  })

  test('suggests the unit that was given such cases most often, and counts how often', async () => {
    for (const unit of ['v-xf', 'v-xf', 'o-cg']) {
      const id = await calledUp()
      await book.act('office', 'assign', { unit, due: '2026-04-01' }, id)
    }
    expect((await study()).groups[0]?.lead).toEqual({ unit: 'v-xf', times: 2 })
  })

  test('puts together what is of one kind, or one unit’s work, wherever it lies', async () => {
    const away = await calledUp({ community: 'c01', site: 'c01-s2' })
    const shape = async (by: Grouping) =>
      (await study(by)).groups.map(({ item, community, reason, lead, cases: inside }) => [
        ...[item, community, reason, lead?.unit ?? null, inside.length],
      ])
    expect(await shape('item')).toEqual([
      ['1.1', null, null, 'v-xf', 3],
      ['1.1', null, 'funds', 'v-xf', 1],
      ['1.3', null, 'major', null, 1],
    ])
    expect(await shape('lead')).toEqual([
      [null, null, null, 'v-xf', 3],
      [null, null, 'funds', 'v-xf', 1],
      [null, null, 'major', null, 1],
    ])
    await book.act('office', 'send-back', { reason: '社区可办', due: '2026-04-01' }, away)
  })
})

const proposal = (ids: string[]) => ({
  title: '示范花园消防设施',
  cases: ids,
  lead: 'v-xf',
  due: '2026-05-01',
  measures: '更换',
  cost: '约三万元',
})

describe('a topic', () => {
  test('is shown with its words and cases; two drafts that name one case say so', async () => {
    expect((await send('topic', 'open', topics[0], proposal(cases))).status).toBe('accepted')
    expect((await send('topic', 'open', topics[1], proposal(cases.slice(3)))).status).toBe('accepted')
    const [second, first] = (await read()).topics
    expect(first).toMatchObject({
      status: 'draft',
      title: '示范花园消防设施',
      measures: '更换',
      cost: '约三万元',
      lead: 'v-xf',
    })
    expect(first?.cases.map(({ clashes }) => clashes)).toEqual([[], [], [], [topics[1]]])
    expect(second?.cases.map(({ clashes }) => clashes)).toEqual([[topics[0]]])
    const shown = (await study()).groups.flatMap((group) => group.cases)
    expect(shown.find(({ id }) => id === cases[3])?.drafts.sort()).toEqual([...topics].sort())
  })

  test('leaves the study when it is tabled, whole or not at all', async () => {
    expect((await send('topic', 'table', topics[0], {})).status).toBe('accepted')
    expect((await study()).total).toBe(0)
    const refused = await send('topic', 'table', topics[1], {})
    expect(refused.problem?.code).toBe('topic.cases')
    const found = (await read()).topics.find(({ id }) => id === topics[0])
    expect(found).toMatchObject({ status: 'tabled', number: 'YT2026-001' })
    expect(found?.cases.every(({ status, open }) => status === 'tabled' && open)).toBe(true)
  })

  test('is decided by a meeting that was held; each part keeps its own words', async () => {
    const held = { on: '2026-03-02', title: '工作组第一次会议', chair: '组长', present: '各办', observers: '社区' }
    expect((await send('meeting', 'hold', meetings[0], held)).status).toBe('accepted')
    const decision = { kind: 'assign', lead: 'v-xf', helpers: ['o-cg'], due: '2026-04-10', measures: '逐户更换' }
    const park = { kind: 'park', review: '2026-04-15', interim: '拉警戒线' }
    const wish = { meeting: meetings[0], decision, apart: [{ cases: [cases[3]], decision: park }] }
    expect((await send('topic', 'decide', topics[0], wish)).status).toBe('accepted')
    const answer = await read()
    const found = answer.topics.find(({ id }) => id === topics[0])
    expect(found?.decided).toMatchObject([
      { on: '2026-03-02', kind: 'park', cases: [cases[3]], day: '2026-04-15', said: '拉警戒线' },
      { on: '2026-03-02', kind: 'assign', cases: cases.slice(0, 3), lead: 'v-xf', helpers: ['o-cg'], said: '逐户更换' },
    ])
    expect(found?.cases.map(({ status }) => status)).toEqual(['handling', 'handling', 'handling', 'parked'])
    expect(answer.meetings).toMatchObject([{ on: '2026-03-02', chair: '组长', observers: '社区', excused: null }])
  })

  test('what was put off comes back on its review day by itself, once, and can be tabled anew', async () => {
    const deps = { pool: book.pool, ledger: book.ledger, clock: book.clock }
    expect(await followParked(deps, 'b1')).toEqual({ resumed: 0, refused: [] })
    book.setClock('2026-04-15T01:00:00.000Z')
    const both = await Promise.all([followParked(deps, 'b1'), followParked(deps, 'b1')])
    expect(both.flatMap(({ refused }) => refused)).toEqual([])
    expect((await study()).groups.flatMap((group) => group.cases).map(({ id }) => id)).toEqual([cases[3]])
    expect(await followParked(deps, 'b1')).toEqual({ resumed: 0, refused: [] })
    expect((await send('topic', 'table', topics[1], {})).status).toBe('accepted')
  })

  test('is decided anew by a later meeting of what is still open; both decisions stay', async () => {
    await book.act('fire', 'rectify', { note: '已换', photos: [], unhelped: '不用再等' }, cases[0] ?? '')
    const held = { on: '2026-04-14', title: '工作组第二次会议', chair: '组长', present: '各办' }
    expect((await send('meeting', 'hold', meetings[1], held)).status).toBe('accepted')
    const decision = { kind: 'refer', reason: '需新区立项' }
    expect((await send('topic', 'decide', topics[0], { meeting: meetings[1], decision })).status).toBe('accepted')
    const found = (await read()).topics.find(({ id }) => id === topics[0])
    expect(found?.decided.map(({ kind }) => kind)).toEqual(['park', 'assign', 'refer'])
    expect(found?.cases.map(({ status }) => status)).toEqual(['rectified', 'referred', 'referred', 'tabled'])
    expect(found?.cases.map(({ held, open }) => [held, open])).toEqual([
      [true, false],
      [true, true],
      [true, true],
      [false, false],
    ])
  })
})
