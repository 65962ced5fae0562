import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry, JsonObject } from '../entry.ts'
import { isProblem } from '../problem.ts'
import { type Actor, type Role, roles } from '../units/roles.ts'
import { canSee, scopeOf } from './audience.ts'
import { availableSteps } from './decide.ts'
import { actorOf, caseId, openWorld, START, take, took, usual, type World } from './given.ts'
import { everybody, oneOfEach, personOf, smallReference } from './given-tree.ts'
import { evolve, type HazardState, type Status, severities } from './state.ts'
import { hazardSteps } from './steps.ts'

const steps = hazardSteps.map((row) => row.step)

const LONG = 60_000

interface Stride {
  /** Chooses among the actors at hand and what is offered to them. */
  pick: number
  held: Role[]
  /** Taken as it comes, offered or not. */
  wild: string | null
  on: string
  unit: string
  variant: number
  hours: number
}

const stride: fc.Arbitrary<Stride> = fc.record({
  pick: fc.nat(),
  held: fc.subarray([...roles], { minLength: 1 }),
  wild: fc.option(fc.constantFrom(...steps), { freq: 5 }),
  on: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  unit: fc.constantFrom('c01', 'c01', 'c01', 'c01-s1', 'c02', 'zb', 'o-cg', 'v-xf'),
  variant: fc.nat(5),
  hours: fc.nat(40),
})

/** Mostly what the law offers to one of the actors, so that walks go deep; sometimes anything at all. */
function choose(world: World, actors: readonly Actor[], { pick, wild, on, variant }: Stride) {
  const anyone = actors[pick % actors.length]!
  const state = world.states.get(caseId(on))
  if (!state) return { actor: anyone, step: 'report' }
  if (wild) return { actor: anyone, step: wild }
  const offers = actors
    .filter((actor) => canSee(state, scopeOf(actor, smallReference.units)))
    .flatMap((actor) => availableSteps(state, actor, smallReference).map(({ step }) => ({ actor, step })))
    .filter(({ step }) => step !== 'comment' && (step !== 'void' || variant === 0))
  const open = [...new Set(offers.map(({ step }) => step))]
  const step = open[pick % open.length] ?? 'comment'
  const able = offers.filter((offer) => offer.step === step)
  return { actor: able[Math.floor(pick / 7) % able.length]?.actor ?? anyone, step }
}

function bodyOf(step: string, { unit, variant }: Stride): JsonObject {
  const given = { ...usual[step] } as JsonObject
  if ('unit' in given) given.unit = unit
  if ('due' in given) given.due = '2027-03-01'
  if (step === 'report') {
    given.item = ['1.1', '1.3', '2.1'][variant % 3]!
    if (variant === 3) given.direct = { unit }
    if (variant === 4)
      Object.assign(given, { item: '1.1', photos: ['a'.repeat(64)], fixed: { note: '好', photos: ['b'.repeat(64)] } })
    if (variant === 5) given.source = 'superior'
  }
  if (step === 'rectify' && variant < 3) given.by = 'party'
  if (step === 'void' && variant < 3) given.duplicateOf = caseId(['a', 'b', 'c'][variant]!)
  if (step === 'verify' && variant < 2) given.severity = severities[variant + 1]!
  if (step === 'assign' && variant < 2) given.helpers = ['c01-s1', 'v-xf'].slice(variant)
  if (step === 'close') given.noPhotoReason = '灭失'
  return given
}

type Crowd = (held: Role[]) => readonly Actor[]

function walk(crowd: Crowd, strides: readonly Stride[], after: (world: World, entry: Entry) => void): World {
  const world = openWorld()
  let now = Date.parse(START)
  for (const one of strides) {
    now += one.hours * 3_600_000 + 1
    const { actor, step } = choose(world, crowd(one.held), one)
    const result = take(world, { actor, step, data: bodyOf(step, one), at: new Date(now).toISOString(), on: one.on })
    if (isProblem(result)) continue
    for (const entry of result) after(world, entry)
  }
  return world
}

const everyone = everybody.map((who) => actorOf(who))
const all: Crowd = () => everyone
const life = fc.array(stride, { minLength: 40, maxLength: 150 })

function checkLegs(state: HazardState): void {
  const { legs } = state
  expect(legs[0]?.from).toBe(state.reportedAt)
  for (const [i, leg] of legs.entries()) {
    const next = legs[i + 1]
    if (next) expect(leg.to).toBe(next.from)
    if (leg.to !== null) expect(leg.to >= leg.from && leg.end !== null).toBe(true)
  }
  const open = legs.filter((leg) => leg.to === null)
  const finished = state.status === 'closed' || state.status === 'void'
  expect(open).toHaveLength(finished ? 0 : 1)
  if (finished) return
  expect(legs.at(-1)).toBe(open[0])
  expect(open[0]).toMatchObject({ status: state.status, level: state.level })
}

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}

