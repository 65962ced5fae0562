import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { isProblem } from '../domain/problem.ts'
import { type Instant, readAt } from './as-of.ts'
import { openTestBook, type TestBook } from './test-book.ts'

let book: TestBook

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
})
afterAll(() => book.end())

const at = (given: string | undefined, clock: string) =>
  readAt(book.pool, 'b1', given, new Date(clock), async (_tx, instant) => instant) as Promise<Instant>

test('an instant that was answered stays as it was though the server clock steps back', async () => {
  book.setClock('2026-03-05T08:00:00Z')
  await book.report('grid')
  const before = await at('2026-03-05T09:00:00Z', '2026-03-05T10:00:00Z')
  book.setClock('2026-03-05T08:30:00Z')
  expect((await book.report('grid')).result.status).toBe('accepted')
  const after = await at('2026-03-05T09:00:00Z', '2026-03-05T10:00:00Z')
  expect(after).toEqual(before)
})

test('an instant later than clock and head is refused', async () => {
  expect(isProblem(await at('2026-03-06T00:00:00Z', '2026-03-05T12:00:00Z'))).toBe(true)
})

test('the present is of today before anybody has written today', async () => {
  const { asOf } = await at(undefined, '2026-03-08T22:00:00Z')
  expect(asOf).toBe('2026-03-08T16:00:00.000Z')
  const again = await at(asOf, '2026-03-08T22:00:00Z')
  expect(again.seq).toBe((await at(undefined, '2026-03-08T22:00:00Z')).seq)
})
