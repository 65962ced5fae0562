import { stopPostmaster } from './processes.ts'

/** Runs as a process of its own: when the app's end of the pipe closes, however it died, PostgreSQL is stopped. */
const pid = Number(process.argv[2])
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdin.resume()
process.stdin.on('data', (said) => {
  if (said.toString().includes('done')) process.exit(0)
})
process.stdin.on('end', () => void stopPostmaster(pid).then(() => process.exit(0)))
process.stdin.on('error', () => void stopPostmaster(pid).then(() => process.exit(0)))
