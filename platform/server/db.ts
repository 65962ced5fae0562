import pg, { type Pool, type PoolClient } from 'pg'

/** A connection inside a transaction: whoever demands one cannot be called outside. */
export type Tx = PoolClient & { readonly __tx: true }

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
})

export interface PoolOptions {
  max?: number
  /** Milliseconds after which the server gives up a statement. */
  statementTimeout?: number
}

/** How much longer than the server the app waits for an answer before it calls the connection dead. Milliseconds. */
const GRACE = 5000

/** A pool whose connections find unqualified names in view, ledger and auth. */
export function openPool(url: string, { max = 12, statementTimeout = 30_000 }: PoolOptions = {}): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    pipeline: true,
    connectionTimeoutMillis: 5000,
    statement_timeout: statementTimeout,
    query_timeout: statementTimeout + GRACE,
    keepAlive: true,
    // An app that hangs inside a transaction must not keep the book from everybody.
    idle_in_transaction_session_timeout: 60_000,
    // On small machines starting helpers takes longer than they save, and every answer is one of many.
    options: '-c search_path=view,ledger,auth -c max_parallel_workers_per_gather=0',
  })
  // An idle connection that dies (database restarted) is dropped; the next query opens another.
  pool.on('error', () => undefined)
  // A connection that dies in use fails its query and says so a second time, which must not end the process.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}

const retried = new Set(['40001', '40P01'])
/** The server is going, gone, starting or has given up the statement, the lock or the waiting transaction. */
const unreachable = new Set([
  ...['57P01', '57P02', '57P03', '57P05', '57014', '55P03', '25P03', '25P04'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH'],
])
const deadConnection =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection|Query read timeout|Cannot use a pool after|Client was closed|timeout expired/

/** Did the database not answer, as against answering with an error? Nothing is known of the transaction then. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: string }).code ?? ''
  if (unreachable.has(code) || code.startsWith('08') || code.startsWith('53')) return true
  return deadConnection.test(error.message)
}

/** Is the disk of the app or of the database full? */
export const isFull = (error: unknown): boolean => ['ENOSPC', '53100'].includes((error as { code?: string }).code ?? '')

async function runTx<T>(pool: Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    const value = await work(client as Tx)
    await client.query('commit')
    return value
  } catch (error) {
    // A connection that no longer answers would not answer this either.
    if (error instanceof Error && deadConnection.test(error.message)) broken = error
    else
      await client.query('rollback').catch((failed: Error) => {
        broken = failed
      })
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * Waits for statements of one transaction that were sent without waiting for each other (the pool's connections are
 * pipelined). It throws only when all of them have ended: one sent after the rollback would stand by itself.
 */
export async function together<T extends readonly unknown[]>(
  sent: readonly [...{ [K in keyof T]: T[K] | Promise<T[K]> }],
): Promise<T> {
  const ended = await Promise.allSettled(sent)
  const failed = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  // The others of a failed transaction say only that it has failed.
  const cause = failed.find((reason) => reason?.code !== '25P02') ?? failed[0]
  if (cause !== undefined) throw cause
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as unknown as T
}

/** Runs `work` in a READ COMMITTED transaction; serialization failures and deadlocks are tried three times. */
export async function withTx<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runTx(pool, 'begin', work)
    } catch (error) {
      if (attempt >= 3 || !retried.has((error as { code?: string }).code ?? '')) throw error
    }
  }
}

/** Several statements on one snapshot, read only. */
export const readTx = <T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> =>
  runTx(pool, 'begin isolation level repeatable read read only', work)

async function lend<T>(client: pg.Client, work: (client: pg.Client) => Promise<T>): Promise<T> {
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const CONNECT = { connectionTimeoutMillis: 10_000, keepAlive: true }

/** Lends a connection of the owner's for one piece of work. */
export const withOwner = <T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  lend(new pg.Client({ ...CONNECT, connectionString: ownerUrl, pipeline: true } as pg.ClientConfig), work)

/** Lends a second connection of the same login, for work beside the first. It is not pipelined, so it can COPY. */
export function withSecond<T>(client: pg.Client, work: (second: pg.Client) => Promise<T>): Promise<T> {
  const { host, port, user, password, database, ssl } = client
  return lend(new pg.Client({ ...CONNECT, host, port, user, password, database, ssl }), work)
}
