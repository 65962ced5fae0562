import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { HazardRow, HazardView } from '../../domain/hazard/views.ts'
import { inOrder, isMine, syncCases } from './case-sync.ts'
import {
  type CaseStore,
  findCasePhoto,
  type KeptCase,
  keepPhotos,
  listCases,
  openCaseStore,
  type Page,
  readMark,
  trimCases,
  wipeCases,
} from './kept-cases.ts'

const shot = (text: string) => ({ bytes: new TextEncoder().encode(text).buffer, type: 'image/jpeg' })
const NOW = new Date('2026-03-02T01:00:00.000Z')
const one = (stream: string, seq: number): KeptCase => ({
  stream,
  seq,
  hazard: { id: stream, seq, before: [], missing: [] } as unknown as HazardView,
  entries: [],
  available: [],
})
const page = (more: Partial<Page>): Page => ({
  changes: [],
  left: [],
  next: 0,
  reset: false,
  more: false,
  scope: 1,
  ...more,
})

let db: CaseStore
beforeEach(async () => {
  db = await openCaseStore()
  await wipeCases(db)
})

/** Answers one page after another; beyond them the line is dead. */
function answering(pages: Page[]) {
  const asked: [number, number | undefined][] = []
  return {
    asked,
    page: async (after: number, scope: number | undefined) => {
      asked.push([after, scope])
      const next = pages.shift()
      if (!next) throw new Error('no line')
      return next
    },
    one: async (): Promise<KeptCase | null> => null,
    photo: async () => null,
  }
}
const now = () => NOW
const streams = async (person: string) => (await listCases(db, person, NOW)).cases.map(({ stream }) => stream)

describe('the copy of cases on a phone', () => {
  it('reads page by page and goes on where it broke off', async () => {
    const first = answering([page({ changes: [one('a', 1)], next: 1, more: true })])
    await expect(syncCases(db, 'p1', first, now)).rejects.toThrow('no line')
    expect((await listCases(db, 'p1', NOW)).at).toBe('')
    const second = answering([page({ changes: [one('b', 2)], next: 2 })])
    await syncCases(db, 'p1', second, now)
    expect(second.asked).toEqual([[1, 1]])
    expect(await streams('p1')).toEqual(['a', 'b'])
    expect((await readMark(db, 'p1'))?.at).toBe(NOW.toISOString())
  })

  it('shows what is gained in full, forgets what is lost, and starts anew with another scope', async () => {
    await syncCases(db, 'p1', answering([page({ changes: [one('a', 1), one('b', 2)], next: 2 })]), now)
    await syncCases(db, 'p1', answering([page({ changes: [one('c', 3)], left: ['a'], next: 3 })]), now)
    expect(await streams('p1')).toEqual(['b', 'c'])
    const anew = answering([
      page({ reset: true, more: true, scope: 9 }),
      page({ changes: [one('d', 4)], next: 4, scope: 9 }),
    ])
    await syncCases(db, 'p1', anew, now)
    expect(anew.asked).toEqual([
      [3, 1],
      [0, 9],
    ])
    expect(await streams('p1')).toEqual(['d'])
  })

  it('hears that a photo has arrived, though no page tells of it', async () => {
    const missing = { ...one('a', 1), hazard: { ...one('a', 1).hazard, missing: ['x'] } }
    const asking = answering([page({ changes: [missing, one('b', 2)], next: 2 }), page({ next: 2 }), page({ next: 2 })])
    const asked: string[] = []
    let answer: KeptCase | null = null
    const ask = async (stream: string) => {
      asked.push(stream)
      return answer
    }
    const missed = async () =>
      (await listCases(db, 'p1', NOW)).cases
        .filter(({ hazard }) => hazard.missing.length > 0)
        .map(({ stream }) => stream)
    await syncCases(db, 'p1', { ...asking, one: ask }, now)
    expect(await missed()).toEqual(['a'])
    answer = one('a', 1)
    await syncCases(db, 'p1', { ...asking, one: ask }, now)
    await syncCases(db, 'p1', { ...asking, one: ask }, now)
    expect(await missed()).toEqual([])
    expect(asked).toEqual(['a', 'a'])
  })

  it('is one person’s: another sees nothing of it, and nothing is left after a wipe', async () => {
    await syncCases(db, 'p1', answering([page({ changes: [one('a', 1)], next: 1 })]), now)
    await keepPhotos(db, 'p1', ['x'], async () => shot('1'))
    expect(await streams('p2')).toEqual([])
    expect(await findCasePhoto(db, 'p2', 'x')).toBeUndefined()
    await wipeCases(db)
    expect([await streams('p1'), await readMark(db, 'p1'), await db.count('photos')]).toEqual([[], undefined, 0])
  })

  it('keeps no more than it says: the cases changed last, the photos wanted first, nothing after thirty days', async () => {
    await syncCases(db, 'p1', answering([page({ changes: [one('a', 1), one('b', 2), one('c', 3)], next: 3 })]), now)
    await trimCases(db, 'p1', 2)
    expect(await streams('p1')).toEqual(['b', 'c'])
    const later = new Date(NOW.getTime() + 31 * 86_400_000)
    expect(await listCases(db, 'p1', later)).toEqual({ cases: [], at: '' })
    const fetched: string[] = []
    const photo = async (sha256: string) => {
      fetched.push(sha256)
      return sha256 === 'gone' ? null : shot(sha256)
    }
    expect(await keepPhotos(db, 'p1', ['x', 'gone', 'y'], photo)).toBe(2)
    expect(await keepPhotos(db, 'p1', ['y', 'z'], photo)).toBe(2)
    expect(fetched).toEqual(['x', 'gone', 'y', 'z'])
    expect(await findCasePhoto(db, 'p1', 'x')).toBeUndefined()
  })
})

describe('the rows without signal', () => {
  const row = (more: Partial<HazardRow>): HazardRow =>
    ({ id: 'i', due: null, status: 'handling', holder: null, ...more }) as HazardRow

  it('are mine by the rule of 待办, and come nearest deadline first', () => {
    const units = new Map([
      ['c01', { code: 'c01', name: '示范一社区', kind: 'community', parent: null }],
      ['c01-s1', { code: 'c01-s1', name: '示范花园', kind: 'site', parent: 'c01' }],
    ]) as never
    const grid = [{ role: 'grid', unit: 'c01' }] as never
    expect(isMine(row({ holder: 'c01-s1' }), grid, units)).toBe(true)
    expect(isMine(row({ holder: 'c01', status: 'rectified' }), grid, units)).toBe(false)
    expect(isMine(row({ holder: null }), grid, units)).toBe(false)
    const rows = [
      row({ id: 'a', due: '2026-03-09' }),
      row({ id: 'b', due: '2026-03-03' }),
      row({ id: 'c' }),
      row({ id: 'd', due: '2026-04-01', holder: 'c01' }),
    ]
    expect(inOrder(rows, ({ holder }) => holder === 'c01').map(({ id }) => id)).toEqual(['d', 'b', 'a', 'c'])
  })
})
