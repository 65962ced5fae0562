import { type Ask, load } from './client.ts'
import { cpuOf, machine } from './processes.ts'

/** One kind of request to one server. */
export interface Work {
  name: string
  port: number
  /** Processes whose CPU the requests cost: the server's, and PostgreSQL's. */
  app: number
  database: number
  asks: readonly Ask[]
}

export interface Measured {
  rate: number
  /** CPU ms a request, of the app and of the database. */
  app: number
  database: number
  p50: number
  p95: number
  failed: number
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
export const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0

export async function measure({ port, app, database, asks }: Work, ms: number): Promise<Measured> {
  const before = [cpuOf(app), cpuOf(database)] as const
  const { rate, done, failed, times } = await load(port, asks, ms)
  const spent = (pid: number, from: number) => (cpuOf(pid) - from) / Math.max(1, done)
  return {
    rate,
    app: spent(app, before[0]),
    database: spent(database, before[1]),
    p50: median(times),
    p95: quantile(times, 0.95),
    failed,
  }
}

/** Rounds that are left out: a server that has run for ten seconds is still being compiled, and ours is the larger. */
const WARM = 6

/**
 * Runs the works in turn, round by round, so that all meet the same noise; gives each one's medians. The first rounds
 * warm up and are left out. @returns also the share of the machine that was in use by others than these processes
 */
export async function interleaved(works: readonly Work[], rounds: number, ms: number) {
  const found: Measured[][] = works.map(() => [])
  const others: number[] = []
  for (let round = -WARM; round < rounds; round++)
    for (const [i, work] of works.entries()) {
      const own = () => cpuOf(work.app) + cpuOf(work.database) + process.cpuUsage().user / 1000
      const from = { machine: machine(), own: own() }
      const one = await measure(work, ms)
      const { busy, whole } = machine(from.machine)
      if (round < 0) continue
      found[i]?.push(one)
      others.push(Math.max(0, (busy * 10 - (own() - from.own)) / Math.max(1, whole * 10)))
    }
  const of = (list: Measured[], key: keyof Measured) => median(list.map((one) => one[key]))
  const medians = found.map(
    (list): Measured => ({
      rate: of(list, 'rate'),
      app: of(list, 'app'),
      database: of(list, 'database'),
      p50: of(list, 'p50'),
      p95: of(list, 'p95'),
      failed: list.reduce((sum, one) => sum + one.failed, 0),
    }),
  )
  return { medians, others: median(others) }
}
