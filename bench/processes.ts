import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of /proc a second. */
const HERTZ = 100

interface Stat {
  pid: number
  parent: number
  /** CPU of the process and of its children that have ended, in ms. */
  cpu: number
}

function statOf(pid: string): Stat | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0)
    return { pid: Number(pid), parent: Number(fields[1]), cpu: (ticks * 1000) / HERTZ }
  } catch {
    return null
  }
}

const all = (): Stat[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => statOf(pid) ?? [])

/** CPU that a process has used so far, its children's included, in ms. */
export function cpuOf(pid: number): number {
  return all()
    .filter((one) => one.pid === pid || one.parent === pid)
    .reduce((sum, { cpu }) => sum + cpu, 0)
}

/** Share of the machine in use by anybody since `before`, 0 to 1; with no argument the counters to begin with. */
export function machine(before?: { busy: number; whole: number }) {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number)
  const whole = ticks.reduce((a, b) => a + b, 0)
  const busy = whole - (ticks[3] ?? 0) - (ticks[4] ?? 0)
  return { busy: busy - (before?.busy ?? 0), whole: whole - (before?.whole ?? 0) }
}

/** Memory of a process that lives in RAM, and the most it ever was, in MB. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
  return { now: mb('VmRSS'), peak: mb('VmHWM') }
}

export interface Served {
  child: ChildProcess
  pid: number
  port: number
  /** From the start of the process to its first answer, ms. */
  took: number
  stop(): Promise<void>
}

/** Starts a server that prints its port, and waits until it answers at `path`. */
export async function startServer(file: string, env: Record<string, string>, path: string): Promise<Served> {
  const from = performance.now()
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (part: Buffer) => {
      said += part
      const found = /(?:127\.0\.0\.1:|^)(\d{4,5})/m.exec(said)
      if (found) resolve(Number(found[1]))
    })
    void ended.then(() => reject(new Error(`${file} ended: ${said}`)))
  })
  await (await fetch(`http://127.0.0.1:${port}${path}`)).arrayBuffer()
  const took = performance.now() - from
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { child, pid: child.pid ?? 0, port, took, stop }
}
