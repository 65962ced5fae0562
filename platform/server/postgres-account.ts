import { type SpawnOptions, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { copyBinaries, GroundError, repairLinks } from './postgres-binaries.ts'

export interface Account {
  uid: number
  gid: number
}

export interface Runner {
  /** Account that PostgreSQL runs as; null where the app's own will do. */
  account: Account | null
  /** How to start a program of PostgreSQL on the cluster in `folder`. */
  on(program: 'initdb' | 'postgres', folder: string, args: readonly string[]): [string, string[], SpawnOptions]
}

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

/** Can the account pass into a folder? The kernel is asked, since modes alone do not tell. */
export const canEnter = (account: Account | null, folder: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0

const canRun = (account: Account | null, native: string): boolean =>
  spawnSync(path.join(native, 'bin/postgres'), ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0

/** A folder of root's for the binaries that everybody may pass and nobody else may have prepared. */
function openFolders(): string[] {
  return ['/var/lib/anlan', '/var/tmp/anlan-postgres', '/tmp/anlan-postgres'].filter((folder) => {
    try {
      if (!existsSync(folder)) mkdirSync(folder, { mode: 0o755 })
      const stat = lstatSync(folder)
      if (!stat.isDirectory() || stat.uid !== 0) return false
      chmodSync(folder, 0o755)
      return true
    } catch {
      return false
    }
  })
}

function copyFor(account: Account, native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '../package.json'), 'utf8')) as { version: string }
  for (const folder of openFolders()) {
    const to = path.join(folder, `postgresql-${version}`)
    try {
      copyBinaries(native, to)
    } catch {
      continue
    }
    if (canRun(account, to)) return to
  }
  throw new GroundError(
    'PostgreSQL 不能以 root 运行，而普通账户进不了程序所在的目录：请改用普通用户启动，或把程序放到别人能进入的目录（如 /opt）。',
  )
}

/**
 * As root, PostgreSQL runs with the account's own rights only. Its cluster is entered before root is given up and named
 * by the working directory, so that no folder above it need let the account pass. Binaries that the account cannot
 * reach are copied to where it can: a capability to pass closed folders would not help, since initdb asks access(2),
 * which leaves capabilities out, and containers do not have it.
 */
export function runnerFor(native: string): Runner {
  mend(native)
  const account = unprivileged()
  if (!account) return plainRunner(native)
  if (!canEnter(account, '/'))
    throw new GroundError(
      '这里的 root 不能换成普通账户，PostgreSQL 启动不了：请改用普通用户启动，或设置 DATABASE_URL。',
    )
  return droppedRunner(account, canRun(account, native) ? native : copyFor(account, native))
}

function mend(native: string): void {
  try {
    repairLinks(native)
  } catch {
    throw new GroundError('PostgreSQL 的程序文件不完整，又不能在原处修补：请用安装它的用户再启动一次。')
  }
}

const program = (native: string, name: string) => path.join(native, 'bin', name)

const plainRunner = (native: string): Runner => ({
  account: null,
  on: (name, folder, args) => [program(native, name), ['-D', folder, ...args], { cwd: '/' }],
})

function droppedRunner(account: Account, native: string): Runner {
  const own = existsSync('/proc/self/cwd')
  return {
    account,
    on: (name, folder, args) => [
      program(native, name),
      ['-D', own ? '/proc/self/cwd' : folder, ...args],
      { ...account, cwd: own ? folder : '/' },
    ],
  }
}
