import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import path from 'node:path'
import { projectRoot } from './server.ts'

const serverFile = path.join(projectRoot, 'dist/server/app/server.js')

/** Compiles what has changed, so that the process under test is made of the sources beside the test. */
export function buildServer(): void {
  const compiler = path.join(projectRoot, 'node_modules/typescript/bin/tsc')
  spawnSync(process.execPath, [compiler, '-b', 'tsconfig.server.json'], { cwd: projectRoot })
}

export interface AppProcess {
  child: ChildProcess
  /** Address it printed; empty if it ended before. */
  url: string
  /** Milliseconds from its start until it printed the address or ended. */
  took: number
  ended: Promise<number | NodeJS.Signals | null>
  /** What it has said so far. */
  said: { out: string; err: string }
}

/** Begins to start the real app as a process of its own. `started` is settled when it has printed its address or ended. */
export function spawnApp(env: Record<string, string>) {
  const began = performance.now()
  const given = { ...process.env, PORT: '0', HOST: '127.0.0.1', ...env }
  const child = spawn(process.execPath, [serverFile], {
    env: given,
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stderr.on('data', (text) => {
    said.err += text
  })
  const ended: AppProcess['ended'] = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? code))
  })
  const ready = new Promise<string>((resolve) => {
    child.stdout.on('data', (text) => {
      said.out += text
      const url = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said.out)?.[1]
      if (url) resolve(url)
    })
  })
  const started = Promise.race([ready, ended.then(() => '')]).then((url): AppProcess => {
    return { child, url, took: Math.round(performance.now() - began), ended, said }
  })
  return { child, started }
}

/** Starts the real app; returns when it has printed its address or has ended. */
export const startApp = (env: Record<string, string>): Promise<AppProcess> => spawnApp(env).started

export async function stopApp(app: AppProcess, signal: NodeJS.Signals = 'SIGTERM') {
  app.child.kill(signal)
  return app.ended
}
