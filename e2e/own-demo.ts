import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openClockJobs } from '../app/clock-jobs.ts'
import { composeApp, projectRoot, startDemo } from '../app/server.ts'
import { openLedger } from '../ledger/append.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { openPool, withOwner } from '../platform/server/db.ts'
import { startEmbedded } from '../platform/server/embedded-postgres.ts'
import { migrate, roleOf } from '../platform/server/migrate.ts'
import { DEMO_PASSWORD } from './browser.ts'

const DAY = 86_400_000

/** The demo campaign on a server of this process, whose clock can be put forward by days. */
export interface OwnDemo {
  url: string
  now(): Date
  /** Puts the clock forward to so many days after the start, and runs the jobs that it wakes. */
  goTo(days: number): Promise<void>
  /** Tables by whose rows a rebuild differs from what the app kept. */
  differences(): Promise<Record<string, number>>
  end(): Promise<void>
}

export async function openOwnDemo(): Promise<OwnDemo> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'anlan-chain-'))
  const { appUrl, ownerUrl, stop } = await startEmbedded(dataDir)
  await migrate(ownerUrl, roleOf(appUrl), path.join(projectRoot, 'migrations'))
  const pool = openPool(appUrl, { max: 20 })
  await startDemo(pool, ownerUrl, { dataDir, demoPassword: DEMO_PASSWORD }, () => undefined)
  let ahead = 0
  const clock = () => new Date(Date.now() + ahead)
  const webRoot = path.join(projectRoot, 'dist/web')
  const app = await composeApp({ pool, dataDir, secure: false, clock, webRoot })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const jobs = openClockJobs({ pool, ledger: openLedger({ pool, clock, random: randomBytes }), clock })
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    now: clock,
    async goTo(days) {
      ahead = days * DAY
      await jobs.run()
    },
    async differences() {
      return (await withOwner(ownerUrl, (owner) => rebuild(owner, roleOf(appUrl), { swap: false }))).differences
    },
    async end() {
      await jobs.stop()
      await app.close()
      await pool.end()
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
