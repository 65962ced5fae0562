import { describe, expect, it } from 'vitest'
import type { Entry } from '../entry.ts'
import { SYSTEM } from '../entry.ts'
import { isProblem } from '../problem.ts'
import { meetingId, openDesk } from '../topic/given-topic.ts'
import { unitsAt } from '../units/in-force.ts'
import { evolveUnit } from '../units/unit-state.ts'
import type { Unit } from '../units/units.ts'
import {
  assigned,
  caseId,
  given,
  handling,
  openWorld,
  rectified,
  reported,
  START,
  type Took,
  take,
  took,
  type World,
} from './given.ts'
import { smallReference } from './given-tree.ts'
import { type HazardState, openLeg } from './state.ts'

type Change = [code: string, step: string, data: object]
const system = { person: SYSTEM, memberships: [] }
const LATER = '2026-03-10T00:00:00.000Z'
const DAY = { from: '2026-03-09' }

/** A world that has lived its history, then the units change. */
const ended = (history: readonly Took[], ...changes: Change[]) => change(given(history, openWorld()).world, changes)

function change(world: World, changes: readonly Change[]) {
  const units = new Map<string, Unit>(smallReference.units)
  for (const [code, step, data] of changes) {
    const entry = {
      stream: '',
      step,
      data: { ...DAY, ...data },
      recordedAt: '2026-03-05T00:00:00.000Z',
    } as unknown as Entry
    const unit = evolveUnit(
      units.get(code) ?? null,
      step === 'found' ? { ...entry, data: { code, ...entry.data } } : entry,
    )
    units.set(code, unit)
  }
  world.reference = { ...smallReference, units: unitsAt(units, LATER) }
  const result = take(world, { actor: system, step: 'move', data: {}, at: LATER })
  const state = world.states.get(caseId('a'))!
  return { world, state, leg: openLeg(state), code: isProblem(result) ? result.code : 'accepted' }
}

const fresh = (code: string): Change => [code, 'found', { name: `${code}社区`, kind: 'community', parent: 'jd' }]
const parts = (...into: [string, string[]][]): object => ({ into: into.map(([code, takes]) => ({ code, takes })) })
const inTwo: Change[] = [
  fresh('c03'),
  fresh('c04'),
  ['c01', 'split', parts(['c03', ['c01-s1']], ['c04', ['c01-g1', 'c01-s2']])],
]
const cutOut: Change[] = [fresh('c03'), ['c01', 'split', parts(['c01', []], ['c03', ['c01-g1', 'c01-s2']])]]
const at = (site: string) => [took('community', 'report', { site })]

