import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry } from '../entry.ts'
import { isProblem } from '../problem.ts'
import { type Role, roles } from '../units/roles.ts'
import { evolve } from './fold.ts'
import { actorOf, caseId, openWorld, take, took } from './given.ts'
import { oneOfEach, personOf } from './given-tree.ts'
import { type HazardEntryData, type HazardState, type Status, severities } from './state.ts'
import { hazardSteps } from './steps.ts'
import { all, type Stride, walk } from './walk.ts'

const LONG = 60_000

const steps = hazardSteps.map((row) => row.step)

const stride: fc.Arbitrary<Stride> = fc.record({
  pick: fc.nat(),
  held: fc.subarray([...roles], { minLength: 1 }),
  wild: fc.option(fc.constantFrom(...steps), { freq: 5 }),
  on: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  unit: fc.constantFrom('c01', 'c01', 'c01', 'c01-s1', 'c02', 'zb', 'o-cg', 'v-xf'),
  variant: fc.nat(7),
  hours: fc.oneof(fc.constant(0), fc.nat(40)),
})
const life = fc.array(stride, { minLength: 40, maxLength: 150 })

const moved = { version: 0, seq: 0, turned: null, turnedBefore: null, undoable: null }

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

  it('what is taken back is as it was: status, hands, clocks, people and photos', () => {
    const taken = new Set<string>()
    fc.assert(
      fc.property(life, (strides) => {
        const past = new Map<string, HazardState[]>()
        walk(all, strides, ({ states }, entry) => {
          const after = states.get(entry.stream)!
          const lived = past.get(entry.stream) ?? []
          past.set(entry.stream, [...lived, after])
          if (entry.step !== 'undo') return
          const { undoes } = entry.data as unknown as Required<HazardEntryData>
          const i = lived.findIndex(({ seq }) => seq === undoes.seq)
          const [before, undone] = [lived[i - 1]!, lived[i]!]
          taken.add(undoes.step)
          // That somebody received it meanwhile stays true.
          const legs = (state: HazardState) => state.legs.map((leg) => ({ ...leg, received: null }))
          const since = (state: HazardState) => ({ ...state, ...moved, papers: [], legs: legs(state) })
          expect(since(after)).toEqual(since(before))
          expect(after.undoable).toBeNull()
          expect(entry.actor).toBe(undone.undoable!.actor)
        })
      }),
      { numRuns: 250 },
    )
    // Each of the eight by itself is in undo.test.ts.
    expect(taken.size).toBeGreaterThan(4)
  }, 60_000)

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
    'a severity sinks only where the fire agency takes back what it determined, a superior’s finding is never left out, a number never changes',
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
            // What is taken back within the minute was raised by the same hand.
            const sank =
              entry.step !== 'undo' && severities.indexOf(after.severity) < severities.indexOf(before.severity)
            if (sank) expect([entry.step, entry.actor]).toEqual(['determine', personOf('fire')])
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
