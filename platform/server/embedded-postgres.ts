import { type ChildProcess, execFileSync, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { findBinaries, GroundError, repairLinks } from './postgres-binaries.ts'
import { commandOf, stopPostmaster, takeLock } from './processes.ts'

export interface Embedded {
  /** Login of the app: may add to the book, never change it. */
  appUrl: string
  /** Login that owns the tables: migrates and rebuilds. */
  ownerUrl: string
  /** Folder of the cluster, to assert that a test writes to its own. */
  cluster: string
  /** Process id of the postmaster at this moment. */
  pid(): number
  stop(): Promise<void>
}

interface Secrets {
  super: string
  owner: string
  app: string
}

interface Account {
  uid: number
  gid: number
}

const settings = [
  ['listen_addresses', ''],
  ['max_connections', '60'],
  ['shared_buffers', '128MB'],
  ['fsync', 'on'],
  ['synchronous_commit', 'on'],
  ['full_page_writes', 'on'],
  ['jit', 'off'],
  ['timezone', 'UTC'],
  ['log_timezone', 'UTC'],
  ['unix_socket_permissions', '0700'],
]

/** PostgreSQL refuses root, so as root it runs as an unprivileged account of the machine. */
function unprivileged(): Account | null {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new GroundError('以 root 运行需要系统里有 postgres 或 nobody 账户，请改用普通用户启动。')
}

/**
 * The command as the account would run it. With setpriv it keeps the one capability to pass through folders that are
 * closed to others (a project below /root), and nothing else of root.
 */
function as(account: Account | null, command: string, args: string[]): [string, string[], SpawnOptions] {
  if (!account) return [command, args, {}]
  if (spawnSync('setpriv', ['--version']).status !== 0) return [command, args, { uid: account.uid, gid: account.gid }]
  const ids = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
  const caps = [
    '--inh-caps=-all,+dac_read_search',
    '--ambient-caps=-all,+dac_read_search',
    '--bounding-set=-all,+dac_read_search',
  ]
  return ['setpriv', [...ids, ...caps, command, ...args], {}]
}

function readSecrets(file: string): Secrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  const fresh = () => randomBytes(24).toString('hex')
  const secrets = { super: fresh(), owner: fresh(), app: fresh() }
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
  return secrets
}

function initCluster(bin: string, cluster: string, account: Account | null, password: string): void {
  if (existsSync(path.join(cluster, 'PG_VERSION'))) return
  // A first start that was cut off leaves a folder without PG_VERSION: nothing was ever acknowledged from it.
  rmSync(cluster, { recursive: true, force: true })
  mkdirSync(cluster, { mode: 0o700 })
  const passwordFile = `${cluster}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) {
    chownSync(cluster, account.uid, account.gid)
    chownSync(passwordFile, account.uid, account.gid)
  }
  const args = ['-D', cluster, '-U', 'anlan_super', '--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums']
  const auth = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const [command, full, options] = as(account, path.join(bin, 'initdb'), [...args, ...auth])
  try {
    execFileSync(command, full, { ...options, stdio: 'pipe', cwd: '/' })
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? error)
    throw new GroundError(`内置 PostgreSQL 建库失败：${said.trim().split('\n').slice(-1)[0]}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** A postmaster that outlived its app is stopped, so that this start owns the cluster. */
async function stopOrphan(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (pid > 1 && commandOf(pid)?.includes(cluster)) await stopPostmaster(pid)
  rmSync(file, { force: true })
}

const urlOf = (socket: string, user: string, password: string, database: string): string =>
  `postgresql://${user}:${password}@/${database}?host=${encodeURIComponent(socket)}`

async function untilReady(url: string, child: ChildProcess, logFile: string): Promise<pg.Client> {
  for (let waited = 0; waited < 60_000; waited += 40) {
    if (child.exitCode !== null) break
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return client
    } catch {
      await client.end().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
  }
  const last = readFileSync(logFile, 'utf8').trim().split('\n').slice(-1)[0] ?? ''
  throw new GroundError(`内置 PostgreSQL 没有启动起来：${last}`)
}

async function prepare(client: pg.Client, secrets: Secrets): Promise<void> {
  const roles = await client.query("select rolname from pg_roles where rolname in ('anlan_owner', 'anlan_app')")
  const known = new Set(roles.rows.map((row) => row.rolname))
  if (!known.has('anlan_owner'))
    await client.query(`create role anlan_owner login createdb password '${secrets.owner}'`)
  if (!known.has('anlan_app')) await client.query(`create role anlan_app login password '${secrets.app}'`)
  const database = await client.query("select 1 from pg_database where datname = 'anlan'")
  if (database.rows.length === 0) await client.query('create database anlan owner anlan_owner')
}

function startWatcher(pid: number): ChildProcess {
  const file = new URL(import.meta.url).pathname.replace(/embedded-postgres\.(ts|js)$/, 'postgres-watcher.$1')
  const built = file.endsWith('.ts')
    ? file.replace(/platform\/server\/([^/]+)\.ts$/, 'dist/server/platform/server/$1.js')
    : file
  const watcher = spawn(process.execPath, [built, String(pid)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  watcher.unref()
  ;(watcher.stdin as unknown as { unref?: () => void })?.unref?.()
  watcher.stdin?.on('error', () => undefined)
  return watcher
}

/**
 * A real PostgreSQL for this data folder, reachable by unix socket only, stopped with the app however the app ends,
 * and started again if it dies alone. Throws GroundError with a Chinese sentence.
 */
export async function startEmbedded(dataDir: string): Promise<Embedded> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const home = path.resolve(dataDir)
  const unlock = takeLock(path.join(home, 'anlan.lock'))
  try {
    return await launch(home, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

async function launch(home: string, unlock: () => void): Promise<Embedded> {
  const native = findBinaries()
  repairLinks(native)
  const bin = path.join(native, 'bin')
  const account = unprivileged()
  const cluster = path.join(home, 'postgres')
  const secrets = readSecrets(path.join(home, 'postgres-logins.json'))
  await stopOrphan(cluster)
  initCluster(bin, cluster, account, secrets.super)
  const socket = mkdtempSync(path.join(tmpdir(), 'anlan-'))
  if (account) chownSync(socket, account.uid, account.gid)
  const logFile = path.join(home, 'postgres.log')
  const args = ['-D', cluster, '-k', socket, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const [command, full, options] = as(account, path.join(bin, 'postgres'), args)

  let stopping = false
  let watcher: ChildProcess
  const start = (): ChildProcess => {
    const out = openSync(logFile, 'a', 0o600)
    const child = spawn(command, full, { ...options, detached: true, cwd: '/', stdio: ['ignore', out, out] })
    closeSync(out)
    child.unref()
    watcher?.stdin?.end('done')
    watcher = startWatcher(child.pid ?? 0)
    child.on('exit', () => {
      if (stopping) return
      setTimeout(() => {
        if (!stopping) server = start()
      }, 300).unref()
    })
    return child
  }
  let server = start()
  const stop = async () => {
    stopping = true
    if (server.pid) await stopPostmaster(server.pid)
    watcher.stdin?.end('done')
    rmSync(socket, { recursive: true, force: true })
    unlock()
  }
  try {
    const client = await untilReady(urlOf(socket, 'anlan_super', secrets.super, 'postgres'), server, logFile)
    await prepare(client, secrets)
    await client.end()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    appUrl: urlOf(socket, 'anlan_app', secrets.app, 'anlan'),
    ownerUrl: urlOf(socket, 'anlan_owner', secrets.owner, 'anlan'),
    cluster,
    pid: () => server.pid ?? 0,
    stop,
  }
}
