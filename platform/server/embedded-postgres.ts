import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { takeLock } from './data-lock.ts'
import { log } from './log.ts'
import { type Account, canEnter, type Runner, runnerFor } from './postgres-account.ts'
import { findBinaries, GroundError } from './postgres-binaries.ts'
import { cleanEnv, dropOldSocket, envFor, initCluster, nameOf, prepareLogins, readSecrets } from './postgres-cluster.ts'
import { stopCluster } from './processes.ts'

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

const settings = [
  ['listen_addresses', ''],
  ['port', '5432'],
  ['max_connections', '60'],
  ['shared_buffers', '256MB'],
  ['effective_cache_size', '1GB'],
  ['work_mem', '16MB'],
  ['maintenance_work_mem', '128MB'],
  ['max_wal_size', '2GB'],
  // Pages of a flash disk, or of memory, are found nearly as quickly one by one as in a row.
  ['random_page_cost', '1.5'],
  ['fsync', 'on'],
  ['synchronous_commit', 'on'],
  ['full_page_writes', 'on'],
  ['jit', 'off'],
  // A long statement of an app that has died ends soon after it.
  ['client_connection_check_interval', '2s'],
  ['timezone', 'UTC'],
  ['log_timezone', 'UTC'],
  ['unix_socket_permissions', '0700'],
  // Words of the book do not belong into a log.
  ['log_error_verbosity', 'terse'],
  ['log_min_error_statement', 'panic'],
]

/** A log larger than this begins a new file at the next start; the one before it is kept. Bytes. */
const LOG_LIMIT = 16 * 1024 * 1024
/** Longest path of a socket that every system takes. Bytes. */
const SOCKET_LIMIT = 103
/** How often a postmaster may end before it was ever ready. */
const TRIES = 6

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A short folder for the socket that only PostgreSQL's account may enter. */
function socketFolder(account: Account | null): string {
  for (const parent of new Set([tmpdir(), '/tmp', '/var/tmp', '/dev/shm'])) {
    try {
      if (Buffer.byteLength(path.join(parent, 'anlan-XXXXXX/.s.PGSQL.5432')) > SOCKET_LIMIT) continue
      const folder = mkdtempSync(path.join(parent, 'anlan-'))
      if (account) chownSync(folder, account.uid, account.gid)
      if (canEnter(account, folder)) return folder
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Not this one: it is missing, full or closed to us.
    }
  }
  throw new GroundError('临时目录不可用（/tmp），PostgreSQL 启动不了，请检查它的空间和权限。')
}

const urlOf = (socket: string, user: string, password: string, database: string): string =>
  `postgresql://${user}:${password}@/${database}?host=${encodeURIComponent(socket)}&port=5432&sslmode=disable`

