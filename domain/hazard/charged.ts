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
  /** A refusal found right is not charged; one that nobody has judged yet is `open`. */
  refusal: 'right' | 'open' | null
}

/** Legs with a day by which somebody must act; 缓办, 待议决 and 已报上级 have none. */
const timed: readonly Status[] = ['reported', 'handling', 'called', 'rectified']

/** What was refused and went on without a judgement was taken over by whoever had handed it out. */
function refusalOf({ end, refusal }: Leg, next: Leg | undefined): Charged['refusal'] {
  if (end !== 'refuse' || refusal === 'wrong') return null
  return refusal === null && next?.to === null ? 'open' : 'right'
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
    const { status, holder, mode, to, extended } = leg
    const level = holder === OFFICE ? 'street' : leg.level
    // A day that was granted to this leg counts for itself.
    const due = extended === 0 && first?.due ? first.due : leg.due
    const since = { from: first?.from ?? leg.from, firstDue: first?.firstDue ?? leg.firstDue }
    return [{ nr: i, status, holder, level, mode, to, due, extended, ...since, refusal: refusalOf(leg, legs[i + 1]) }]
  })
}
