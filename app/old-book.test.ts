import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { isProblem } from '../domain/problem.ts'
import { readAccount } from '../features/account/server/reads.ts'
import { readHazard, readList } from '../features/cases/server/reads.ts'
import { readLegs } from '../features/legs/server/reads.ts'
import { readResolutions } from '../features/study/server/resolutions.ts'
import { readTopics } from '../features/study/server/topics.ts'
import { readSupervisions } from '../features/supervision/server/reads.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { openTestBook, type TestBook, type Who } from '../ledger/test-book.ts'
import { getViewer } from '../ledger/viewer.ts'
import { roleOf } from '../platform/server/migrate.ts'
import { projectRoot } from './server.ts'

const files = ['01-legs', '02-supervisions', '03-letters', '04-obstacles-listed']
let book: TestBook
const cases: string[] = []
const topics: string[] = []

const desk = (kind: string, step: string, stream: string, data: object) =>
  book.act('office', step, data, stream, { kind })

/** Cases of every hand, a topic in draft and one that was decided: all that books of before had. */
async function liveBefore(): Promise<void> {
  for (let n = 0; n < 4; n++) {
    const { stream } = await book.report('volunteer')
    await book.act('community', 'call-up', { reason: '难', tried: '劝', obstacle: 'funds' }, stream)
    cases.push(stream)
  }
  await book.act('office', 'assign', { unit: 'o-cg', due: '2026-03-20', helpers: ['v-xf'] }, cases[0] ?? '')
  topics.push(book.id(), book.id())
  const proposal = { title: '飞线', lead: 'o-cg', due: '2026-04-30' }
  const [decided = '', draft = ''] = topics
  await desk('topic', 'open', decided, { ...proposal, cases: [cases[1]] })
  await desk('topic', 'open', draft, { ...proposal, cases: [cases[2]] })
  await desk('topic', 'table', decided, {})
  const meeting = book.id()
  await desk('meeting', 'hold', meeting, { on: '2026-03-02', title: '会议', chair: '组长', present: '各办' })
  const decision = { kind: 'assign', lead: 'o-cg', helpers: ['v-xf'], due: '2026-04-10' }
  expect((await desk('topic', 'decide', decided, { meeting, decision })).status).toBe('accepted')
}

/** Takes from the book what it did not have before these migrations, and runs them. */
async function migrateAnew(): Promise<void> {
  const role = roleOf(book.database.appUrl)
  await book.owner(async (client) => {
    await client.query(`update view.stream set state = state - 'extension' - 'asker' - 'extensions' - 'supervised'
        - 'determined' || jsonb_build_object('legs', (
          select jsonb_agg(leg - 'received' - 'extended' - 'refusal' - 'firstDue' order by nr)
          from jsonb_array_elements(state -> 'legs') with ordinality l(leg, nr))) where kind = 'hazard'`)
    await client.query("update view.stream set state = state - 'version' where kind = 'topic'")
    await client.query('drop table view.leg')
    for (const column of ['extension', 'supervised', 'obstacle', 'topic', 'owing'])
      for (const table of ['hazard', 'standing']) await client.query(`alter table view.${table} drop column ${column}`)
    for (const name of files) {
      const sql = readFileSync(path.join(projectRoot, `migrations/20261207-${name}.sql`), 'utf8')
      await client.query(sql.replaceAll(':app_role', `"${role}"`))
    }
  })
}

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  await liveBefore()
  await migrateAnew()
})
afterAll(() => book.end())

/** What somebody is told by every read of the chain, now or as of an instant. */
async function told(who: Who, asOf?: string) {
  const viewer = await getViewer(book.pool, book.people[who], 'b1', book.clock(), book.database.appUrl)
  if (isProblem(viewer)) throw new Error(viewer.code)
  const { pool, clock } = book
  const pages = cases.map((id) => readHazard(pool, viewer, id, clock().toISOString()))
  return {
    pages: await Promise.all(pages),
    list: await readList(pool, viewer, { asOf }, clock()),
    account: await readAccount(pool, viewer, { asOf, by: 'unit' }, clock()),
    legs: await readLegs(pool, viewer, { asOf, by: 'unit' }, clock()),
    plates: await readSupervisions(pool, viewer, asOf, clock()),
    resolutions: await readResolutions(pool, viewer, asOf, clock()),
    topics: await readTopics(pool, viewer, clock()),
  }
}

describe('a book that was written before legs, plates and letters', () => {
  test('is read by everybody as a rebuild would have it', async () => {
    // Past the minute in which a step may be taken back.
    book.setClock('2026-03-03T01:00:00.000Z')
    const now = book.clock().toISOString()
    const who = ['office', 'urban', 'fire', 'grid', 'volunteer', 'leader', 'auditor'] as const
    const all = async () => Promise.all(who.flatMap((one) => [told(one), told(one, now)]))
    const before = await all()
    await book.owner((client) => rebuild(client, roleOf(book.database.appUrl)))
    const plain = (answers: unknown) => JSON.parse(JSON.stringify(answers).replaceAll(/"asOf":"[^"]*"/g, '"asOf":""'))
    expect(plain(await all())).toEqual(plain(before))
  })

  test('takes every step of the chain on what it had', async () => {
    await migrateAnew()
    const [a = '', b = '', c = ''] = cases
    const plate = { cases: [a, b, c], unit: 'o-cg', due: '2026-06-30', requirement: '限期整治' }
    const ok = async (result: Promise<{ status: string; problem?: unknown }>) =>
      expect(await result).toMatchObject({ status: 'accepted' })
    await ok(book.act('leader', 'hang', plate, book.id(), { kind: 'supervision' }))
    await ok(book.act('urban', 'receive', {}, a))
    await ok(book.act('urban', 'ask-extension', { due: '2026-04-20', reason: '配件' }, a))
    await ok(book.act('office', 'extend', {}, a))
    await ok(book.act('fire', 'help', { note: '已断电' }, b))
    await ok(book.act('fire', 'determine', { result: 'not', standard: 'GB35181-2025', basis: '不符合' }, b))
    await ok(book.act('urban', 'rectify', { note: '已办', photos: [], unhelped: '不再等' }, a))
    await ok(book.act('urban', 'undo', {}, a))
    await ok(book.act('office', 'edit', { title: '改', cases: [c] }, topics[1] ?? '', { kind: 'topic', seen: 1 }))
    const { rows } = await book.pool.query('select extension, supervised, due::text from hazard where id = $1', [a])
    expect(rows).toEqual([{ extension: null, supervised: 'DB2026-001', due: '2026-04-20' }])
    const { differences } = await book.owner((client) => rebuild(client, roleOf(book.database.appUrl)))
    expect(Object.keys(differences).filter((table) => table !== 'leg')).toEqual([])
  })
})
