import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { smallCatalogue } from '../../../domain/hazard/given-tree.ts'
import { isProblem } from '../../../domain/problem.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { openTestBook, type TestBook, type Who } from '../../../ledger/test-book.ts'
import { getViewer } from '../../../ledger/viewer.ts'
import { readSuperiorLists } from './reads.ts'

let book: TestBook
const photo = 'd'.repeat(64)
const batch = () => streams[0] ?? ''
const streams: string[] = []

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  for (let i = 0; i < 3; i++) streams.push(book.id())
})
afterAll(async () => {
  const found = await book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await book.end()
})

async function lists(who: Who) {
  const viewer = await getViewer(book.pool, book.people[who], 'b1', book.clock(), book.database.appUrl)
  if (isProblem(viewer)) throw new Error(viewer.code)
  const answer = await readSuperiorLists(book.pool, viewer, book.clock())
  if (isProblem(answer)) throw new Error(answer.code)
  return answer.lists
}

const row = (n: number) => ({
  ...{ community: 'c01', item: smallCatalogue.categories[0]?.items[0]?.code, place: `${n}栋`, description: '失压' },
  ...{ photos: [], source: 'superior', paper: { on: '2026-02-27', photos: [photo] } },
  backfill: { found: '2026-02-27', reason: '区安委办反馈问题清单', batch: batch(), facts: { row: n } },
})

describe('a superior’s list', () => {
  test('comes in as one batch; the same again is a duplicate and changes nothing', async () => {
    const open = { sheet: 'a'.repeat(64), rows: 2, of: 'superior', name: '区安委办反馈问题清单' }
    const commands = [
      { id: book.id(), stream: batch(), kind: 'batch', step: 'open', data: open },
      { id: book.id(), stream: streams[1], kind: 'hazard', step: 'report', data: row(1) },
      { id: book.id(), stream: streams[2], kind: 'hazard', step: 'report', data: row(2) },
    ].map((one) => ({ ...one, takenAt: book.clock().toISOString() }))
    const send = async () => (await book.ledger.submit('b1', book.people.office, commands)).map(({ status }) => status)
    expect(await send()).toEqual(['accepted', 'accepted', 'accepted'])
    expect(await send()).toEqual(['duplicate', 'duplicate', 'duplicate'])
    for (const who of ['office', 'superior', 'leader', 'auditor'] as const)
      expect(await lists(who), who).toMatchObject([
        { id: batch(), name: open.name, rows: 2, undone: false, cases: 2, open: 2, untouched: streams.slice(1) },
      ])
  })

  test('is followed by the superior; nobody here leaves one out, and it is taken back only while untouched', async () => {
    for (const who of ['office', 'community'] as const)
      expect((await book.act(who, 'void', { reason: '不属实' }, streams[1] ?? '')).problem?.code).toBe('void.superior')
    expect((await book.act('superior', 'comment', { text: '请抓紧' }, streams[1] ?? '')).status).toBe('accepted')
    const undo = { reason: '贴错了' }
    expect((await book.act('office', 'undo', undo, batch(), { kind: 'batch' })).status).toBe('accepted')
    expect((await book.act('office', 'retract', undo, streams[1] ?? '')).problem?.code).toBe('step.not-yours')
    expect((await book.act('office', 'retract', undo, streams[2] ?? '')).status).toBe('accepted')
    expect(await lists('superior')).toMatchObject([{ undone: true, cases: 1, open: 1, untouched: [] }])
  })
})
