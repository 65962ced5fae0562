import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type pg from 'pg'
import type { Runner } from './postgres-account.ts'
import { GroundError } from './postgres-binaries.ts'
import { works } from './processes.ts'

export interface Secrets {
  super: string
  owner: string
  app: string
}

/** Name under which the processes of a data folder's cluster are found. */
export const nameOf = (cluster: string): string =>
  `anlan-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`

/** What PostgreSQL and initdb see of our environment: nothing that could change how they work. */
export const cleanEnv = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LANG: 'C.UTF-8',
  ...more,
})

function flush(file: string): void {
  const handle = openSync(file, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** Passwords of the cluster's logins, made once; on disk for certain before the cluster that knows them. */
export function readSecrets(file: string): Secrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const fresh = () => randomBytes(24).toString('hex')
  const secrets = { super: fresh(), owner: fresh(), app: fresh() }
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 })
  flush(`${file}.new`)
  renameSync(`${file}.new`, file)
  return secrets
}

/** Half-made clusters of first starts that were cut off: nothing was ever acknowledged from them. */
function dropDrafts(cluster: string): void {
  const home = path.dirname(cluster)
  for (const name of readdirSync(home)) {
    if (!name.startsWith(`${path.basename(cluster)}.new-`)) continue
    // An initdb that outlived its start may still be writing there; then the next start removes the folder.
    rmSync(path.join(home, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

/**
 * Makes the cluster of a data folder if there is none. It is made beside its place and takes its name when initdb has
 * finished and flushed it, so that a folder of that name is always a whole one. `reachable` is a folder that the
 * account can read from.
 */
export function initCluster(runner: Runner, cluster: string, password: string, reachable: string): void {
  dropDrafts(cluster)
  if (existsSync(path.join(cluster, 'PG_VERSION'))) return
  if (existsSync(cluster)) takeEmpty(cluster)
  const draft = `${cluster}.new-${randomBytes(4).toString('hex')}`
  const passwordFile = path.join(reachable, 'password')
  mkdirSync(draft, { mode: 0o700 })
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 })
    if (runner.account)
      for (const file of [draft, passwordFile]) chownSync(file, runner.account.uid, runner.account.gid)
    const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'
    const [command, args, options] = runner.on('initdb', draft, [
      ...['-U', 'anlan_super', '--encoding=UTF8', `--locale=${locale}`, '--data-checksums'],
      ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ])
    execFileSync(command, args, { ...(options as object), stdio: 'pipe', env: cleanEnv() })
    renameSync(draft, cluster)
    flush(path.dirname(cluster))
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    const said = String((error as { stderr?: Buffer }).stderr ?? error)
    throw new GroundError(`内置 PostgreSQL 建库失败：${said.trim().split('\n').slice(-1)[0]}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function takeEmpty(cluster: string): void {
  try {
    rmdirSync(cluster)
  } catch {
    throw new GroundError(`${cluster} 里的数据不完整，程序不会动它：请恢复备份，或把它移走后再启动。`)
  }
}

/** Lines of the file that a postmaster leaves while it runs: its pid, …, the folder of its socket in the fifth. */
const postmasterFile = (cluster: string): string[] => {
  try {
    return readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Removes the socket folder that the last run of a killed app left behind. */
export function dropOldSocket(cluster: string): void {
  const folder = postmasterFile(cluster)[4]
  if (folder && path.basename(folder).startsWith('anlan-')) rmSync(folder, { recursive: true, force: true })
}

/**
 * By default glibc gives a backend's memory back after each statement and asks for it again at the next: two hundred page
 * faults, half the time of a page of the list. Other C libraries do not know these names.
 */
const MB = 1024 * 1024
const keepMemory = {
  MALLOC_TRIM_THRESHOLD_: String(16 * MB),
  MALLOC_MMAP_THRESHOLD_: String(4 * MB),
  MALLOC_TOP_PAD_: String(MB),
}

/**
 * PostgreSQL refuses to start while the pid in its file exists, though that may be a dead process which nobody has
 * collected (containers without an init) or another program with the same number. Told that the number is its
 * grandparent's it looks further: at the shared memory, which no backend may still hold.
 */
export function envFor(cluster: string): NodeJS.ProcessEnv {
  const pid = Number(postmasterFile(cluster)[0])
  return cleanEnv({ ...keepMemory, ...(pid > 1 && !works(pid, cluster) ? { PG_GRANDPARENT_PID: String(pid) } : {}) })
}

/** The two logins and the database, each made if it is missing. `client` is the superuser's. */
export async function prepareLogins(client: pg.Client, secrets: Secrets): Promise<void> {
  const roles = await client.query("select rolname from pg_roles where rolname in ('anlan_owner', 'anlan_app')")
  const known = new Set(roles.rows.map((row) => row.rolname))
  if (!known.has('anlan_owner'))
    await client.query(`create role anlan_owner login createdb password '${secrets.owner}'`)
  if (!known.has('anlan_app')) await client.query(`create role anlan_app login password '${secrets.app}'`)
  const database = await client.query("select 1 from pg_database where datname = 'anlan'")
  if (database.rows.length === 0) await client.query('create database anlan owner anlan_owner')
}