function startWatcher(name: string, socket: string): ChildProcess {
  const file = new URL(import.meta.url).pathname.replace(/embedded-postgres\.(ts|js)$/, 'postgres-watcher.$1')
  const built = file.endsWith('.ts')
    ? file.replace(/platform\/server\/([^/]+)\.ts$/, 'dist/server/platform/server/$1.js')
    : file
  const options = { detached: true, cwd: '/', env: cleanEnv() }
  const watcher = spawn(process.execPath, [decodeURI(built), name, socket], {
    ...options,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.unref()
  ;(watcher.stdin as unknown as { unref?: () => void })?.unref?.()
  watcher.stdin?.on('error', () => undefined)
  return watcher
}

interface Ground {
  runner: Runner
  cluster: string
  /** This launch's own name for its processes; another launch never takes them for its own. */
  name: string
  socket: string
  logFile: string
}

/** Runs the postmaster and starts it again if it ends by itself, after the last of its backends has gone. */
function keepRunning({ runner, cluster, name, socket, logFile }: Ground) {
  let stopping = false
  let server: ChildProcess
  let delay = 100
  let ended = 0
  const start = (): ChildProcess => {
    const began = performance.now()
    const args = [...settings, ['cluster_name', name], ['unix_socket_directories', socket]]
    const flat = args.flatMap(([key, value]) => ['-c', `${key}=${value}`])
    const [command, full, options] = runner.on('postgres', cluster, flat)
    const out = openSync(logFile, 'a', 0o600)
    const stdio = ['ignore' as const, out, out]
    const child = spawn(command, full, { ...options, env: envFor(cluster), detached: true, stdio })
    closeSync(out)
    child.unref()
    child.on('error', (error) => {
      ended += TRIES
      log('error', 'PostgreSQL cannot be started', { reason: error.message })
    })
    child.on('exit', (code, signal) => {
      if (stopping) return
      ended++
      delay = performance.now() - began > 10_000 ? 100 : Math.min(delay * 2, 5000)
      void revive(code, signal)
    })
    server = child
    return child
  }
  const revive = async (code: number | null, signal: string | null) => {
    log('warn', 'PostgreSQL ended by itself and is started again', { code, signal })
    await pause(delay)
    await stopCluster(name, 0).catch((error: Error) => log('error', error.message))
    if (!stopping) start()
  }
  start()
  return {
    pid: () => server.pid ?? 0,
    ended: () => ended,
    async stop() {
      stopping = true
      await stopCluster(name)
    },
  }
}

const isStarting = (code: string | undefined): boolean =>
  code === '57P03' || code === 'ECONNREFUSED' || code === 'ENOENT'

/** Waits until the superuser can log in; recovery after a crash may take its time, a dead postmaster may not. */
async function untilReady(url: string, logFile: string, ended: () => number): Promise<pg.Client> {
  const patience = 60_000
  let until = performance.now() + patience
  while (performance.now() < until && ended() < TRIES) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      const { code } = error as { code?: string }
      if (code === '28P01' || code === '28000')
        throw new GroundError('postgres-logins.json 与 postgres 目录里的数据对不上，请恢复原来的文件。')
      if (code === '57P03') until = performance.now() + patience
      await pause(isStarting(code) ? 40 : 200)
    }
  }
  const last = readFileSync(logFile, 'utf8').trim().split('\n').slice(-1)[0] ?? ''
  throw new GroundError(`内置 PostgreSQL 没有启动起来：${last}`)
}

function turnLog(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_LIMIT) renameSync(file, `${file}.1`)
}

/**
 * A real PostgreSQL for this data folder, reachable by unix socket only, stopped with the app however the app ends,
 * and started again if it dies alone. Throws GroundError with a Chinese sentence.
 * @param native folder with PostgreSQL's binaries, the platform's package unless given
 */
export async function startEmbedded(dataDir: string, native = findBinaries()): Promise<Embedded> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const home = realpathSync(dataDir)
  const unlock = takeLock(path.join(home, 'anlan.lock'))
  try {
    return await launch(home, native, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

async function launch(home: string, native: string, unlock: () => void): Promise<Embedded> {
  const cluster = path.join(home, 'postgres')
  const logFile = path.join(home, 'postgres.log')
  const secrets = readSecrets(path.join(home, 'postgres-logins.json'))
  await stopCluster(nameOf(cluster))
  dropOldSocket(cluster)
  turnLog(logFile)
  const runner = runnerFor(native)
  const socket = socketFolder(runner.account)
  const name = `${nameOf(cluster)}-${randomBytes(4).toString('hex')}`
  // Before the postmaster: from its first moment somebody sees to it that it does not outlive the app.
  const watcher = startWatcher(name, socket)
  let server: ReturnType<typeof keepRunning> | undefined
  const stop = async () => {
    await server?.stop()
    watcher.stdin?.end('done')
    rmSync(socket, { recursive: true, force: true })
    unlock()
  }
  try {
    initCluster(runner, cluster, secrets.super, socket)
    server = keepRunning({ runner, cluster, name, socket, logFile })
    const client = await untilReady(urlOf(socket, 'anlan_super', secrets.super, 'postgres'), logFile, server.ended)
    await prepareLogins(client, secrets).finally(() => client.end())
  } catch (error) {
    await stop()
    throw error
  }
  return {
    appUrl: urlOf(socket, 'anlan_app', secrets.app, 'anlan'),
    ownerUrl: urlOf(socket, 'anlan_owner', secrets.owner, 'anlan'),
    cluster,
    pid: server.pid,
    stop,
  }
}
