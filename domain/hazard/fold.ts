import type { Entry } from '../entry.ts'
import { lift } from './lift.ts'
import type { HazardEntryData, HazardPatch, HazardState, Leg, LegStart, LegsDone, Turn, Undoable } from './state.ts'

const empty: Required<HazardPatch> = {
  number: '',
  status: 'reported',
  level: 'community',
  unit: '',
  community: '',
  site: null,
  item: '',
  proof: 'photo',
  days: 5,
  catalogue: '',
  source: 'patrol',
  severity: 'ordinary',
  suspectedMajor: false,
  determined: null,
  flagger: null,
  reporter: '',
  reporterUnit: '',
  fixer: null,
  fixerUnit: null,
  recorder: null,
  person: null,
  before: [],
  after: [],
  papers: [],
  backfill: null,
  corrected: false,
  original: null,
  proposedVoid: null,
  obstacle: null,
  topic: null,
  extension: null,
  asker: null,
  extensions: 0,
  parts: {},
  supervised: {},
  audience: [],
  principals: {},
}

const legsDone = (data: HazardEntryData): LegsDone => (data.leg ? 'began' : data.ends ? 'ended' : 'kept')

/** The legs as they were before a turn that is taken back: what it began falls away, the leg before it goes on. */
export function legsBefore(legs: readonly Leg[], done: LegsDone): Leg[] {
  if (done === 'kept') return [...legs]
  const kept = done === 'began' ? legs.slice(0, -1) : legs
  return kept.map((leg, i) => {
    if (i === kept.length - 1) return { ...leg, to: null, end: null }
    // What the undone assignment said of a refusal falls with it.
    return i === kept.length - 2 && leg.refusal !== null ? { ...leg, refusal: null } : leg
  })
}

const onOpen = (legs: Leg[], change: (leg: Leg) => Partial<Leg>): Leg[] =>
  legs.map((leg) => (leg.to === null ? { ...leg, ...change(leg) } : leg))

/** The open leg in its new holder's hands; also who handed the work on, for a refusal goes back there. */
export function movedLegs(legs: Leg[], moved: Record<string, string>): Leg[] {
  const heirs = new Map(Object.entries(moved))
  const heir = (code: string): string => heirs.get(code) ?? code
  const work = legs.map(({ status }) => status).lastIndexOf('handling')
  return legs.map((leg, i) => {
    if (leg.to === null) return { ...leg, by: heir(leg.by), holder: heir(leg.holder) }
    return i === work ? { ...leg, by: heir(leg.by) } : leg
  })
}

function turnLegs(legs: Leg[], state: Required<HazardPatch>, data: HazardEntryData, entry: Entry): Leg[] {
  if (data.undoes) return legsBefore(legs, data.undoes.legs)
  if (data.moved) return movedLegs(legs, data.moved)
  const { received, extended, arbitration } = data
  if (received) return onOpen(legs, () => ({ received: { at: entry.recordedAt, how: received } }))
  if (extended) return onOpen(legs, (leg) => ({ ...extended, extended: leg.extended + 1 }))
  if (!data.leg && !data.ends) return legs
  const ended = onOpen(legs, () => ({ to: entry.recordedAt, end: entry.step }))
  if (!data.leg) return ended
  const refused = ended[ended.length - 2]
  if (arbitration && refused) ended[ended.length - 2] = { ...refused, refusal: arbitration }
  ended.push(legOf(state, data.leg, entry.recordedAt))
  return ended
}

const legOf = ({ status, level }: Required<HazardPatch>, start: LegStart, from: string): Leg => {
  const { holder, by, mode, due, provisional } = start
  const begun = { from, to: null, end: null, received: null, firstDue: due, extended: 0, refusal: null }
  return { status, holder, level, by, mode, due, provisional, ...begun }
}

/** Steps that their maker may take back within the minute. */
const undoable = ['verify', 'assign', 'void', 'close', 'return', 'rectify', 'call-up', 'send-back']

/** The inverse of an entry, from the state before it; words added meanwhile do not matter, anything else does. */
function undoableAfter(before: HazardState | null, data: HazardEntryData, entry: Entry): Undoable | null {
  if (before === null) return null
  if (entry.step === 'comment' || entry.step === 'receive') return before.undoable
  if (!undoable.includes(entry.step)) return null
  // The audience follows from the rest; a paper that was named stays named.
  const replaced = Object.keys(data.set).filter(
    (key) => key !== 'audience' && key !== 'papers',
  ) as (keyof HazardPatch)[]
  const set: HazardPatch = Object.fromEntries(replaced.map((key) => [key, before[key]]))
  const { seq, step, actor, recordedAt: at } = entry
  return { seq, step, actor, at, set, legs: legsDone(data) }
}

function turnOf(before: HazardState | null, { seq, version, actor, step, recordedAt }: Entry) {
  const turned: Turn = { seq, version, actor, step, at: recordedAt }
  const others = before && before.turned.actor !== actor ? before.turned : (before?.turnedBefore ?? null)
  return { turned, turnedBefore: others }
}

const unborn: HazardState = {
  ...empty,
  id: '',
  version: 0,
  seq: 0,
  reportedAt: '',
  turned: { seq: 0, version: 0, actor: '', step: '', at: '' },
  turnedBefore: null,
  undoable: null,
  legs: [],
}

/** The state after one more entry: a copy, written to. Pure; reads nothing but its arguments, never an entry's text. */
export function evolve(before: HazardState | null, raw: Entry): HazardState {
  const entry = lift(raw)
  const data = entry.data as unknown as HazardEntryData
  const state: HazardState = { ...(before ?? unborn), ...data.set }
  state.id = entry.stream
  state.version = entry.version
  state.seq = entry.seq
  if (before === null) state.reportedAt = entry.recordedAt
  if (before === null || data.leg !== undefined || data.ends === true || data.undoes !== undefined)
    Object.assign(state, turnOf(before, entry))
  state.undoable = undoableAfter(before, data, entry)
  state.legs = turnLegs(before?.legs ?? [], state, data, entry)
  return state
}

export const foldHazard = (entries: readonly Entry[]): HazardState | null =>
  entries.reduce<HazardState | null>(evolve, null)
