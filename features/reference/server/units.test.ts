import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openTestBook, type TestBook } from '../../../ledger/test-book.ts'
import { changeUnit } from '../../../ledger/test-units.ts'
import { getViewer } from '../../../ledger/viewer.ts'
import { buildHttp } from '../../../platform/server/http.ts'
import { registerReference } from './routes.ts'

type Shown = {
  code: string
  name: string
  kind: string
  parent: string | null
  off?: string
  pinyin: string
  initials: string
}

let book: TestBook
let app: Awaited<ReturnType<typeof buildHttp>>
const units = async (asOf = ''): Promise<Map<string, Shown>> => {
  const answer = await app.inject({ url: `/api/units${asOf && `?asOf=${encodeURIComponent(asOf)}`}` })
  expect(answer.statusCode, answer.body).toBe(200)
  return new Map(answer.json().units.map((unit: Shown) => [unit.code, unit]))
}

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  app = await buildHttp({ version: randomBytes(2).toString('hex') })
  const viewerOf = () => getViewer(book.pool, book.people.office, 'b1', book.clock(), book.database.appUrl)
  registerReference(app, { viewerOf, clock: book.clock })
  await app.ready()
})

afterAll(async () => {
  await app.close()
  await book.end()
})

describe('the tree of units', () => {
  test('says code, name, kind and parent, and how the name is typed', async () => {
    const { pinyin, initials, ...shown } = (await units()).get('c01') as Shown
    expect(shown).toMatchObject({ code: 'c01', name: '示范一社区', kind: 'community', parent: 'jd' })
    expect([pinyin, initials]).toEqual(['shifanyishequ', 'sfysq'])
  })

  test('as of a day or an instant is that of then: names, parents and what was in force', async () => {
    const into = [
      { code: 'c03', name: '东社区', takes: ['c01-s1'] },
      { code: 'c04', name: '西社区', takes: [] },
    ]
    await changeUnit(book, 'c02', 'rename', { name: '示范新社区', from: '2026-03-05' })
    expect((await changeUnit(book, 'c01', 'split', { into, from: '2026-03-06' })).status).toBe('accepted')
    const told = async (asOf?: string) => {
      const tree = await units(asOf)
      return [tree.get('c02')?.name, tree.get('c01')?.off, tree.get('c03')?.off, tree.get('c01-s1')?.parent]
    }
    const early = ['示范二社区', undefined, 'later', 'c01']
    expect(await told()).toEqual(early)
    expect(await told('2026-03-04')).toEqual(early)
    expect(await told('2026-03-05T00:00:00+08:00')).toEqual(early)
    expect(await told('2026-03-05')).toEqual(['示范新社区', undefined, 'later', 'c01'])
    expect(await told('2026-03-06')).toEqual(['示范新社区', 'ended', undefined, 'c03'])
    book.setClock('2026-03-07T01:00:00Z')
    expect(await told()).toEqual(['示范新社区', 'ended', undefined, 'c03'])
    expect(await told('2026-03-04')).toEqual(early)
  })

  test('no code is ever lost, and nonsense is refused', async () => {
    expect([...(await units()).keys()].sort()).toEqual([...(await units('2026-03-01')).keys()].sort())
    expect((await app.inject({ url: '/api/units?asOf=gestern' })).statusCode).toBe(400)
  })
})
