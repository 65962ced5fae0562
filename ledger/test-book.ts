import { randomBytes } from 'node:crypto'
import pg, { type Pool } from 'pg'
import type { Catalogue } from '../domain/catalogue/catalogue.ts'
import { uuidv7 } from '../domain/ids.ts'
import type { Role } from '../domain/units/roles.ts'
import type { Unit } from '../domain/units/units.ts'
import { openPool } from '../platform/server/db.ts'
import { createTestDatabase, type TestDatabase } from '../platform/server/test-database.ts'
import { type Ledger, openLedger, type Result } from './append.ts'
import { enrol, type Founder, foundBook } from './found.ts'

export const testUnits: Unit[] = [
  { code: 'xq', name: '示范新区', kind: 'area', parent: null },
  { code: 'jd', name: '示范街道', kind: 'street', parent: 'xq' },
  { code: 'zb', name: '街道专班', kind: 'office', parent: 'jd' },
  { code: 'o-cg', name: '城管办', kind: 'office', parent: 'jd' },
  { code: 'v-xf', name: '消防救援大队', kind: 'organ', parent: 'jd' },
  { code: 'c01', name: '示范一社区', kind: 'community', parent: 'jd' },
  { code: 'c01-g1', name: '第一网格', kind: 'grid', parent: 'c01' },
  { code: 'c01-s1', name: '示范花园', kind: 'compound', parent: 'c01' },
  { code: 'c02', name: '示范二社区', kind: 'community', parent: 'jd' },
  { code: 'c02-s1', name: '示范小区', kind: 'compound', parent: 'c02' },
]

const item = { synonyms: [], look: '看一看', proof: 'photo', days: 5, confirmed: true, city: null } as const
export const testCatalogue: Catalogue = {
  version: 't1',
  name: '测试清单',
  from: '2019-01-01',
  categories: [
    {
      code: '1',
      name: '消防',
      items: [
        { ...item, synonyms: [], code: '1.1', name: '消防设施', severity: 'ordinary' },
        { ...item, synonyms: [], code: '1.3', name: '通道堵塞', severity: 'major' },
      ],
    },
    { code: '2', name: '设施', items: [{ ...item, synonyms: [], code: '2.1', name: '电气', severity: 'larger' }] },
  ],
}

/** One or more people of every role; names say what they may do. */
export const testPeople = {
  grid: [{ role: 'grid', unit: 'c01-g1' }],
  volunteer: [{ role: 'volunteer', unit: 'c01' }],
  property: [{ role: 'property', unit: 'c01-s1' }],
  branch: [{ role: 'branch', unit: 'c01-s1' }],
  community: [{ role: 'community', unit: 'c01' }],
  colleague: [{ role: 'community', unit: 'c01' }],
  community2: [{ role: 'community', unit: 'c02' }],
  office: [{ role: 'office', unit: 'zb' }],
  fire: [{ role: 'handler', unit: 'v-xf' }],
  urban: [{ role: 'handler', unit: 'o-cg' }],
  checker: [{ role: 'checker', unit: 'jd' }],
  leader: [{ role: 'leader', unit: 'jd' }],
  superior: [{ role: 'superior', unit: 'xq' }],
  auditor: [{ role: 'auditor', unit: 'jd' }],
  admin: [{ role: 'admin', unit: 'jd' }],
} satisfies Record<string, { role: Role; unit: string }[]>
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
  owner<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
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
  const owner: TestBook['owner'] = async (work) => {
    const client = new pg.Client({ connectionString: database.ownerUrl })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
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
