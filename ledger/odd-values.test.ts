import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Result } from './append.ts'
import { leafOf, textHash } from './proof.ts'
import { readBook } from './read.ts'
import { openTestBook, type TestBook, testReport } from './test-book.ts'

let book: TestBook

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
})

afterAll(() => book.end())

const takenAt = '2026-03-02T01:00:00Z'
const report = (more: object = {}, envelope: object = {}) => ({
  id: book.id(),
  stream: book.id(),
  kind: 'hazard',
  step: 'report',
  data: { ...testReport, ...more },
  takenAt,
  ...envelope,
})

/** Sends a bad command between two good ones, which must both pass. */
async function among(bad: unknown): Promise<Result | undefined> {
  const results = await book.ledger.submit('b1', book.people.grid, [report(), bad, report()])
  expect(results[0]?.status).toBe('accepted')
  expect(results[2]?.status).toBe('accepted')
  return results[1]
}

describe('values at the edge of what JSON and the database can hold', () => {
  test.each([
    ['a number that JSON cannot say', () => JSON.parse(JSON.stringify(report({ x: 0 })).replace('"x":0', '"x":1e999'))],
    [
      'a number beyond all in its place',
      () => {
        const text = JSON.stringify(report({ position: { lon: 7, lat: 30, accuracy: 1 } }))
        return JSON.parse(text.replace('"lon":7', '"lon":-1e999'))
      },
    ],
    ['a dash for an id', () => report({}, { step: 'void', data: { reason: '重复', duplicateOf: '-'.repeat(36) } })],
    ['depth', () => report({ x: JSON.parse(`${'['.repeat(200)}1${']'.repeat(200)}`) })],
    ['a NUL', () => report({ place: '3栋\u0000' })],
    ['half a surrogate pair', () => report({ description: '火\ud83d' })],
    ['the year 0', () => report({}, { takenAt: '0000-01-01T00:00:00Z' })],
    ['a year before Christ', () => report({}, { takenAt: '0001-01-01T00:00:00+14:00' })],
    ['the year 10000', () => report({}, { takenAt: '9999-12-31T23:59:59-14:00' })],
    ['nothing', () => null],
    ['a list', () => []],
    ['a number', () => 5],
  ])('%s is refused as invalid, and its neighbours pass', async (_what, bad) => {
    const result = await among(bad())
    expect(result?.status).toBe('refused')
    expect(result?.problem?.code).toMatch(/^(command\.invalid|case\.not-found)$/)
  })

  test('a clock ten years off is taken, shown, and dates nothing', async () => {
    for (const off of ['2016-03-02T01:00:00Z', '2036-03-02T01:00:00Z', '2026-03-02T01:00:00.123456789+05:45']) {
      const result = await among(report({}, { takenAt: off }))
      expect(result?.status).toBe('accepted')
    }
    const { rows } = await book.pool.query(
      "select count(*)::int as n from entry where recorded_at < '2026-03-01' or recorded_at > '2026-03-03'",
    )
    expect(rows[0].n).toBe(0)
  })

  test('numbers and words come back from the database as they were hashed', async () => {
    const positions = [
      { lon: 104.0712345678901, lat: 30.0000001, accuracy: 1e-7 },
      { lon: -0, lat: 5e-324, accuracy: 1e6 },
      { lon: 2.5e-308, lat: -89.99999999999999, accuracy: 0 },
    ]
    for (const position of positions) expect((await book.report('grid', { position })).result.status).toBe('accepted')
    for (const place of [
      '𠮷野家',
      'é e\u0301',
      'a\u2028b\u2029c',
      '"\\/\b',
      '👨‍👩‍👧',
      "'; drop table ledger.entry; --",
    ])
      expect((await book.report('grid', { place })).result.status).toBe('accepted')
    const entries = await readBook(book.pool, 'b1', 0, 10_000)
    const { rows } = await book.pool.query(
      'select e.seq, e.leaf, t.salt from entry e left join entry_text t using (book_id, seq) order by e.seq',
    )
    for (const [i, entry] of entries.entries()) {
      expect(leafOf(entry).equals(rows[i].leaf)).toBe(true)
      if (entry.text) expect(textHash(rows[i].salt, entry.text).toString('hex')).toBe(entry.textHash)
    }
  })

  test('an entry’s leaf changes with any part of it', async () => {
    const [entry] = await readBook(book.pool, 'b1', 20, 1)
    const changes = [
      { seq: 1_000_000 },
      { recordedAt: '2026-03-02T01:00:00.000Z' },
      { takenAt: '2026-03-02T01:00:00.001Z' },
      { actor: 'system2' },
      { commandId: book.id() },
      { step: 'close' },
      { stream: book.id() },
      { version: 99 },
      { data: { ...entry!.data, x: 1 } },
      { textHash: 'ff' },
      { kind: 'catalogue' as const },
      { book: 'b2' },
    ]
    for (const change of changes) expect(leafOf({ ...entry!, ...change }).equals(leafOf(entry!))).toBe(false)
    expect(leafOf({ ...entry!, text: null }).equals(leafOf(entry!))).toBe(true)
  })
})
