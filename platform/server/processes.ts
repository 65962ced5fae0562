import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { GroundError } from './postgres-binaries.ts'

const hasProc = existsSync('/proc/self/stat')

/** When a living process began, as its system says it; with the pid it names one process for ever. Null if there is none. */
export function bornOf(pid: number): string | null {
  try {
    if (!hasProc) return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')')).split(' ')
    // A killed process whose parent has not collected it yet is no process any more.
    return fields[1] === 'Z' || fields[1] === 'X' ? null : (fields[20] ?? null)
  } catch {
    return null
  }
}

interface Running {
  pid: number
  command: string
}

/** Every process that this one may see, with its command line, its arguments divided by spaces. */
function running(): Running[] {
  if (!hasProc) {
    const lines = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n')
    return lines.map((line) => ({ pid: Number.parseInt(line, 10), command: line.replace(/^\s*\d+\s+/, '') }))
  }
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      return [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }]
    } catch {
      return []
    }
  })
}

/** Is this process one that was started on that path? */
export const works = (pid: number, at: string): boolean =>
  running().some((one) => one.pid === pid && `${one.command} `.includes(` ${at} `))

export interface Cluster {
  postmasters: number[]
  /** Processes whose title says that they serve the cluster: they may outlive their postmaster for a while. */
  backends: number[]
}

/**
 * Living processes of the clusters whose `cluster_name` is `name` or begins with `name-`. PostgreSQL puts the name into
 * the title of each process, so they are found whoever owns them and whichever path they were started on.
 */
export function findCluster(name: string): Cluster {
  const setting = new RegExp(` cluster_name=${name}(-\\S*)? `)
  const title = new RegExp(`^postgres: ${name}(-\\S*)?: `)
  const found: Cluster = { postmasters: [], backends: [] }
  for (const { pid, command } of running()) {
    if (title.test(command)) found.backends.push(pid)
    else if (setting.test(`${command} `) && /(^|\/)postgres /.test(command)) found.postmasters.push(pid)
  }
  return found
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // It has ended meanwhile, or it is not ours: the caller sees that it is still there.
    }
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Stops every process of a cluster: a fast shutdown, then the immediate one, then by force. Returns when the postmaster
 * and all its backends are gone, so that nobody holds the shared memory or writes to the files any more.
 * @param patience milliseconds for the fast shutdown @throws GroundError with a sentence when something stays
 */
export async function stopCluster(name: string, patience = 10_000): Promise<void> {
  const rounds: [NodeJS.Signals, NodeJS.Signals, number][] = [
    ['SIGINT', 'SIGQUIT', patience],
    ['SIGQUIT', 'SIGQUIT', 5000],
    ['SIGKILL', 'SIGKILL', 5000],
  ]
  for (const [toPostmaster, toOrphans, wait] of rounds) {
    const { postmasters, backends } = findCluster(name)
    if (postmasters.length + backends.length === 0) return
    signal(postmasters, toPostmaster)
    if (postmasters.length === 0 || toPostmaster === 'SIGKILL') signal(backends, toOrphans)
    // One that was halted hears no other signal.
    signal([...postmasters, ...backends], 'SIGCONT')
    const until = performance.now() + wait
    while (performance.now() < until) {
      const left = findCluster(name)
      if (left.postmasters.length + left.backends.length === 0) return
      if (postmasters.length > 0 && left.postmasters.length === 0) signal(left.backends, 'SIGQUIT')
      await pause(25)
    }
  }
  throw new GroundError('上一次留下的 PostgreSQL 进程停不下来，请重启机器后再试。')
}
