import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { browserFlags } from './browser.ts'

/** A browser of one's own with its profile on disk, so that its process can be killed. */
export async function openOwn(
  profile: string,
): Promise<{ page: Page; child: ChildProcess; kill: () => Promise<void> }> {
  const child = spawn(
    process.env.CHROMIUM ?? '/usr/bin/chromium',
    [...browserFlags, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk
      const at = /ws:\/\/\S+/.exec(said)?.[0]
      if (at) resolve(at)
    })
    child.on('exit', (code) => reject(new Error(`browser ended with ${code}: ${said}`)))
  })
  const context = (await chromium.connectOverCDP(address)).contexts()[0]
  if (!context) throw new Error('no context')
  context.setDefaultTimeout(20_000)
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.on('exit', resolve))
    process.kill(-(child.pid ?? 0), 'SIGKILL')
    await gone
  }
  return { page: await context.newPage(), child, kill }
}

/** Has the browser written this word of its local storage to disk? It does so seconds after the page has. */
export const onDisk = (profile: string, word: string): boolean => {
  const folder = path.join(profile, 'Default/Local Storage/leveldb')
  return readdirSync(folder).some((file) => readFileSync(path.join(folder, file)).includes(word))
}
