import type { HazardFilters } from '../domain/account/account.ts'
import { shanghaiDate } from '../domain/calendar/working-days.ts'
import type { TestBook } from './test-book.ts'

/** A line of the book as this second, naive reader sees it: what it sets and the leg it begins, nothing derived. */
export interface Line {
  seq: number
  stream: string
  at: string
  data: {
    set: Record<string, unknown>
    leg?: { holder: string; due: string | null; mode: string }
    ends?: true
    undoes?: { seq: number }
    moved?: Record<string, string>
    extended?: { due: string }
  }
}

type Held = Pick<Standing, 'holder' | 'due' | 'mode'>

export interface Standing {
  id: string
  status: string
  level: string
  community: string
  item: string
  source: string
  severity: string
  unit: string
  holder: string | null
  due: string | null
  mode: string | null
  parts?: Record<string, { unit: string; done: boolean }>
  audience: string[]
}

export async function readLines(book: TestBook): Promise<Line[]> {
  const { rows } = await book.pool.query(
    "select seq, stream, recorded_at, data from entry where book_id = 'b1' and kind = 'hazard' order by seq",
  )
  return rows.map(({ seq, stream, recorded_at, data }) => ({ seq, stream, at: recorded_at.toISOString(), data }))
}

/** Where every case stood just before an instant, by going through the lines one after another. */
export function standingsAt(lines: readonly Line[], asOf: string): Standing[] {
  const cases = new Map<string, Standing>()
  const nobody: Held = { holder: null, due: null, mode: null }
  const earlier = new Map<number, Held>()
  for (const { seq, stream, at, data } of lines) {
    if (at >= asOf) break
    const before = cases.get(stream) ?? { id: stream, ...nobody }
    const { holder, due, mode } = before
    earlier.set(seq, { holder, due, mode })
    const held = data.ends
      ? nobody
      : data.leg
        ? { holder: data.leg.holder, due: data.leg.due, mode: data.leg.mode }
        : data.undoes
          ? earlier.get(data.undoes.seq)
          : before.holder && {
              ...(data.extended ? { due: data.extended.due } : {}),
              holder: data.moved?.[before.holder] ?? before.holder,
            }
    cases.set(stream, { ...before, ...data.set, ...held } as Standing)
  }
  return [...cases.values()]
}

export const seenBy = (standings: readonly Standing[], scope: readonly string[]): Standing[] =>
  standings.filter(({ audience }) => audience.some((token) => scope.includes(token)))

const finished = (status: string): boolean => status === 'closed' || status === 'void'

export const isLate = ({ due, mode }: Standing, asOf: string): boolean =>
  mode === 'order' && due !== null && due < shanghaiDate(asOf)

/** The account by counting heads. */
export function count(standings: readonly Standing[], asOf: string) {
  const of = (test: (one: Standing) => boolean) => standings.filter(test).length
  const status = (name: string) => of((one) => one.status === name)
  const names = ['reported', 'handling', 'rectified', 'called', 'tabled', 'parked', 'referred', 'closed']
  return {
    found: of((one) => one.status !== 'void'),
    void: status('void'),
    classes: Object.fromEntries(names.map((name) => [name, status(name)])),
    levels: {
      closed: status('closed'),
      community: of((one) => !finished(one.status) && one.level === 'community'),
      above: of((one) => !finished(one.status) && one.level !== 'community'),
    },
    overdue: of((one) => isLate(one, asOf)),
  }
}
export type Count = ReturnType<typeof count>

/** The list behind every number of an account: the filter that opens it. */
export function listsBehind(account: Count): { filters: HazardFilters; n: number }[] {
  const classes = Object.entries(account.classes)
  return [
    { filters: { status: classes.map(([name]) => name).join(',') }, n: account.found },
    { filters: { status: 'void' }, n: account.void },
    ...classes.map(([status, n]) => ({ filters: { status }, n })),
    { filters: { status: 'closed' }, n: account.levels.closed },
    { filters: { open: '1' as const, level: 'community' }, n: account.levels.community },
    { filters: { open: '1' as const, level: 'street,above' }, n: account.levels.above },
    { filters: { overdue: '1' as const }, n: account.overdue },
  ]
}
