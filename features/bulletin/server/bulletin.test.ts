import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { utf8Bytes } from '../../../domain/bulletin/message.ts'
import { isProblem } from '../../../domain/problem.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { openTestBook, type TestBook, type Who } from '../../../ledger/test-book.ts'
import { getViewer } from '../../../ledger/viewer.ts'
import { readChase } from './chase.ts'
import { placeOf } from './place.ts'

let book: TestBook
/** Words that no group may ever read: they stand in texts, names and parties of the book. */
const canary = { name: '陈金丝雀', phone: '13812345678', party: '金丝雀干洗店' }

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  book.setClock('2026-03-10T01:00:00Z')
})
afterAll(async () => {
  const found = await book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await book.end()
})

async function viewerOf(who: Who) {
  const viewer = await getViewer(book.pool, book.people[who], 'b1', book.clock(), book.database.appUrl)
  if (isProblem(viewer)) throw new Error(viewer.code)
  return viewer
}

async function chase(who: Who, query: object, now = '2026-03-20T09:00:00.000Z') {
  const answer = await readChase(book.pool, await viewerOf(who), query, new Date(now))
  if (isProblem(answer)) throw new Error(answer.code)
  return answer
}

test('who owes is named by unit with how many and how old, and nobody else is named at all', async () => {
  const words = { place: `${canary.name}家`, description: `电话${canary.phone}`, party: canary.party }
  for (const due of ['2026-03-12', '2026-03-16']) {
    const { stream } = await book.report('grid', words)
    await book.act('community', 'verify', { unit: 'c01-s1', due, party: canary.party }, stream)
  }
  for (const unit of ['v-xf', 'o-cg']) {
    const { stream } = await book.report('grid', words)
    await book.act('community', 'call-up', { reason: canary.name, tried: canary.phone }, stream)
    await book.act('office', 'assign', { unit, due: '2026-03-15' }, stream)
  }
  const own = await chase('office', {})
  expect(own.rows).toMatchObject([
    { unit: 'c01', late: { n: 2, oldest: 8 }, unanswered: { n: 0 }, holders: ['c01-s1'] },
  ])
  const others = await chase('office', { by: 'unit' })
  expect(others.rows).toMatchObject([
    { unit: 'o-cg', late: { n: 1, oldest: 5 }, unanswered: { n: 0 } },
    { unit: 'v-xf', late: { n: 0 }, unanswered: { n: 1, oldest: 5 } },
  ])
  expect(others.parts).toHaveLength(1)
  expect(others.parts[0]).toContain('未反馈1条（最久5天）')
  const told = [...own.parts, ...others.parts].join('\n')
  for (const word of [...Object.values(canary), ...Object.keys(book.people).map((who) => `测试${who}`)])
    expect(told).not.toContain(word)
})

test('an answer for an instant stays as it was when somebody acts afterwards', async () => {
  const asOf = '2026-03-21T16:00:00.000Z'
  const then = await chase('office', { by: 'unit', asOf }, '2026-03-21T16:00:01.000Z')
  expect(then.parts[0]).toContain('截至3月21日24时')
  book.setClock('2026-03-21T17:00:00Z')
  const { stream } = await book.report('grid')
  await book.act('community', 'call-up', { reason: '难', tried: '劝' }, stream)
  await book.act('office', 'assign', { unit: 'o-cg', due: '2026-03-22' }, stream)
  expect(await chase('office', { by: 'unit', asOf }, '2026-03-30T00:00:00.000Z')).toEqual(then)
})

test('a part of the sub-district is never told as the whole', async () => {
  const names = { office: '', leader: '', community: '可见范围', fire: '可见范围' } as const
  for (const [who, end] of Object.entries(names))
    expect(placeOf(await viewerOf(who as Who), undefined).endsWith(end)).toBe(true)
  expect(placeOf(await viewerOf('office'), undefined)).toBe('')
  expect(placeOf(await viewerOf('community'), undefined)).not.toBe('')
  for (const part of (await chase('community', {})).parts) {
    expect(part).toMatch(/^【.+】截至/)
    expect(utf8Bytes(part)).toBeLessThanOrEqual(2048)
  }
})
