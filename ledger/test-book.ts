import { randomBytes } from 'node:crypto'
import type { Client, Pool } from 'pg'
import { smallCatalogue, smallStaff, smallTree } from '../domain/hazard/given-tree.ts'
import { uuidv7 } from '../domain/ids.ts'
import { openPool, withOwner } from '../platform/server/db.ts'
import { createTestDatabase, type TestDatabase } from '../platform/server/test-database.ts'
import { type Ledger, openLedger, type Result } from './append.ts'
import { enrol, type Founder, foundBook } from './found.ts'

export const testUnits = smallTree
export const testCatalogue = smallCatalogue

const { grid2: _g, office2: _o, urban2: _u, gas: _p, checker2: _c, ...enrolled } = smallStaff
/** One or more people of every role; names say what they may do. */
export const testPeople = enrolled
export type Who = keyof typeof testPeople

export interface TestBook extends Founder {
  database: TestDatabase
  pool: Pool
  people: Record<Who, string>
  /** Sets what the server's clock says; it moves 1 s with every reading. */
  setClock(iso: string): void
  id(): string
  send(ledger: Ledger, who: Who, step: string, data: unknown, more?: object): Promise<Result>
  act(who: Who, step: string, data: unknown, stream: string, more?: object): Promise<Result>
  report(who: Who, data?: object): Promise<{ stream: string; result: Result }>
  owner<T>(work: (client: Client) => Promise<T>): Promise<T>
  end(): Promise<void>
}

export const testReport = {
  community: 'c01',
  item: '1.1',
  place: '3栋2单元',
  description: '灭火器压力不足',
  photos: [] as string[],
}

/** A book of a fresh database with a small tree, catalogue and people. */
export async function openTestBook(provided: {
  appUrl: string
  ownerUrl: string
  template: string
}): Promise<TestBook> {
  const database = await createTestDatabase(provided)
  const pool = openPool(database.appUrl, { max: 20 })
  let time = Date.parse('2026-03-02T01:00:00Z')
  const clock = () => {
    time += 1000
    return new Date(time)
  }
  const ledger = openLedger({ pool, clock, random: randomBytes, name: database.appUrl })
  const owner: TestBook['owner'] = (work) => withOwner(database.ownerUrl, work)
  await owner((client) => client.query("insert into ledger.book (id, name) values ('b1', '测试台账')"))
  const founder = { ledger, book: 'b1', clock, random: randomBytes }
  const calendar = { years: { 2026: { off: ['2026-04-06'], on: [] } } }
  await foundBook(founder, { units: testUnits, catalogue: testCatalogue, calendar })
  const names = Object.keys(testPeople) as Who[]
  const ids = await enrol(
    founder,
    names.map((name) => ({ name: `测试${name}`, memberships: [...testPeople[name]] })),
  )
  const people = Object.fromEntries(names.map((name, i) => [name, ids[i]])) as Record<Who, string>
  const id = () => uuidv7(time, randomBytes(10))
  const send: TestBook['send'] = async (to, who, step, data, more = {}) => {
    const command = {
      id: id(),
      stream: id(),
      kind: 'hazard',
      step,
      data,
      takenAt: new Date(time).toISOString(),
      ...more,
    }
    const [result] = await to.submit('b1', people[who], [command])
    return result as Result
  }
  const act: TestBook['act'] = (who, step, data, stream, more = {}) =>
    send(ledger, who, step, data, { stream, ...more })
  return {
    ...founder,
    database,
    pool,
    people,
    setClock: (iso) => {
      time = Date.parse(iso)
    },
    id,
    send,
    act,
    async report(who, data = {}) {
      const stream = id()
      return { stream, result: await act(who, 'report', { ...testReport, ...data }, stream) }
    },
    owner,
    async end() {
      await pool.end()
      await database.drop()
    },
  }
}
