import { shanghaiDate } from '../calendar/working-days.ts'
import { type Level, OFFICE } from '../units/units.ts'
import type { HazardState, Leg, Status } from './state.ts'

/** A leg as it is laid to its holder: with the clock that counts, be that of a first assignment (按期率). */
export interface Charged {
  /** Its place among the case's legs. */
  nr: number
  status: Status
  holder: string
  /** Whose level answers for it; a recheck by the street is the street's though the case is a community's. */
  level: Level
  mode: Leg['mode']
  from: string
  to: string | null
  due: string
  firstDue: string
  extended: number
  /**
   * Why it is not charged: its refusal was right, or nobody has judged that yet (`open`), or it was `taken` from its
   * holder while there was time.
   */
  aside: 'right' | 'open' | 'taken' | null
}

/** Legs with a day by which somebody must act; 缓办, 待议决 and 已报上级 have none. */
const timed: readonly Status[] = ['reported', 'handling', 'called', 'rectified']

/** Steps by which others may take a case from its holder; who hands it on himself has done his part. */
const takes: readonly string[] = ['assign', 'decide', 'call-up', 'flag', 'correct', 'determine']

function isTaken({ holder, status, end, to, due }: Leg, next: Leg | undefined): boolean {
  if (!to || !end || !takes.includes(end) || shanghaiDate(to) > (due ?? '')) return false
  return status === 'rectified' || (next !== undefined && next.by !== holder)
}

/** What was refused and went on without a judgement was taken over by whoever had handed it out. */
function asideOf(leg: Leg, next: Leg | undefined): Charged['aside'] {
  if (leg.end !== 'refuse') return isTaken(leg, next) ? 'taken' : null
  if (leg.refusal === 'wrong') return null
  return leg.refusal === null && next?.to === null ? 'open' : 'right'
}

/** Where a unit got back what it had refused without reason: its first assignment's clock goes on. */
function firstOf(legs: readonly Leg[], i: number): Leg | undefined {
  const [first, between] = [legs[i - 2], legs[i - 1]]
  const again = first?.refusal === 'wrong' && between?.end === 'assign' && first.holder === legs[i]?.holder
  return again ? (firstOf(legs, i - 2) ?? first) : undefined
}

/** The legs of a case that count in 按期率, each charged to its own holder; a leg that goes on in a later one is in that. */
export function chargedLegs({ legs }: Pick<HazardState, 'legs'>): Charged[] {
  return legs.flatMap((leg, i): Charged[] => {
    const goesOn = leg.refusal === 'wrong' && firstOf(legs, i + 2) !== undefined
    if (goesOn || leg.due === null || leg.firstDue === null || !timed.includes(leg.status) || leg.end === 'retract')
      return []
    const first = firstOf(legs, i)
    const { status, holder, mode, to } = leg
    const extended = leg.extended + (first?.extended ?? 0)
    const level = holder === OFFICE ? 'street' : leg.level
    // A day that was granted to this leg counts for itself.
    const due = leg.extended === 0 && first?.due ? first.due : leg.due
    const since = { from: first?.from ?? leg.from, firstDue: first?.firstDue ?? leg.firstDue }
    return [
      { nr: i, status, holder, level, mode, to, due, extended, ...since, aside: asideOf({ ...leg, due }, legs[i + 1]) },
    ]
  })
}
