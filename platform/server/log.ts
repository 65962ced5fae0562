type Level = 'info' | 'warn' | 'error'

const secret = /password|token|cookie|authorization|secret/i

const clean = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, secret.test(key) ? '[hidden]' : value]))

/** One JSON line on stderr. Fields whose name speaks of a secret are hidden; callers pass codes and ids, not texts. */
export function log(level: Level, message: string, fields: Record<string, unknown> = {}): void {
  process.stderr.write(`${JSON.stringify({ level, at: new Date().toISOString(), message, ...clean(fields) })}\n`)
}

/**
 * Where an error came from, without its message: a database's message quotes the value it did not like, and that may
 * be what somebody wrote.
 */
export function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { fault: typeof error }
  const { code, constraint, routine } = error as { code?: unknown; constraint?: unknown; routine?: unknown }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { fault: error.name, code, constraint, routine, stack: frames.slice(0, 8).join('\n') }
}
