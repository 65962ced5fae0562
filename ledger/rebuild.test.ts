import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { copyRows, copyText } from '../platform/server/copy.ts'
import { withSecond } from '../platform/server/db.ts'
import { enrol } from './found.ts'
import type { Project } from './projected.ts'
import { rebuild } from './rebuild.ts'
import { openTestBook, type TestBook } from './test-book.ts'

let book: TestBook

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
})

afterAll(() => book.end())

/** Words that COPY, arrays or JSON could take for something else. */
const odd = [
  '\\N',
  '\\.',
  '\\\\server\\new\\table',
  'a\tb\nc\rd',
  '{"a","b"}',
  '"quoted", \'single\'',
  'null',
  '𠮷野家 👨‍👩‍👧',
  'e\u0301\u2028\b\f\v.',
]

test('words that COPY reads as something else come back as they were said', async () => {
  for (const place of odd) {
    const { stream, result } = await book.report('grid', { place, description: `${place}。` })
    expect(result.status).toBe('accepted')
    await book.act('community', 'correct', { description: `x${place}`, reason: place }, stream)
  }
  await enrol(
    book,
    odd.map((name) => ({ name, memberships: [{ role: 'grid', unit: 'c01-g1' }] })),
  )
  const said = async () => {
    const places = await book.pool.query('select place, description from hazard order by number')
    const names = await book.pool.query('select name from person order by id')
    return { places: places.rows, names: names.rows.map(({ name }) => name) }
  }
  const before = await said()
  expect(before.places.map(({ place }) => place)).toEqual(odd)
  expect(before.places.map(({ description }) => description)).toEqual(odd.map((place) => `x${place}`))
  expect(before.names).toEqual(expect.arrayContaining(odd))
  const { differences } = await book.owner((owner) => rebuild(owner, 'anlan_app', { chunk: 3 }))
  expect(differences).toEqual({})
  expect(await said()).toEqual(before)
})

test('a copied null is no empty string, and an error in one table leaves none of the rows', async () => {
  await book.owner((owner) =>
    withSecond(owner, async (second) => {
      await second.query('create temp table one (a text, b int, c boolean); create temp table two (n int not null)')
      const rows = [[null, 1, true] as const, ['', null, false] as const, ...odd.map((a) => [a, 2, null] as const)]
      await copyRows(second, [{ into: 'one', text: copyText(rows) }])
      expect((await second.query('select * from one')).rows.map(({ a, b, c }) => [a, b, c])).toEqual(rows)
      const bad = [
        { into: 'one', text: copyText([['more', 3, true]]) },
        { into: 'two', text: copyText([[null]]) },
      ]
      await expect(copyRows(second, bad)).rejects.toThrow(/not-null/)
      expect((await second.query("select count(*)::int as n from one where a = 'more'")).rows[0].n).toBe(0)
    }),
  )
})

test('over several chunks a rebuild equals live, and rooms see every life whole and in its order', async () => {
  for (let i = 0; i < 12; i++) {
    const { stream } = await book.report('grid', { photos: ['a'.repeat(63) + (i % 10)] })
    await book.act('community', 'verify', { unit: 'c01' }, stream)
    for (let n = 0; n < i; n++) await book.act('community', 'comment', { text: `第${n}次` }, stream)
    if (i % 2) await book.act('community', 'rectify', { note: '好', photos: ['b'.repeat(64)] }, stream)
    if (i % 3) await book.act('colleague', 'close', { note: '看过', photos: [] }, stream)
  }
  const seen = new Map<string, number[]>()
  let calls = 0
  const room: Project = async (_tx, _book, changes) => {
    calls += 1
    for (const { entry } of changes) seen.set(entry.stream, [...(seen.get(entry.stream) ?? []), entry.version])
  }
  const chunks = (chunk: number) =>
    book.owner((owner) => rebuild(owner, 'anlan_app', { swap: false, rooms: [room], chunk }))
  for (const chunk of [1, 5, 1000]) {
    seen.clear()
    calls = 0
    const { entries, differences } = await chunks(chunk)
    expect(differences).toEqual({})
    expect([...seen.values()].flat()).toHaveLength(entries)
    for (const versions of seen.values()) expect(versions).toEqual(versions.map((_, i) => i + 1))
    // The last life comes by itself, because nothing tells that it is whole.
    expect(calls > 2).toBe(chunk < 1000)
  }
})

test('a difference is found on either side, in any table', async () => {
  await book.owner(async (owner) => {
    await owner.query('begin; delete from view.tally; delete from view.photo_use; commit')
    await owner.query("update view.standing set status = 'parked' where to_seq is not null")
    await owner.query("insert into view.counter values ('b1', 'more', 1)")
    const { differences } = await rebuild(owner, 'anlan_app')
    expect(Object.keys(differences).sort()).toEqual(['counter', 'photo_use', 'standing', 'tally'])
    expect((await rebuild(owner, 'anlan_app', { swap: false })).differences).toEqual({})
  })
})

test('a rebuild that fails leaves the lists as they were, and the next one finds its way', async () => {
  const poisoned: Project = async () => {
    throw new Error('poisoned')
  }
  const count = async () => (await book.pool.query('select count(*)::int as n from hazard')).rows[0].n
  const before = await count()
  const failing = book.owner((owner) => rebuild(owner, 'anlan_app', { rooms: [poisoned] }))
  await expect(failing).rejects.toThrow('poisoned')
  expect(await count()).toBe(before)
  expect((await book.owner((owner) => rebuild(owner, 'anlan_app'))).differences).toEqual({})
})
