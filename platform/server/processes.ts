import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { GroundError } from './postgres-binaries.ts'

/** Command line of a running process, or null. */
export function commandOf(pid: number): string | null {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return null
  }
}

/** When a process began, as its system says it; with the pid it names one process for ever. */
function bornOf(pid: number): string | null {
  try {
    if (existsSync('/proc/self/stat')) {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')')).split(' ')
      // A killed process whose parent has not collected it yet is no process any more.
      return fields[1] === 'Z' || fields[1] === 'X' ? null : (fields[20] ?? null)
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
}

/** Takes a folder for this process; refused with a sentence while another living one has it. */
export function takeLock(file: string): () => void {
  const own = JSON.stringify({ pid: process.pid, born: bornOf(process.pid) })
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, own, { flag: 'wx', mode: 0o600 })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (isHeld(file))
      throw new GroundError('这个数据目录正由另一个安澜程序使用，请先停掉它，或用 DATA_DIR 换一个目录。')
    rmSync(file, { force: true })
  }
  throw new GroundError('无法占用数据目录，请稍后再试。')
}

function isHeld(file: string): boolean {
  try {
    const { pid, born } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; born: string | null }
    return pid !== process.pid && born !== null && bornOf(pid) === born
  } catch {
    return false
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return !commandOf(pid)?.startsWith('[') && commandOf(pid) !== ''
  } catch {
    return false
  }
}

/** Fast shutdown of a postmaster, then the hard one: returns when it is gone. */
export async function stopPostmaster(pid: number, patience = 10_000): Promise<void> {
  const signals: [NodeJS.Signals, number][] = [
    ['SIGINT', patience],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ]
  for (const [signal, wait] of signals) {
    if (!isAlive(pid)) return
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    for (let waited = 0; waited < wait && isAlive(pid); waited += 25) await pause(25)
  }
}
