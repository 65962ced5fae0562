import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Entry, JsonObject } from '../entry.ts'
import { isProblem } from '../problem.ts'
import { canSee, scopeOf } from './audience.ts'
import { availableSteps } from './decide.ts'
import { evolve } from './fold.ts'
import { actorOf, caseId, openWorld, START, take, usual, type World } from './given.ts'
import { everybody, personOf, smallReference, smallTree, type Who } from './given-tree.ts'
import { type HazardState, type Severity, type Status, severities, statuses } from './state.ts'
import { hazardSteps } from './steps.ts'

const steps = hazardSteps.map((row) => row.step)
/** What somebody can take on a case that is there. */
const open = hazardSteps
  .filter((row) => !row.bySystem && !row.byTopic && !row.bySupervision && row.step !== 'report')
  .map(({ step }) => step)
const rights = [
  'step.not-yours',
  'check.fixer',
  'check.recorder',
  'call-up.level',
  'refuse.own',
  'case.not-found',
  'paper.photo',
]

interface Posed {
  status: Status
  severity: Severity
  unit: string
  by: string
  fixer: Who | null
  recorder: Who | null
  source: 'patrol' | 'superior'
  flagger: Who | null
  /** It came in with a sheet. */
  imported: boolean
  /** A request for more time lies there, for works or not, and who asked. */
  asked: { works: boolean; by: Who } | null
  /** Who took the last step, half a minute ago. */
  last: Who | null
}

const backfill = {
  found: '2026-01-05',
  batch: caseId('b'),
  ...{ rectifiedOn: null, closedOn: null, dueOn: null, status: null, row: 5 },
}

/** A case standing in any status, posed by an entry rather than lived, so that every corner is reached. */
function pose(world: World, posed: Posed): HazardState {
  const { status, unit, by, fixer, recorder, severity, source, flagger, imported, asked, last } = posed
  const finished = status === 'closed' || status === 'void'
  const street = !unit.startsWith('c0')
  const parts = unit === 'o-cg' ? { 'v-xf': { unit: 'v-xf', mandatory: true, done: false } } : {}
  const set = {
    ...{ status, unit, severity, source, level: street ? 'street' : 'community', number: 'YH2026-00001' },
    ...{ community: 'c01', site: 'c01-s1', item: '1.1', reporter: personOf('volunteer'), parts },
    ...{ fixer: fixer && personOf(fixer), recorder: recorder && personOf(recorder), fixerUnit: fixer && unit },
    ...{ suspectedMajor: flagger !== null, flagger: flagger && personOf(flagger) },
    ...(imported ? { backfill } : {}),
    ...(asked ? { extension: { due: '2026-04-10', works: asked.works }, asker: personOf(asked.by) } : {}),
    audience: ['xq', 'jd', 'c01', 'c01-s1', unit, ...Object.keys(parts), `p:${personOf('volunteer')}`],
  }
  const leg = { holder: unit, by, mode: 'order', due: '2026-03-20', provisional: false }
  const entry = {
    ...{ book: 'b1', seq: 1, stream: caseId('a'), version: 1, kind: 'hazard', step: 'report', text: null },
    ...{ actor: personOf('volunteer'), commandId: '', ordinal: 0, takenAt: START, recordedAt: START, textHash: null },
    data: { set, ...(finished ? { ends: true } : { leg }) } as unknown as JsonObject,
  } as Entry
  const undone = { seq: 1, step: 'verify', at: START, set: { status: 'reported' }, legs: 'kept' } as const
  const state = { ...evolve(null, entry), undoable: last && { ...undone, actor: personOf(last) } }
  world.entries.push(entry)
  world.states.set(state.id, state)
  return state
}

const person = fc.constantFrom(...everybody)
const posedCase: fc.Arbitrary<Posed> = fc.record({
  status: fc.constantFrom('handling', 'handling', ...statuses),
  severity: fc.constantFrom(...severities),
  unit: fc.constantFrom('c01', 'c01-s1', 'zb', 'o-cg', 'v-xf'),
  by: fc.constantFrom('c01', 'zb', 'o-cg'),
  fixer: fc.option(person),
  recorder: fc.option(person),
  source: fc.constantFrom('patrol', 'superior'),
  flagger: fc.option(person),
  imported: fc.boolean(),
  asked: fc.option(fc.record({ works: fc.boolean(), by: person }), { freq: 2 }),
  last: fc.option(person),
})

