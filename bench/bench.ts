import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Pool } from 'pg'
import { seeded } from '../app/demo/random.ts'
import { projectRoot } from '../app/server.ts'
import { uuidv7 } from '../domain/ids.ts'
import { getViewer, type Viewer } from '../ledger/viewer.ts'
import { openSession } from '../platform/server/auth.ts'
import { openPool, withOwner } from '../platform/server/db.ts'
import { type Ask, Client, getOf, postOf } from './client.ts'
import { type BenchGround, openBenchGround } from './ground.ts'
import { communities, lifeOf } from './lives.ts'
import { type Served, startServer } from './processes.ts'
import type { Work } from './rounds.ts'
import { BOOK } from './seed.ts'

export const CLIENTS = 16
const bareBooks = Array.from({ length: CLIENTS }, (_, i) => `bare-${i}`)

interface Person {
  id: string
  headers: Record<string, string>
  viewer: Viewer
}

export interface Bench {
  ground: BenchGround
  pool: Pool
  app: Served
  bare: Served
  /** By `duty@unit`. */
  person(key: string): Person
  /** A report at a place of this community, as its grid worker would send it. */
  report(community: string): unknown
  ask(key: string, path: string): Promise<string>
  work(name: string, server: 'app' | 'bare', asks: readonly Ask[]): Work
  stopServers(): Promise<void>
}

async function signIn(pool: Pool, key: string): Promise<[string, Person]> {
  const { rows } = await pool.query('select person from account where username = $1', [key])
  const id: string = rows[0].person
  const { secret } = await openSession(pool, { username: key, person: id, book: BOOK }, 'token', new Date())
  const viewer = (await getViewer(pool, id, BOOK, new Date())) as Viewer
  return [key, { id, headers: { authorization: `Bearer ${secret}` }, viewer }]
}

/** Removes what the bare server wrote: its books are no part of the product's, and no fold of theirs holds. */
export async function readyBareBooks(ownerUrl: string): Promise<void> {
  await withOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query("select tablename from pg_tables where schemaname = 'view'")
    const tables = [
      ...rows.map(({ tablename }) => `view.${tablename}`),
      'ledger.command',
      'ledger.entry_text',
      'ledger.entry',
    ]
    for (const table of tables) await owner.query(`delete from ${table} where book_id = any($1)`, [bareBooks])
    for (const book of bareBooks)
      await owner.query("insert into ledger.book (id, name) values ($1, '陪测') on conflict do nothing", [book])
  })
}

/** Reports to send, drawn beforehand: drawing one takes longer than sending it. */
function reporter(random: () => number): Bench['report'] {
  const drawn = new Map<string, Record<string, unknown>[]>(communities.map((code) => [code, []]))
  for (let i = 0; i < 8000; i++) {
    const data = lifeOf(random, 300)[0]?.data('') ?? {}
    drawn.get(String(data.community))?.push(data)
  }
  let next = 0
  return (community) => {
    const list = drawn.get(community) ?? []
    const data = list[next++ % list.length]
    const now = Date.now()
    const ids = { id: uuidv7(now, randomBytes(10)), stream: uuidv7(now, randomBytes(10)) }
    return { commands: [{ ...ids, kind: 'hazard', step: 'report', data, takenAt: new Date(now).toISOString() }] }
  }
}

/** A seeded cluster, the product and the bare server as processes of their own, people who are signed in. */
export async function openBench(size: number, say: (line: string) => void): Promise<Bench> {
  const ground = await openBenchGround(size, say)
  await readyBareBooks(ground.ownerUrl)
  const pool = openPool(ground.appUrl, { max: 4, statementTimeout: 600_000 })
  const keys = ['office@zb', ...communities.flatMap((code) => [`grid@${code}`, `community@${code}`])]
  const people = new Map<string, Person>()
  for (const key of keys) people.set(...(await signIn(pool, key)))
  const person = (key: string) => people.get(key) as Person
  const viewers = communities.slice(0, CLIENTS).map((code) => person(`community@${code}`).id)
  const databases = { DATABASE_URL: ground.appUrl, DATABASE_OWNER_URL: ground.ownerUrl }
  const server = path.join(projectRoot, 'dist/server')
  const own = { PORT: '0', DATA_DIR: ground.dataDir }
  const app = await startServer(path.join(server, 'app/server.js'), { ...databases, ...own }, '/api/health')
  const forBare = { BENCH_BOOK: BOOK, BARE_BOOKS: bareBooks.join(','), BENCH_PEOPLE: viewers.join(',') }
  const bare = await startServer(path.join(server, 'bench/bare.js'), { ...databases, ...forBare }, '/0')
  const ask = async (key: string, where: string) => {
    const client = new Client(app.port)
    return client.ask(getOf(where, person(key).headers)).finally(() => client.close())
  }
  const work: Bench['work'] = (name, which, asks) => {
    const { port, pid } = which === 'app' ? app : bare
    return { name, port, app: pid, database: ground.postmaster(), asks }
  }
  let stopped = false
  const stopServers = async () => {
    if (stopped) return
    stopped = true
    await Promise.all([app.stop(), bare.stop(), pool.end()])
  }
  return { ground, pool, app, bare, person, report: reporter(seeded(7)), ask, work, stopServers }
}

/** What sixteen grid workers report, each in his own community. */
export const creates = (bench: Bench): Ask[] =>
  communities.slice(0, CLIENTS).map((code) => {
    const { headers } = bench.person(`grid@${code}`)
    return () => postOf('/api/commands', headers, bench.report(code))
  })

/** What sixteen officers see on opening their list. */
export const lists = (bench: Bench, of: 'app' | 'bare'): Ask[] =>
  communities.slice(0, CLIENTS).map((code, i) => {
    const ask = of === 'app' ? getOf('/api/hazards', bench.person(`community@${code}`).headers) : getOf(`/${i}`, {})
    return () => ask
  })
