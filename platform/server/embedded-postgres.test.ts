import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startEmbedded } from './embedded-postgres.ts'
import { findBinaries } from './postgres-binaries.ts'
import { nameOf } from './postgres-cluster.ts'
import { findCluster, stopCluster } from './processes.ts'

let folder: string
let dataDir: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'anlan-ground-'))
  dataDir = path.join(folder, 'data')
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await stopCluster(nameOf(path.join(dataDir, 'postgres')))
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
})

const built = path.resolve('dist/server/platform/server/embedded-postgres.js')
const program = `
const [, dataDir, native] = process.argv
const { startEmbedded } = await import(${JSON.stringify(built)})
try {
  const embedded = await startEmbedded(dataDir, native)
  console.log(JSON.stringify({ pid: embedded.pid(), appUrl: embedded.appUrl }))
  setInterval(() => undefined, 1e6)
  process.on('SIGTERM', () => embedded.stop().then(() => process.exit(0)))
} catch (error) {
  console.log(JSON.stringify({ refused: error.message }))
  process.exit(1)
}`

interface Answer {
  pid?: number
  appUrl?: string
  refused?: string
  took: number
}

/** Starts PostgreSQL from a process of its own, which a test may kill. */
function spawnHolder(native = findBinaries(), wrapper: readonly string[] = []): ChildProcess {
  const [command = '', ...args] = [
    ...[...wrapper, process.execPath, '--input-type=module', '-e', program, dataDir, native],
  ]
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

async function hold(...how: Parameters<typeof spawnHolder>): Promise<Answer & { child: ChildProcess }> {
  const began = performance.now()
  const child = spawnHolder(...how)
  const said = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (text) => resolve(String(text)))
    child.once('exit', () => resolve('{"refused":"it ended without a word"}'))
  })
  return { ...JSON.parse(said), took: Math.round(performance.now() - began), child }
}

const gone = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve))

async function kill(child: ChildProcess): Promise<void> {
  const ended = gone(child)
  child.kill('SIGKILL')
  await ended
}

