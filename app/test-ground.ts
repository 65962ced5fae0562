import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inject } from 'vitest'
import type { Role } from '../domain/units/roles.ts'
import { enrol } from '../ledger/found.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { createAccount, hashPassword } from '../platform/server/auth.ts'
import { systemClock } from '../platform/server/clock.ts'
import { openPool, withOwner } from '../platform/server/db.ts'
import { startEmbedded } from '../platform/server/embedded-postgres.ts'
import { migrate, roleOf } from '../platform/server/migrate.ts'
import { nameOf } from '../platform/server/postgres-cluster.ts'
import { findCluster, stopCluster } from '../platform/server/processes.ts'
import { createTestDatabase } from '../platform/server/test-database.ts'
import { BOOK, openBook } from './first-book.ts'

export const PASSWORD = 'correct-horse-battery'

interface Urls {
  appUrl: string
  ownerUrl: string
}

/** What an app of its own process runs on: a data folder with its PostgreSQL, or a database of the given server. */
export interface TestGround {
  embedded: boolean
  env: Record<string, string>
  /** Ends PostgreSQL by force; only the embedded one. */
  killDatabase(signal?: NodeJS.Signals): void
  backends(): number[]
  postmasters(): number[]
  /** Lends the database while no app runs on it. */
  lend<T>(work: (urls: Urls) => Promise<T>): Promise<T>
  end(): Promise<void>
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended by itself.
    }
  }
}

/** `folder` is where the data folder is made. */
export async function openGround(folder = tmpdir()): Promise<TestGround> {
  const dataDir = mkdtempSync(path.join(folder, 'anlan-app-'))
  const cluster = () => findCluster(nameOf(path.join(dataDir, 'postgres')))
  const common = {
    killDatabase: (signal: NodeJS.Signals = 'SIGKILL') =>
      signalAll([...cluster().postmasters, ...cluster().backends], signal),
    backends: () => cluster().backends,
    postmasters: () => cluster().postmasters,
  }
  if (process.env.DATABASE_URL) {
    const provided = { appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') }
    const database = await createTestDatabase(provided)
    const { appUrl, ownerUrl } = database
    return {
      ...common,
      embedded: false,
      env: { DATA_DIR: dataDir, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl },
      lend: (work) => work({ appUrl, ownerUrl }),
      async end() {
        rmSync(dataDir, { recursive: true, force: true })
        await database.drop()
      },
    }
  }
  return {
    ...common,
    embedded: true,
    env: { DATA_DIR: dataDir },
    async lend(work) {
      const embedded = await startEmbedded(dataDir)
      return work(embedded).finally(() => embedded.stop())
    },
    async end() {
      await stopCluster(nameOf(path.join(dataDir, 'postgres')))
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    },
  }
}

/** Migrates, founds the book and gives one community officer and one grid worker an account. */
export async function foundGround({ appUrl, ownerUrl }: Urls): Promise<void> {
  await migrate(ownerUrl, roleOf(appUrl), path.resolve('migrations'))
  const pool = openPool(appUrl)
  const founder = await openBook(pool, ownerUrl, systemClock, '测试台账')
  const duties: [string, Role, string][] = [
    ['grid', 'grid', 'c01-g1'],
    ['community', 'community', 'c01'],
  ]
  const hashed = await hashPassword(PASSWORD)
  for (const [username, role, unit] of duties) {
    const [person = ''] = await enrol(founder, [
      { name: `测试${username}`, memberships: [{ role, unit }], key: username },
    ])
    await createAccount(pool, { username, book: BOOK, person, password: '', hashed })
  }
  await pool.end()
}

interface Line {
  seq: number
  command: string
  stream: string
  version: number
}

export interface Book {
  /** All that stands in the book, in order. */
  lines: Line[]
  seq: number
  people: number
  /** Tables by whose rows a rebuild differs from what the app kept. */
  differences: Record<string, number>
}

/** Reads the whole book as its owner and compares its projections with a rebuild. */
export async function readGround({ appUrl, ownerUrl }: Urls): Promise<Book> {
  return withOwner(ownerUrl, async (client) => {
    const sql = 'select seq::int, command_id as command, stream, version from ledger.entry order by seq'
    const { rows } = await client.query<Line>(sql)
    const head = await client.query('select seq::int from ledger.book where id = $1', [BOOK])
    const people = await client.query("select count(*)::int as n from view.stream where kind = 'person'")
    const { differences } = await rebuild(client, roleOf(appUrl), { swap: false })
    return { lines: rows, seq: head.rows[0]?.seq ?? 0, people: people.rows[0].n, differences }
  })
}
