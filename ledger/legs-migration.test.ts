import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { roleOf } from '../platform/server/migrate.ts'
import { rebuild } from './rebuild.ts'
import { openTestBook, type TestBook } from './test-book.ts'

const file = path.resolve(import.meta.dirname, '../migrations/20261207-01-legs.sql')
let book: TestBook

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
})
afterAll(() => book.end())

/** A case at the department, one that it gave back, one taken from it, one that became grave and one that is struck off: as books of before have them. */
async function liveBefore(): Promise<void> {
  const handed = async () => {
    const { stream } = await book.report('volunteer')
    await book.act('community', 'call-up', { reason: '难', tried: '劝' }, stream)
    await book.act('office', 'assign', { unit: 'o-cg', due: '2026-03-20' }, stream)
    return stream
  }
  await handed()
  await book.act('urban', 'refuse', { reason: '不属本办' }, await handed())
  await book.act('office', 'assign', { unit: 'v-xf', due: '2026-04-01' }, await handed())
  const fixed = (await book.report('community')).stream
  await book.act('community', 'verify', { unit: 'c01' }, fixed)
  await book.act('community', 'rectify', { note: '已办', photos: [] }, fixed)
  await book.act('office', 'flag', { reason: '多户' }, fixed)
  const done = await handed()
  await book.act('urban', 'rectify', { note: '已办', photos: [] }, done)
  await book.act('checker', 'close', { note: '看过', photos: [] }, done)
}

test('a book of before gets what it never said, and its figures of now; the rest comes with a rebuild', async () => {
  await liveBefore()
  const now = `select hazard, nr, status, level, community, holder, mode, begun, ended, due, first_due, extended, aside
    from leg where to_seq is null order by hazard, nr`
  const live = (await book.pool.query(now)).rows
  const role = roleOf(book.database.appUrl)
  await book.owner(async (client) => {
    await client.query(`update view.stream set state = jsonb_set(state - 'extension' - 'asker' - 'extensions', '{legs}', (
        select jsonb_agg(leg - 'received' - 'extended' - 'refusal' - 'firstDue' order by nr)
        from jsonb_array_elements(state -> 'legs') with ordinality l(leg, nr))) where kind = 'hazard'`)
    await client.query('drop table view.leg')
    await client.query('alter table view.hazard drop column extension')
    await client.query('alter table view.standing drop column extension')
    await client.query(readFileSync(file, 'utf8').replaceAll(':app_role', `"${role}"`))
  })
  expect((await book.pool.query(now)).rows).toEqual(live)
  const { differences } = await book.owner((client) => rebuild(client, role))
  expect(Object.keys(differences).filter((table) => table !== 'leg')).toEqual([])
  expect((await book.owner((client) => rebuild(client, role, { swap: false }))).differences).toEqual({})
})