describe('an open case whose community splits', () => {
  it('goes where its compound went, with its clock, status and deadline', () => {
    const history = [...at('c01-s2'), took('community', 'verify')]
    const before = openLeg(given(history).world.states.get(caseId('a'))!)
    const { state, leg } = ended(history, ...inTwo)
    expect([state.community, state.unit, state.site, state.status]).toEqual(['c04', 'c04', 'c01-s2', 'handling'])
    expect(leg).toEqual({ ...before, holder: 'c04', by: 'c04' })
    expect(state.audience).toEqual(['c01-s2', 'c04', 'jd', `p:${state.reporter}`, 'xq'])
  })

  it('without a site goes to the first part', () => {
    expect(ended(reported, ...inTwo).state.community).toBe('c03')
  })

  it('without a site goes where the grid went that has it in hand or whose worker found it', () => {
    expect(ended([...reported, took('community', 'verify', { unit: 'c01-g1' })], ...inTwo).state.community).toBe('c04')
    expect(ended([took('grid', 'report')], ...inTwo).state.community).toBe('c04')
  })

  it('stays where the community goes on, unless its place was cut out', () => {
    expect(ended(at('c01-s1'), ...cutOut)).toMatchObject({ code: 'step.not-now', state: { community: 'c01' } })
    expect(ended(reported, ...cutOut)).toMatchObject({ code: 'step.not-now', state: { community: 'c01' } })
    expect(ended(at('c01-s2'), ...cutOut).state).toMatchObject({ community: 'c03', unit: 'c03' })
    expect(ended([took('grid', 'report')], ...cutOut).state.community).toBe('c03')
  })

  it('is called up or with a department: only the place changes, the hands stay', () => {
    const { state, leg } = ended(assigned, ...inTwo)
    expect([state.community, state.unit, leg?.holder, state.level]).toEqual(['c03', 'o-cg', 'o-cg', 'street'])
  })

  it('waits for its recheck there, and the fixer’s unit follows, so that a major one is not checked by his colleagues', () => {
    const { state, leg, world } = ended([took('community', 'report', { item: '1.3' }), ...rectified.slice(1)], ...inTwo)
    expect([state.fixerUnit, leg?.holder]).toEqual(['c03', 'zb'])
    const colleague = { person: 'someone', memberships: [{ role: 'community' as const, unit: 'c03' }] }
    const closed = take(world, took(colleague, 'close', {}, { at: '2026-03-10T01:00:00.000Z' }))
    expect(isProblem(closed) && closed.code).toBe('check.fixer')
  })

  it('twice over goes to the end of the line at once', () => {
    const again: Change[] = [fresh('c05'), ['c04', 'merge', { into: 'c05' }]]
    expect(ended(at('c01-s2'), ...inTwo, ...again).state).toMatchObject({ community: 'c05', unit: 'c05' })
  })

  it('does not move twice, nor once it is closed', () => {
    const { world } = ended(handling, ...inTwo)
    const result = take(world, { actor: system, step: 'move', data: {}, at: '2026-03-11T00:00:00.000Z' })
    expect(isProblem(result) && result.code).toBe('step.not-now')
    const closed = ended([...rectified, took('colleague', 'close')], ...inTwo)
    expect([closed.code, closed.state.community]).toEqual(['step.not-now', 'c01'])
  })

  it('takes who leads its plate along, and keeps him there when he notes what he did', () => {
    const world = openWorld()
    given(handling, world)
    const desk = openDesk(world)
    const plate = { cases: [caseId('a')], unit: 'c01', due: '2026-06-30', requirement: '限期整治' }
    expect(desk.send('leader', 'supervision', 'hang', meetingId(9), plate).code).toBe('accepted')
    const { state } = change(world, inTwo)
    const lead = (one: HazardState) => Object.values(one.supervised).map(({ unit }) => unit)
    expect([lead(state), state.audience.includes('c01')]).toEqual([['c03'], false])
    const paper = { on: '2026-03-01', photos: ['d'.repeat(64)] }
    const note = { note: '已清理', paper }
    expect(desk.send('office', 'supervision', 'note', meetingId(9), note, '2026-03-11T01:00:00.000Z').code).toBe(
      'accepted',
    )
    expect([lead(desk.hazard('a')), desk.hazard('a').audience.includes('c01')]).toEqual([['c03'], false])
  })

  it('says in its entry whose change moved it', () => {
    const { world } = ended(handling, ...inTwo)
    expect(world.entries[world.entries.length - 1]?.data).toMatchObject({ moved: { c01: 'c03' }, cause: 'c01' })
  })
})

describe('an open case whose organ merges', () => {
  const merged: Change[] = [
    ['o-js', 'found', { name: '综合办', kind: 'office', parent: 'jd' }],
    ['o-cg', 'merge', { into: 'o-js' }],
  ]
  const goes = (code: string): Change => [code, 'merge', { into: 'o-js' }]

  it('goes on in the hands of the new one; a refusal and a return find their way', () => {
    const { state, leg, world } = ended(assigned, ...merged)
    expect([state.unit, leg?.holder, leg?.by]).toEqual(['o-js', 'o-js', 'zb'])
    const handler = { person: 'someone', memberships: [{ role: 'handler' as const, unit: 'o-js' }] }
    expect(take(world, took(handler, 'rectify', {}, { at: '2026-03-10T01:00:00.000Z' }))).toHaveLength(1)
    expect(take(world, took('checker', 'return', {}, { at: '2026-03-10T02:00:00.000Z' }))).toHaveLength(1)
    expect(openLeg(world.states.get(caseId('a'))!)).toMatchObject({ holder: 'o-js', by: 'zb' })
  })

  it('keeps a helper once, and none that is the responsible unit itself', () => {
    const helped = [...assigned.slice(0, -1), took('office', 'assign', { unit: 'v-xf', helpers: ['o-cg'] })]
    expect(Object.keys(ended(helped, ...merged).state.parts)).toEqual(['o-js'])
  })

  it('still owes the share of one of two helpers that are one unit now', () => {
    const helpers = took('office', 'assign', { helpers: ['p-rq', 'v-xf'] })
    const history = [...assigned.slice(0, -1), helpers, took('fire', 'help')]
    const { state } = ended(history, ...merged.slice(0, 1), goes('p-rq'), goes('v-xf'))
    expect(state.parts).toEqual({ 'o-js': { unit: 'o-js', mandatory: false, done: false } })
  })

  it('as of the day before the old name is said, as of the day the new one', () => {
    const units = new Map(smallReference.units)
    const entry = {
      stream: '',
      step: 'rename',
      data: { name: '新名社区', ...DAY },
      recordedAt: START,
    } as unknown as Entry
    units.set('c01', evolveUnit(units.get('c01')!, entry))
    const said = (instant: string) => unitsAt(units, instant).get('c01')?.name
    expect([said('2026-03-08T15:59:59.999Z'), said('2026-03-08T16:00:00.000Z')]).toEqual(['示范一社区', '新名社区'])
  })
})
