import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectRoot } from '../app/server.ts'
import { withOwner } from '../platform/server/db.ts'
import { startEmbedded } from '../platform/server/embedded-postgres.ts'
import { migrate, roleOf } from '../platform/server/migrate.ts'
import { seed } from './seed.ts'

export interface BenchGround {
  dataDir: string
  appUrl: string
  ownerUrl: string
  /** Process of PostgreSQL, whose children are its backends. */
  postmaster(): number
  stop(): Promise<void>
  /** Removes the data, unless BENCH_DIR asked for them to be kept. */
  clear(): void
}

/** A cluster with a seeded book: a fresh one, or the one that BENCH_DIR kept from an earlier run. */
export async function openBenchGround(size: number, say: (line: string) => void): Promise<BenchGround> {
  const kept = process.env.BENCH_DIR
  const dataDir = kept ?? mkdtempSync(path.join(tmpdir(), 'anlan-bench-'))
  const { appUrl, ownerUrl, pid, stop } = await startEmbedded(dataDir)
  await migrate(ownerUrl, roleOf(appUrl), path.join(projectRoot, 'migrations'))
  const seeded = await withOwner(ownerUrl, (owner) => owner.query('select 1 from auth.account limit 1'))
  if (seeded.rows.length === 0) await seed({ appUrl, ownerUrl }, size, say)
  const clear = () => kept === undefined && rmSync(dataDir, { recursive: true, force: true })
  return { dataDir, appUrl, ownerUrl, postmaster: pid, stop, clear }
}
