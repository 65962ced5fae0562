import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { isProblem } from '../../../domain/problem.ts'
import { openTestBook, type TestBook } from '../../../ledger/test-book.ts'
import { getViewer } from '../../../ledger/viewer.ts'
import { readAccount } from './reads.ts'

let book: TestBook

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
})
afterAll(() => book.end())

type Query = Parameters<typeof readAccount>[2]

async function account(now: string, query: Query = {}, who: 'office' | 'community' | 'urban' = 'office') {
  const viewer = await getViewer(book.pool, book.people[who], 'b1', book.clock(), book.database.appUrl)
  if (isProblem(viewer)) throw new Error(viewer.code)
  const read = await readAccount(book.pool, viewer, query, new Date(now))
  if (isProblem(read)) throw new Error(read.code)
  return read
}
const overdue = async (now: string): Promise<number> => (await account(now)).overdue

test('an order past its day is overdue; a request to an organ is not, however late', async () => {
  book.setClock('2026-03-10T01:00:00Z')
  for (const unit of ['o-cg', 'v-xf']) {
    const { stream } = await book.report('grid')
    await book.act('community', 'call-up', { reason: '无权处理', tried: '多次劝导' }, stream)
    await book.act('office', 'assign', { unit, due: '2026-03-12' }, stream)
  }
  expect(await overdue('2026-03-12T15:00:00Z')).toBe(0)
  expect(await overdue('2026-03-12T17:00:00Z')).toBe(1)
})

test('whatever the day, what is summed by month and day is what is counted case by case', async () => {
  book.setClock('2026-04-01T01:00:00Z')
  const days = ['2026-04-01', '2026-04-30', '2026-05-01', '2026-05-02', '2026-06-15', '2027-01-01']
  for (const [i, due] of days.entries()) {
    const { stream } = await book.report('grid')
    await book.act('community', 'verify', { unit: 'c01', due }, stream)
    if (i % 3 === 0) continue
    await book.act('community', 'call-up', { reason: '无权处理', tried: '多次劝导' }, stream)
    await book.act('office', 'assign', { unit: i % 2 ? 'o-cg' : 'v-xf', due }, stream)
  }
  const asked: Query[] = [{}, { by: 'community' }, { by: 'status' }, { overdue: '1' }, { overdue: '1', by: 'level' }]
  const late = new Set<number>()
  for (const now of [
    '2026-04-02',
    '2026-04-30',
    '2026-05-01',
    '2026-05-02',
    '2026-05-03',
    '2026-12-31',
    '2027-02-01',
  ]) {
    const noon = `${now}T04:00:00Z`
    for (const who of ['office', 'community', 'urban'] as const)
      for (const query of asked) {
        // No row is without a severity, and the tally knows none: so this is the same question, asked of the rows.
        const byRows = await account(noon, { ...query, severity: 'ordinary,larger,major' }, who)
        expect(await account(noon, query, who)).toEqual(byRows)
        late.add(byRows.overdue)
      }
  }
  expect(late.size).toBeGreaterThan(4)
})
