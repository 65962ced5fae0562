import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { roleOf } from '../platform/server/migrate.ts'
import { followUnreceived } from './follow-unreceived.ts'
import { rebuild } from './rebuild.ts'
import { openTestBook, type TestBook } from './test-book.ts'

let book: TestBook

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
})
afterAll(() => book.end())

const follow = () =>
  followUnreceived({ pool: book.pool, ledger: book.ledger, clock: book.clock, name: book.database.appUrl }, 'b1')

/** A case that the office handed to 城管办 on a day. */
async function handed(at: string): Promise<string> {
  book.setClock(at)
  const { stream } = await book.report('volunteer')
  await book.act('community', 'call-up', { reason: '难', tried: '劝' }, stream)
  await book.act('office', 'assign', { unit: 'o-cg', due: '2026-04-20' }, stream)
  return stream
}

async function stateOf(id: string) {
  const { rows } = await book.pool.query('select state from stream where stream = $1', [id])
  return rows[0].state
}
const howOf = async (id: string) => (await stateOf(id)).legs.at(-1).received?.how ?? null

describe('cases that nobody of their unit opened', () => {
  let opened: string
  let silent: string
  let young: string

  beforeAll(async () => {
    opened = await handed('2026-03-05T01:00:00Z')
    await book.act('urban', 'receive', {}, opened)
    silent = await handed('2026-03-05T15:00:00Z')
    young = await handed('2026-03-06T15:00:00Z')
  })

  test('count as received when a full working day has passed, however often and by how many that is run', async () => {
    book.setClock('2026-03-08T16:00:00Z')
    const { rows: before } = await book.pool.query('select id, updated_at from hazard order by id')
    const both = await Promise.all([follow(), follow()])
    expect(both.flatMap(({ refused }) => refused).filter((code) => code !== 'step.not-yours')).toEqual([])
    expect(await Promise.all([opened, silent, young].map(howOf))).toEqual(['opened', 'silence', null])
    expect(before).toHaveLength(3)
    expect(await follow()).toEqual({ received: 0, refused: [] })
    book.setClock('2026-03-09T16:00:00Z')
    expect(await follow()).toEqual({ received: 1, refused: [] })
  })

  test('keep their day, and whoever is just handling one is not disturbed', async () => {
    const state = await stateOf(silent)
    expect(state.turned.step).toBe('assign')
    expect((await book.act('urban', 'rectify', { note: '已办', photos: [] }, silent, { seen: 3 })).status).toBe(
      'accepted',
    )
  })

  test('an extension moves the day in list and standing, and what was answered for an instant stays', async () => {
    const dueAt = async (at: string) => {
      const { rows } = await book.pool.query(
        'select due::text from standing where hazard = $1 and from_at < $2 and (to_at is null or to_at >= $2)',
        [young, at],
      )
      return rows[0]?.due
    }
    const ask = { due: '2026-05-08', reason: '配件要定制' }
    expect((await book.act('urban', 'ask-extension', ask, young)).status).toBe('accepted')
    const waiting = await book.pool.query('select extension from hazard where id = $1', [young])
    expect(waiting.rows[0].extension).toBe('office')
    const between = book.clock().toISOString()
    expect((await book.act('office', 'extend', {}, young)).status).toBe('accepted')
    const { rows } = await book.pool.query('select due::text, extension from hazard where id = $1', [young])
    expect(rows[0]).toEqual({ due: '2026-05-08', extension: null })
    expect([await dueAt(between), await dueAt(book.clock().toISOString())]).toEqual(['2026-04-20', '2026-05-08'])
  })

  test('rebuild equals live', async () => {
    const role = roleOf(book.database.appUrl)
    const { differences } = await book.owner((client) => rebuild(client, role, { swap: false }))
    expect(differences).toEqual({})
  })
})
