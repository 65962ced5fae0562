type Level = 'info' | 'warn' | 'error'

const secret = /password|token|cookie|authorization|secret/i

const clean = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, secret.test(key) ? '[hidden]' : value]))

/** One JSON line on stderr. Fields whose name speaks of a secret are hidden; callers pass codes and ids, not texts. */
export function log(level: Level, message: string, fields: Record<string, unknown> = {}): void {
  process.stderr.write(`${JSON.stringify({ level, at: new Date().toISOString(), message, ...clean(fields) })}\n`)
}