describe('over random lives', () => {
  it(
    'legs follow each other without gap or overlap, one open until the end',
    () => {
      const ends = new Set<Status>()
      fc.assert(
        fc.property(life, (strides) => {
          const world = walk(all, strides, ({ states }, entry) => checkLegs(states.get(entry.stream)!))
          for (const state of world.states.values()) ends.add(state.status)
        }),
        { numRuns: 250 },
      )
      expect([...ends].sort()).toEqual(['called', 'closed', 'handling', 'rectified', 'reported', 'void'])
    },
    LONG,
  )

  it(
    'the audience always holds street, community, holder and responsible unit',
    () => {
      fc.assert(
        fc.property(life, (strides) => {
          walk(all, strides, ({ states }, entry) => {
            const state = states.get(entry.stream)!
            const holder = state.legs.find((leg) => leg.to === null)?.holder
            const wanted = ['jd', state.community, state.unit, `p:${state.reporter}`, ...(holder ? [holder] : [])]
            expect(wanted.filter((token) => !state.audience.includes(token))).toEqual([])
          })
        }),
        { numRuns: 250 },
      )
    },
    LONG,
  )

  it(
    'the fold is pure, steady and blind to text',
    () => {
      fc.assert(
        fc.property(life, (strides) => {
          const world = walk(all, strides, () => undefined)
          for (const [id, state] of world.states) {
            const own = world.entries.filter((entry) => entry.stream === id)
            const frozen = own.map((entry) => deepFreeze(structuredClone(entry)))
            const erased = frozen.map((entry) => deepFreeze({ ...entry, text: null }))
            const fold = (entries: Entry[]) =>
              entries.reduce<HazardState | null>((before, entry) => deepFreeze(evolve(before, entry)), null)
            expect(fold(frozen)).toEqual(state)
            expect(fold(erased)).toEqual(state)
          }
        }),
        { numRuns: 200 },
      )
    },
    LONG,
  )

  it(
    'a severity sinks by the office’s hand only, a superior’s finding is never left out, a number never changes',
    () => {
      fc.assert(
        fc.property(life, (strides) => {
          const last = new Map<string, HazardState>()
          walk(all, strides, ({ states }, entry) => {
            const before = last.get(entry.stream)
            const after = states.get(entry.stream)!
            last.set(after.id, after)
            if (after.source === 'superior') expect(after.status).not.toBe('void')
            if (!before) return
            expect([after.number, after.reportedAt, after.community]).toEqual([
              before.number,
              before.reportedAt,
              before.community,
            ])
            const sank = severities.indexOf(after.severity) < severities.indexOf(before.severity)
            if (sank) expect([personOf('office'), personOf('office2')]).toContain(entry.actor)
          })
        }),
        { numRuns: 300 },
      )
    },
    LONG,
  )
})

describe('no path from nothing to 销号 with one person', () => {
  const alone = personOf('grid')
  const hats = (held: Role[]) => ({ person: alone, memberships: oneOfEach.filter(({ role }) => held.includes(role)) })

  it(
    'whatever duties he holds at each moment, however long he walks',
    () => {
      let accepted = 0
      const reached = new Set<Status>()
      fc.assert(
        fc.property(fc.array(stride, { minLength: 60, maxLength: 250 }), (strides) => {
          walk(
            (held) => [hats(held)],
            strides,
            ({ states }, entry) => {
              accepted += 1
              const state = states.get(entry.stream)!
              reached.add(state.status)
              expect(state.status).not.toBe('closed')
            },
          )
        }),
        { numRuns: 600 },
      )
      expect(accepted).toBeGreaterThan(5000)
      expect([...reached].sort()).toEqual(['called', 'handling', 'rectified', 'reported', 'void'])
    },
    LONG,
  )

  it(
    'and with a second person every closed case was closed by another than its fixer and its recorder',
    () => {
      let seen = 0
      fc.assert(
        fc.property(life, (strides) => {
          walk(all, strides, ({ states }, entry) => {
            const state = states.get(entry.stream)!
            if (entry.step !== 'close') return
            seen += 1
            expect([state.fixer, state.recorder]).not.toContain(entry.actor)
            expect(state.fixer ?? state.recorder).not.toBeNull()
          })
        }),
        { numRuns: 250 },
      )
      expect(seen).toBeGreaterThan(30)
    },
    LONG,
  )

  it(
    'the walk’s own kit can close: the ban is the law’s, not the walk’s',
    () => {
      const world = openWorld()
      const every = hats([...roles])
      for (const [actor, step] of [
        [every, 'report'],
        [every, 'verify'],
        [every, 'rectify'],
        [actorOf('colleague'), 'close'],
      ] as const)
        expect(isProblem(take(world, took(actor, step)))).toBe(false)
      expect(world.states.get(caseId('a'))?.status).toBe('closed')
    },
    LONG,
  )
})