/** The process that would stop PostgreSQL when the app is killed. */
function killWatcher(): void {
  const list = execFileSync('ps', ['-axo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  const mine = list.filter((line) => /postgres-watcher/.test(line) && line.includes(nameOf(clusterOf())))
  for (const line of mine) process.kill(Number.parseInt(line, 10), 'SIGKILL')
}

const clusterOf = () => path.join(dataDir, 'postgres')
const alive = () => findCluster(nameOf(clusterOf()))

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function asks(url: string | undefined): Promise<number> {
  const client = await connect(url ?? '')
  const { rows } = await client.query('select 1 as one')
  await client.end()
  return rows[0].one
}

const print = (what: string, ms: number) => process.stdout.write(`      ${what}: ${(ms / 1000).toFixed(2)} s\n`)
const isRoot = process.getuid?.() === 0
const isEmbedded = !process.env.DATABASE_URL

describe.skipIf(!isEmbedded)('PostgreSQL beside the app (not where DATABASE_URL names another)', () => {
  test('is stopped when the app is killed, and a new start is ready at once', async () => {
    const first = await hold()
    expect(await asks(first.appUrl)).toBe(1)
    await kill(first.child)
    const second = await hold()
    print('ready after kill -9 of the app', second.took)
    expect(await asks(second.appUrl)).toBe(1)
    expect(second.pid).not.toBe(first.pid)
    expect(alive().postmasters).toEqual([second.pid])
  })

  test('left behind without its watcher is stopped by the next start', async () => {
    const first = await hold()
    killWatcher()
    await kill(first.child)
    expect(alive().postmasters).toEqual([first.pid])
    const second = await hold()
    print('ready after taking an orphan over', second.took)
    expect(await asks(second.appUrl)).toBe(1)
    expect(alive().postmasters).toEqual([second.pid])
  })

  test('does not start while a backend of the killed postmaster lives: it is ended first', async () => {
    const first = await hold()
    const client = await connect(first.appUrl ?? '')
    const backend = (await client.query('select pg_backend_pid() as pid')).rows[0].pid as number
    killWatcher()
    // Halted, it cannot notice that its postmaster is gone.
    process.kill(backend, 'SIGSTOP')
    await kill(first.child)
    process.kill(first.pid ?? 0, 'SIGKILL')
    expect(alive().backends).toContain(backend)
    const second = await hold()
    print('ready after ending a backend that was left', second.took)
    expect(await asks(second.appUrl)).toBe(1)
    expect(alive().backends).not.toContain(backend)
    await client.end().catch(() => undefined)
  })

  test('starts although another program has got the pid of the one that was killed', async () => {
    const first = await hold()
    killWatcher()
    await kill(first.child)
    for (const pid of [first.pid ?? 0, ...alive().backends]) process.kill(pid, 'SIGKILL')
    const sleeper = spawn('sleep', ['600'], { stdio: 'ignore' })
    children.push(sleeper)
    const file = path.join(clusterOf(), 'postmaster.pid')
    const [, ...lines] = readFileSync(file, 'utf8').split('\n')
    writeFileSync(file, [sleeper.pid, ...lines].join('\n'))
    expect(await asks((await hold()).appUrl)).toBe(1)
    expect(sleeper.exitCode).toBeNull()
  })

  test('is refused to a second start on the same folder, and the first one keeps it', async () => {
    const first = await hold()
    const second = await hold()
    expect(second.refused).toBe('这个数据目录正由另一个安澜程序使用，请先停掉它，或用 DATA_DIR 换一个目录。')
    expect(await asks(first.appUrl)).toBe(1)
    expect(alive().postmasters).toEqual([first.pid])
  })

  test('goes to one of several starts at once after a kill', async () => {
    await kill((await hold()).child)
    const all = await Promise.all([hold(), hold(), hold()])
    expect(all.filter((one) => one.pid !== undefined)).toHaveLength(1)
    expect(all.filter((one) => one.refused?.startsWith('这个数据目录正由'))).toHaveLength(2)
  })

  test('comes back by itself under the same address when it dies alone', async () => {
    const embedded = await startEmbedded(dataDir)
    const before = embedded.pid()
    const began = performance.now()
    process.kill(before, 'SIGKILL')
    while (embedded.pid() === before) await new Promise((resolve) => setTimeout(resolve, 10))
    while ((await asks(embedded.appUrl).catch(() => 0)) !== 1) await new Promise((resolve) => setTimeout(resolve, 10))
    print('ready again after kill -9 of the postmaster', performance.now() - began)
    await embedded.stop()
    expect(alive()).toEqual({ postmasters: [], backends: [] })
    expect(existsSync(path.join(dataDir, 'anlan.lock'))).toBe(false)
  })

  test('whose making was cut off is made anew, and nothing half-made stays', async () => {
    const child = spawnHolder()
    const isHalf = (name: string) => name.startsWith('postgres.new-')
    const half = () => (existsSync(dataDir) ? readdirSync(dataDir).filter(isHalf) : [])
    while (half().length === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    await kill(child)
    expect(existsSync(clusterOf())).toBe(false)
    mkdirSync(path.join(dataDir, 'postgres.new-00000000/base'), { recursive: true })
    expect(await asks((await hold()).appUrl)).toBe(1)
    expect(half()).toEqual([])
  })

  test('whose folder lacks its heart is left alone, with a sentence', async () => {
    mkdirSync(path.join(clusterOf(), 'base'), { recursive: true })
    const { refused } = await hold()
    expect(refused).toMatch(/里的数据不完整，程序不会动它/)
    expect(existsSync(path.join(clusterOf(), 'base'))).toBe(true)
  })
})

/** The package's files in another place, the same bytes on disk. */
function borrowBinaries(to: string): string {
  const native = path.join(to, 'package/native')
  mkdirSync(path.dirname(native), { recursive: true })
  execFileSync('cp', ['-al', findBinaries(), native])
  execFileSync('cp', [path.join(findBinaries(), '../package.json'), path.join(native, '..')])
  return native
}

describe.skipIf(!isEmbedded)('the binaries (not where DATABASE_URL names another server)', () => {
  test('work again where their links are missing, broken or those of a copy without links', async () => {
    const native = borrowBinaries(folder)
    execFileSync('chmod', ['755', folder])
    const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
    const at = links.map(({ target }) => path.join(native, '..', target))
    for (const link of at) rmSync(link)
    const [first = '', second = ''] = at
    symlinkSync('nowhere', first)
    symlinkSync('/nowhere/at/all', second)
    expect(await asks((await hold(native)).appUrl)).toBe(1)
  })
})

const had = existsSync('/var/lib/anlan')
const closedTo = 'root below a folder closed to others (needs root and setpriv, and no DATABASE_URL)'
describe.skipIf(!isEmbedded || !isRoot || process.platform !== 'linux')(closedTo, () => {
  beforeEach(() => {
    const closed = path.join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    dataDir = path.join(closed, 'deeper/data')
  })

  test('keeps its data there', async () => {
    expect(await asks((await hold()).appUrl)).toBe(1)
  })

  test.each(['all of root', 'what a container leaves of it'])(
    'has its binaries there as well, with %s: they run from a copy',
    async (rights) => {
      const native = borrowBinaries(path.join(folder, 'closed'))
      // Docker's default set.
      const few = [
        ...['chown', 'dac_override', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap'],
        ...['net_bind_service', 'net_raw', 'sys_chroot', 'mknod', 'audit_write', 'setfcap'],
      ]
      const container = ['setpriv', `--bounding-set=-all,${few.map((name) => `+${name}`).join(',')}`]
      const wrapper = rights === 'all of root' ? [] : container
      const first = await hold(native, wrapper)
      expect(first.refused).toBeUndefined()
      expect(await asks(first.appUrl)).toBe(1)
      await kill(first.child)
      expect(await asks((await hold(native, wrapper)).appUrl)).toBe(1)
      if (!had) rmSync('/var/lib/anlan', { recursive: true, force: true })
    },
  )
})
