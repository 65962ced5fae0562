import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { HazardFilters } from '../domain/account/account.ts'
import { isProblem } from '../domain/problem.ts'
import { readAccount } from '../features/account/server/reads.ts'
import { readList } from '../features/cases/server/reads.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { openTestBook, type TestBook } from '../ledger/test-book.ts'
import { getViewer, type Viewer } from '../ledger/viewer.ts'
import { projectRoot } from './server.ts'

let book: TestBook
let office: Viewer
let asOf = ''

const rebuilt = () => book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))

async function figures(filters: HazardFilters) {
  const account = await readAccount(book.pool, office, filters, book.clock())
  const list = await readList(book.pool, office, filters, book.clock())
  if (isProblem(account) || isProblem(list)) throw new Error('refused')
  expect(list.items).toHaveLength(account.found)
  return { found: account.found, reasons: list.items.map(({ obstacle }) => obstacle) }
}

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  const viewer = await getViewer(book.pool, book.people.office, 'b1', book.clock(), book.database.appUrl)
  if (isProblem(viewer)) throw new Error(viewer.code)
  office = viewer
  const callUp = { reason: '社区办不了', tried: '多次劝导' }
  for (const obstacle of ['funds', 'funds', 'power', undefined]) {
    const { stream } = await book.report('grid')
    await book.act('community', 'call-up', { ...callUp, ...(obstacle ? { obstacle } : {}) }, stream)
    if (obstacle !== 'funds' || asOf) continue
    asOf = book.clock().toISOString()
    await book.act('office', 'send-back', { reason: '请先劝导', lack: 'tried', due: '2026-04-01' }, stream)
  }
})
afterAll(() => book.end())

test('lists and the account are narrowed by why a case was called up, now and as of any instant', async () => {
  expect(await figures({ obstacle: 'funds' })).toEqual({ found: 1, reasons: ['funds'] })
  expect(await figures({ obstacle: 'funds,power', status: 'called' })).toMatchObject({ found: 2 })
  // Sent back since, it was called up for want of money then.
  expect(await figures({ obstacle: 'funds', asOf })).toEqual({ found: 1, reasons: ['funds'] })
  expect(await figures({ obstacle: 'power', asOf })).toMatchObject({ found: 0 })
})

test('rows of before the column have it by the migration as a rebuild has it', async () => {
  expect((await rebuilt()).differences).toEqual({})
  const sql = readFileSync(path.join(projectRoot, 'migrations/20261207-04-obstacles-listed.sql'), 'utf8')
  await book.owner(async (client) => {
    for (const column of ['obstacle', 'topic', 'owing'])
      for (const table of ['hazard', 'standing']) await client.query(`alter table view.${table} drop column ${column}`)
    await client.query(sql)
  })
  expect((await rebuilt()).differences).toEqual({})
})
