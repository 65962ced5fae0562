import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { projectRoot } from './server.ts'

export const serverFile = path.join(projectRoot, 'dist/server/app/server.js')

/** Compiles what has changed, so that the process under test is made of the sources beside the test. */
export function buildServer(): void {
  const compiler = path.join(projectRoot, 'node_modules/typescript/bin/tsc')
  spawnSync(process.execPath, [compiler, '-b', 'tsconfig.server.json'], { cwd: projectRoot })
}

export interface AppProcess {
  child: ChildProcess
  /** Address it printed; empty if it ended before. */
  url: string
  /** Milliseconds from its start until it printed the address. */
  took: number
  ended: Promise<number | NodeJS.Signals | null>
  /** What it has said so far. */
  said: { out: string; err: string }
}

/** Starts the real app as a process of its own; returns when it has printed its address or has ended. */
export async function startApp(env: Record<string, string>, wrapper: readonly string[] = []): Promise<AppProcess> {
  const began = performance.now()
  const [command = '', ...args] = [...wrapper, process.execPath, serverFile]
  const given = { ...process.env, PORT: '0', HOST: '127.0.0.1', ...env }
  const child = spawn(command, args, { env: given, cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stderr.on('data', (text) => {
    said.err += text
  })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? code))
  })
  const ready = new Promise<string>((resolve) => {
    child.stdout.on('data', (text) => {
      said.out += text
      const url = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said.out)?.[1]
      if (url) resolve(url)
    })
  })
  const url = await Promise.race([ready, ended.then(() => '')])
  return { child, url, took: Math.round(performance.now() - began), ended, said }
}

export async function stopApp(app: AppProcess, signal: NodeJS.Signals = 'SIGTERM') {
  app.child.kill(signal)
  return app.ended
}
