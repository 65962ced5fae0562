import { rmSync } from 'node:fs'
import { stopCluster } from './processes.ts'

/** Runs as a process of its own: when the app's end of the pipe closes, however it died, PostgreSQL is stopped. */
const [name = '', socket = ''] = process.argv.slice(2)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

async function end(): Promise<void> {
  // Twice: the app may have died in the very moment in which it started a postmaster.
  for (const wait of [0, 200]) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    await stopCluster(name).catch(() => undefined)
  }
  rmSync(socket, { recursive: true, force: true })
  process.exit(0)
}

process.stdin.resume()
process.stdin.on('data', (said) => {
  if (said.toString().includes('done')) process.exit(0)
})
process.stdin.on('end', () => void end())
process.stdin.on('error', () => void end())