/** One plain case in each status, so that every step is met whatever the dice say. */
const plain: [Posed][] = statuses.map((status) => [
  {
    ...{ status, severity: 'ordinary', unit: 'o-cg', by: 'zb', source: 'patrol', imported: false },
    ...{ fixer: null, recorder: null, flagger: null, asked: null, last: null },
  },
])

const place = fc.constantFrom(...smallTree.map((unit) => unit.code), 'no')
/** When `take` decides the first step of a fresh world. */
const NOW = new Date(Date.parse(START) + 60_000).toISOString()
/** Bodies that a step may well accept. */
const bodies: Record<string, JsonObject[]> = Object.fromEntries(steps.map((step) => [step, [usual[step] ?? {}]]))
bodies.verify?.push({ unit: 'c01-s1', severity: 'major' }, { unit: 'o-cg' })
bodies.assign?.push({ unit: 'c01', due: '2026-03-20' }, { unit: 'v-xf', due: '2026-03-20', helpers: ['o-cg'] })
bodies.rectify?.push({ note: '代录', photos: [], by: 'party' })
const paper = { on: '2026-03-01', photos: ['e'.repeat(64)] }
bodies.rectify?.push({ note: '代录', photos: [], by: 'unit', paper })
bodies.refuse?.push({ reason: '代录', paper })
bodies['ask-extension']?.push({ due: '2026-04-10', reason: '代录', works: true, paper })

/** Whatever JSON may be: keys of the real bodies with wild values, wild keys, wild depth. */
const names = [
  ...new Set([...Object.values(usual).flatMap((body) => Object.keys(body)), 'direct', 'fixed', 'helpers']),
  ...[
    'duplicateOf',
    'severity',
    'source',
    'party',
    'person',
    'site',
    'position',
    'by',
    'noPhotoReason',
    'backfill',
    'paper',
    'works',
    'arbitration',
    '__proto__',
  ],
]
const wildValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  place,
  fc.constantFrom('2026-03-20', '9999-12-31', '0000-01-01T00:00:00+08:00', 'a'.repeat(64), '-'.repeat(36), 1e308),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const wildData = fc
  .tuple(fc.constantFrom(...steps), fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), wildValue))
  .map(([step, data]) => JSON.parse(JSON.stringify({ ...usual[step], ...data })) as JsonObject)

describe('over every status, step and role', () => {
  it('an accepted step was open in that status and allowed to that duty; what is offered is not refused for rights', () => {
    const dead = new Set<string>()
    const lived = new Set<string>()
    fc.assert(
      fc.property(posedCase, (posed) => {
        for (const who of everybody)
          for (const step of steps) {
            const actor = actorOf(who)
            const attempts = (bodies[step] ?? []).map((data) => {
              const world = openWorld()
              const state = pose(world, posed)
              return { state, result: take(world, { actor, step, data }) }
            })
            const state = attempts[0]!.state
            const row = hazardSteps.find((one) => one.step === step)!
            const offered = availableSteps(state, actor, smallReference, NOW).some((one) => one.step === step)
            const seen = canSee(state, scopeOf(actor, smallReference.units))
            const accepted = attempts.some(({ result }) => !isProblem(result))
            if (accepted) {
              lived.add(step)
              expect(row.from).toContain(state.status)
              expect(row.may(state, actor, smallReference, NOW)).toBe(true)
              expect(offered && seen).toBe(true)
            }
            const barred = attempts.every(({ result }) => isProblem(result) && rights.includes(result.code))
            if (seen && offered && barred) dead.add(`${who} ${step} ${JSON.stringify(posed)}`)
          }
      }),
      { numRuns: 100, examples: plain },
    )
    expect([...dead].slice(0, 5)).toEqual([])
    expect([...lived].sort()).toEqual(open.sort())
  }, 120_000)

  it('no JSON makes a decision throw, or changes the case when it is refused', () => {
    const wild = fc.tuple(posedCase, person, fc.constantFrom(...steps), wildData, fc.option(fc.nat(9)))
    fc.assert(
      fc.property(wild, fc.boolean(), ([posed, who, step, data, seen], fresh) => {
        const world = openWorld()
        const before = fresh ? null : pose(world, posed)
        const result = take(world, { actor: actorOf(who), step, data, seen: seen ?? undefined })
        if (isProblem(result)) expect(world.states.get(caseId('a')) ?? null).toEqual(before)
        else expect(result.length).toBeGreaterThan(0)
      }),
      { numRuns: 15_000 },
    )
  }, 60_000)
})
