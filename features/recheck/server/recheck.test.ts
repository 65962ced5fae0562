import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { isProblem } from '../../../domain/problem.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { openTestBook, type TestBook, type Who } from '../../../ledger/test-book.ts'
import { getViewer } from '../../../ledger/viewer.ts'
import { readRechecks } from './reads.ts'

let book: TestBook
const hash = (name: string) => createHash('sha256').update(name).digest('hex')
const [before, after, never] = [hash('before'), hash('after'), hash('never')]

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  for (const sha256 of [before, after]) {
    await book.pool.query(
      `insert into photo (book_id, sha256, type, bytes, width, height, arrived_at)
       values ('b1', $1, 'image/jpeg', 1, 1, 1, now())`,
      [sha256],
    )
    for (const who of ['grid', 'community', 'colleague'] as const)
      await book.pool.query("insert into photo_uploader (book_id, sha256, uploader) values ('b1', $1, $2)", [
        sha256,
        book.people[who],
      ])
  }
})
afterAll(async () => {
  const found = await book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await book.end()
})

async function rechecks(who: Who, query: object = {}) {
  const viewer = await getViewer(book.pool, book.people[who], 'b1', book.clock(), book.database.appUrl)
  if (isProblem(viewer)) throw new Error(viewer.code)
  const answer = await readRechecks(book.pool, viewer, query, book.clock())
  if (isProblem(answer)) throw new Error(answer.code)
  return answer
}

async function rectified(photos: { before: string[]; after: string[] }, report: object = {}): Promise<string> {
  const { stream } = await book.report('grid', { photos: photos.before, ...report })
  await book.act('community', 'verify', { unit: 'c01' }, stream)
  await book.act('community', 'rectify', { note: '已换新灭火器', photos: photos.after }, stream)
  return stream
}

test('whoever waits longest comes first, with both photos, who fixed it and what he wrote', async () => {
  const first = await rectified({ before: [before], after: [after] })
  const second = await rectified({ before: [], after: [after] })
  const third = await rectified({ before: [before], after: [never] })
  const { items, total, next } = await rechecks('colleague')
  expect(items.map(({ id }) => id)).toEqual([first, second, third])
  expect(items.map(({ aside }) => aside)).toEqual([null, 'no-photos', 'missing'])
  expect(items[0]).toMatchObject({ before: [before], after: [after], note: '已换新灭火器', fixedBy: '测试community' })
  expect(items[2]?.missing).toEqual([never])
  expect([total, next]).toEqual([3, null])
})

test('the fixer finds his own work set aside, and another community finds nothing', async () => {
  const own = await rechecks('community')
  expect(own.items.every(({ aside }) => aside === 'own-fix')).toBe(true)
  expect((await rechecks('community2')).total).toBe(0)
  expect((await rechecks('office', { community: 'c02' })).items).toEqual([])
})

test('pages follow each other without gap or double, and a closed case leaves them', async () => {
  const whole = (await rechecks('colleague')).items
  const ids: string[] = []
  for (let after: number | undefined; ; ) {
    const page = await rechecks('colleague', { limit: 1, after })
    ids.push(...page.items.map(({ id }) => id))
    if (page.next === null) break
    after = page.next
  }
  expect(ids).toEqual(whole.map(({ id }) => id))
  const [{ id = '', version = 0 } = {}] = whole
  const closed = await book.act('colleague', 'close', { note: '看过照片', photos: [] }, id, { seen: version })
  expect(closed.status).toBe('accepted')
  expect((await rechecks('colleague')).items.map((one) => one.id)).toEqual(ids.slice(1))
})
