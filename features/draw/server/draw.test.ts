import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { hazardRow } from '../../../domain/hazard/views.ts'
import { isProblem } from '../../../domain/problem.ts'
import { openTestBook, type TestBook, type Who } from '../../../ledger/test-book.ts'
import { getViewer } from '../../../ledger/viewer.ts'
import { readDraw } from './draw.ts'

let book: TestBook
const numbers: string[] = []
let asOf = ''
let later = ''

async function draw(who: Who, query: object) {
  const viewer = await getViewer(book.pool, book.people[who], 'b1', book.clock(), book.database.appUrl)
  if (isProblem(viewer)) throw new Error(viewer.code)
  return readDraw(book.pool, viewer, query, book.clock(), () => 'fresh')
}

async function drawn(who: Who, query: object) {
  const answer = await draw(who, query)
  if (isProblem(answer)) throw new Error(answer.code)
  return answer
}

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  for (let i = 0; i < 12; i++) await book.report(i % 3 ? 'grid' : 'community2', i % 3 ? {} : { community: 'c02' })
  const { rows } = await book.pool.query('select number, id from hazard order by number')
  numbers.push(...rows.map(({ number }) => number))
  asOf = book.clock().toISOString()
  await book.act('office', 'void', { reason: '不属实' }, rows[0]?.id)
  for (let i = 0; i < 5; i++) await book.report('grid')
  later = book.clock().toISOString()
})
afterAll(() => book.end())

describe('a draw', () => {
  test('is what an outsider computes from seed, numbers and the rule that is printed', async () => {
    const { items, population, seed } = await drawn('superior', { n: 4, seed: 'k7', asOf })
    const key = (number: string) => createHash('sha256').update(`k7|${number}`).digest('hex')
    const expected = [...numbers].sort((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, 4)
    expect([items.map(({ number }) => number), population, seed]).toEqual([expected, 12, 'k7'])
    expect(items.map((item) => hazardRow.safeParse(item).success)).toEqual([true, true, true, true])
  })

  test('is the same again whenever and by whomever it is asked, and another for another seed', async () => {
    const ids = async (who: Who, query: object) => (await drawn(who, query)).items.map(({ id }) => id)
    const first = await ids('superior', { n: 5, seed: 'k7', asOf })
    await book.report('grid')
    for (const who of ['superior', 'auditor', 'leader'] as const)
      expect(await ids(who, { n: 5, seed: 'k7', asOf }), who).toEqual(first)
    expect(await ids('superior', { n: 5, seed: 'k8', asOf })).not.toEqual(first)
    // What stood at the instant is shown, though the first case has been left out since.
    const all = await drawn('superior', { n: 100, seed: 'k7', asOf, status: 'reported' })
    expect(all.items).toHaveLength(12)
    expect((await drawn('superior', { n: 100, seed: 'k7', asOf: later, status: 'void' })).population).toBe(1)
  })

  test('of the present names the instant by which it is drawn again', async () => {
    const now = await drawn('leader', { n: 3 })
    expect(now.seed).toBe('fresh')
    await book.report('grid')
    const again = await drawn('leader', { n: 3, seed: now.seed, asOf: now.asOf })
    expect([again.items.map(({ id }) => id), again.population]).toEqual([now.items.map(({ id }) => id), now.population])
  })

  test('is from what the filters find; fewer than asked are all', async () => {
    const { items, population } = await drawn('auditor', { n: 50, seed: 'a', asOf, community: 'c02' })
    expect([population, items.length, new Set(items.map(({ community }) => community))]).toEqual([
      4,
      4,
      new Set(['c02']),
    ])
  })

  test('is for superior, auditor and leader', async () => {
    for (const who of ['office', 'community', 'grid', 'fire', 'checker', 'volunteer', 'admin'] as const)
      expect(await draw(who, { n: 1 }), who).toMatchObject({ code: 'step.not-yours' })
  })
})
