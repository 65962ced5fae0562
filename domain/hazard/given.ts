import { decideFor } from '../acting.ts'
import type { Command, Entry, JsonObject } from '../entry.ts'
import { isProblem, type Problem, type ProblemCode } from '../problem.ts'
import type { KindRules, PhotoFact } from '../rulebook.ts'
import type { Actor } from '../units/roles.ts'
import type { Reference } from '../units/units.ts'
import { hazardRules } from './decide.ts'
import { personOf, smallReference, smallStaff, type Who } from './given-tree.ts'
import { type HazardState, type Leg, openLeg } from './state.ts'

/** Monday 2 March 2026, 09:00 in Shanghai. */
export const START = '2026-03-02T01:00:00.000Z'
const MINUTE = 60_000

export const actorOf = (who: Who): Actor => ({ person: personOf(who), memberships: smallStaff[who] })

/** Ids of the cases a test speaks of by letter. */
export const caseId = (letter: string): string =>
  `00000000-0000-7000-9000-${letter.charCodeAt(0).toString().padStart(12, '0')}`

/** A sensible body of each step. */
export const usual: Record<string, JsonObject> = {
  report: { community: 'c01', item: '1.1', place: '3栋2单元', description: '灭火器压力不足', photos: [] },
  verify: { unit: 'c01' },
  assign: { unit: 'o-cg', due: '2026-03-20' },
  receive: {},
  rectify: { note: '已更换', photos: [] },
  help: { note: '已断电' },
  close: { note: '看过，合格', photos: [] },
  return: { reason: '仍有杂物' },
  'call-up': { reason: '无权', tried: '多次上门劝导' },
  'send-back': { reason: '社区可以办', due: '2026-03-20' },
  refuse: { reason: '不属本单位' },
  'ask-extension': { due: '2026-04-10', reason: '配件要定制' },
  extend: {},
  'deny-extension': { reason: '可以按期' },
  void: { reason: '不属实' },
  comment: { text: '补充一句' },
  correct: { place: '4栋1单元', reason: '门牌写错' },
  flag: { reason: '涉及多户，像是重大' },
  unflag: { reason: '到场看过，不是重大' },
  determine: { result: 'major', standard: 'GB35181-2025', basis: '符合直接判定要素' },
  undo: {},
  retract: { reason: '导错了表' },
}

export interface More {
  /** Server time of the step; a minute after the last one if not given. */
  at?: string
  seen?: number
  /** The case it is about; `a` if not given. */
  on?: string
}

export interface Took extends More {
  actor: Actor
  step: string
  data: JsonObject
}

/** One step of a history; `data` is added to the step's usual body. */
export const took = (who: Who | Actor, step: string, data: JsonObject = {}, more: More = {}): Took => ({
  actor: typeof who === 'string' ? actorOf(who) : who,
  step,
  data: { ...usual[step], ...data },
  ...more,
})

/** A book in memory, decided and folded by the law itself. */
export interface World {
  reference: Reference
  photos: Map<string, PhotoFact>
  states: Map<string, HazardState>
  entries: Entry[]
  counters: Map<string, number>
  now: string
}

export const openWorld = (reference: Reference = smallReference): World => ({
  reference,
  photos: new Map(),
  states: new Map(),
  entries: [],
  counters: new Map(),
  now: START,
})

/** Decides one step under the law and, if accepted, writes its entries. Numbers the book like the ledger does. */
export function take(world: World, { actor, step, data, at, seen, on = 'a' }: Took): Problem | Entry[] {
  world.now = at ?? new Date(Date.parse(world.now) + MINUTE).toISOString()
  const seq = world.entries.length + 1
  const id = `00000000-0000-7000-a000-${String(seq).padStart(12, '0')}`
  const command: Command = { id, stream: caseId(on), kind: 'hazard', step, data, takenAt: world.now }
  if (seen !== undefined) command.seen = seen
  const counters = new Map(world.counters)
  const decision = decideFor(hazardRules as KindRules<unknown>, command, world.states, {
    actor,
    reference: world.reference,
    now: world.now,
    photos: world.photos,
    next(name) {
      counters.set(name, (counters.get(name) ?? 0) + 1)
      return counters.get(name) ?? 0
    },
  })
  if (isProblem(decision)) return decision
  world.counters = counters
  return decision.map((draft, ordinal) => {
    const before = world.states.get(draft.stream) ?? null
    const entry: Entry = {
      ...draft,
      book: 'b1',
      seq: world.entries.length + 1,
      version: (before?.version ?? 0) + 1,
      actor: actor.person,
      commandId: id,
      ordinal,
      takenAt: world.now,
      recordedAt: world.now,
      textHash: null,
    }
    world.entries.push(entry)
    world.states.set(draft.stream, hazardRules.evolve(before, entry))
    return entry
  })
}

export interface Outcome {
  /** `accepted`, or why not. */
  code: ProblemCode | 'accepted'
  problem?: Problem
  /** The case after it; a refusal leaves it as it was. */
  state: HazardState
  leg: Leg | undefined
  text: JsonObject | null
  world: World
}

/** Plays a history that the law must accept, then one step whose outcome is the answer. */
export function given(history: readonly Took[], world: World = openWorld()) {
  for (const step of history) {
    const result = take(world, step)
    if (isProblem(result)) throw new Error(`the history is refused at ${step.step}: ${result.code}`)
  }
  return {
    world,
    when(who: Who | Actor, step: string, data: JsonObject = {}, more: More = {}): Outcome {
      const result = take(world, took(who, step, data, more))
      const state = world.states.get(caseId(more.on ?? 'a')) as HazardState
      const leg = state && openLeg(state)
      if (isProblem(result)) return { code: result.code, problem: result, state, leg, text: null, world }
      return { code: 'accepted', state, leg, text: result[0]?.text ?? null, world }
    },
  }
}

export const reported = [took('volunteer', 'report')]
export const handling = [...reported, took('community', 'verify')]
export const rectified = [...handling, took('community', 'rectify')]
export const closed = [...rectified, took('colleague', 'close')]
export const called = [...reported, took('community', 'call-up')]
export const assigned = [...called, took('office', 'assign')]
export const fixedByStreet = [...assigned, took('urban', 'rectify')]
export const voided = [...reported, took('office', 'void')]
