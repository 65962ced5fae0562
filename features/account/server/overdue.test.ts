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

async function overdue(now: string): Promise<number> {
  const viewer = await getViewer(book.pool, book.people.office, 'b1', book.clock(), book.database.appUrl)
  if (isProblem(viewer)) throw new Error(viewer.code)
  const account = await readAccount(book.pool, viewer, {}, new Date(now))
  if (isProblem(account)) throw new Error(account.code)
  return account.overdue
}

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
