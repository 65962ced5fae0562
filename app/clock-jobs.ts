import type { Pool } from 'pg'
import { addDays, shanghaiDate } from '../domain/calendar/working-days.ts'
import type { Ledger } from '../ledger/append.ts'
import { followParked } from '../ledger/follow-parked.ts'
import { followUnits } from '../ledger/follow-units.ts'
import { followUnreceived } from '../ledger/follow-unreceived.ts'
import type { Clock } from '../platform/server/clock.ts'
import { faultOf, log } from '../platform/server/log.ts'

/** Wait after a run that failed, in ms: the database may be away for a while. */
const AGAIN = 60_000

export interface ClockJobs {
  /** The ledger whose unit entries wake the jobs. */
  ledger: Ledger
  /** Runs what is due. Done when a run that began after this call has ended. */
  run(): Promise<void>
  stop(): Promise<void>
}

/** Milliseconds until a little after the next midnight in Shanghai. */
export function untilMidnight(now: Date): number {
  const tomorrow = addDays(shanghaiDate(now.toISOString()), 1)
  return Date.parse(`${tomorrow}T00:00:01+08:00`) - now.getTime()
}

const isUnitWish = (command: unknown): boolean => (command as { kind?: unknown } | null)?.kind === 'unit'

/** Jobs that the clock wakes: at the start, after each midnight in Shanghai, and after a change of units. */
export function openClockJobs({ pool, ledger, clock }: { pool: Pool; ledger: Ledger; clock: Clock }): ClockJobs {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let current: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  const once = async (): Promise<void> => {
    next = undefined
    if (stopped) return
    let wait = untilMidnight(clock())
    try {
      const { rows } = await pool.query('select id from book order by id')
      for (const { id } of rows) {
        const { refused, ...done } = await followUnits({ pool, ledger, clock }, id)
        if (refused.length > 0)
          log('warn', 'some cases or people did not follow their units', { book: id, refused, done })
        const parked = await followParked({ pool, ledger, clock }, id)
        if (parked.refused.length > 0)
          log('warn', 'some cases that were put off did not come back', { book: id, ...parked })
        const silent = await followUnreceived({ pool, ledger, clock }, id)
        if (silent.refused.length > 0)
          log('warn', 'some cases that nobody opened were not taken as received', { book: id, ...silent })
      }
    } catch (error) {
      wait = AGAIN
      log('error', 'clock jobs failed, again in a minute', faultOf(error))
    }
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void run(), Math.max(1000, wait)).unref()
  }
  /** Calls during a run share the one that follows it. */
  const run = (): Promise<void> => {
    next ??= current = current.then(once)
    return next
  }
  return {
    ledger: {
      async submit(book, actor, commands) {
        const results = await ledger.submit(book, actor, commands)
        if (commands.some(isUnitWish)) void run()
        return results
      },
    },
    run,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await current
    },
  }
}
