import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Command, type Entry, type Kind, kinds, SYSTEM } from '../entry.ts'
import { actorOf, START } from '../hazard/given.ts'
import { everybody, personOf, smallCatalogue, smallReference, type Who } from '../hazard/given-tree.ts'
import { rules } from '../kinds.ts'
import { isProblem } from '../problem.ts'
import type { Actor } from './roles.ts'
import { communityOf, isWithin, levelOf, lineage, modeOf, type Person } from './units.ts'

const stream = '00000000-0000-7000-b000-000000000001'
const system: Actor = { person: SYSTEM, memberships: [] }

const bodies: [Kind, string, Record<string, unknown>][] = [
  ['unit', 'found', { code: 'c03', name: '示范三社区', kind: 'community', parent: 'jd' }],
  ['calendar', 'publish', { years: { 2027: { off: ['2027-01-01'], on: [] } } }],
  ['catalogue', 'publish', { ...smallCatalogue, version: 't2', from: '2026-03-03' }],
]

const enrolment = { name: '测试', memberships: [{ role: 'grid', unit: 'c01-g1' }] }

function decide(kind: Kind, step: string, data: unknown, who: Who | Actor = system, state: unknown = null) {
  const actor = typeof who === 'string' ? actorOf(who) : who
  const command = { id: stream, stream, kind, step, data: data as Command['data'], takenAt: START }
  const context = { actor, reference: smallReference, now: START, photos: new Map(), next: () => 1 }
  const result = rules[kind].decide(command, new Map([[stream, state]]), context)
  return isProblem(result) ? result.code : result
}

describe('units, people, calendar and catalogue', () => {
  it.each(bodies)('%s: %s is a step of the system and the administrator only', (kind, step, data) => {
    expect(decide(kind, step, data)).toHaveLength(1)
    for (const who of everybody)
      expect(decide(kind, step, data, who), who).toEqual(who === 'admin' ? expect.any(Array) : 'step.not-yours')
    expect(decide(kind, 'delete', data)).toBe('command.unknown-step')
    expect(decide(kind, step, { ...data, extra: 1 })).toBe('command.invalid')
  })

  it('a unit has a new code and a known parent', () => {
    const unit = { code: 'c03', name: '示范三社区', kind: 'community', parent: 'jd' }
    expect(decide('unit', 'found', { ...unit, code: 'c01' })).toBe('unit.exists')
    expect(decide('unit', 'found', { ...unit, parent: 'no' })).toBe('unit.unknown')
    expect(decide('unit', 'found', { ...unit, kind: 'planet' })).toBe('command.invalid')
  })

  it('a person’s name is erasable, his duties stay', () => {
    const [draft] = decide('person', 'enrol', enrolment) as { data: object; text: object | null }[]
    expect(draft?.text).toEqual({ name: '测试' })
    expect(JSON.stringify(draft?.data)).not.toContain('测试')
    expect(decide('person', 'enrol', { name: '测试', memberships: [{ role: 'grid', unit: 'no' }] })).toBe(
      'unit.unknown',
    )
    expect(decide('person', 'enrol', { name: '测试', memberships: [{ role: 'king', unit: 'c01' }] })).toBe(
      'command.invalid',
    )
  })

  it('a person is enrolled once, appointed and disabled afterwards', () => {
    const known = { id: stream, memberships: [], disabled: false }
    expect(decide('person', 'enrol', enrolment, system, known)).toBe('person.exists')
    for (const step of ['disable', 'enable']) expect(decide('person', step, {})).toBe('person.unknown')
    expect(decide('person', 'appoint', { memberships: [] })).toBe('person.unknown')
    expect(decide('person', 'appoint', { memberships: [] }, system, known)).toHaveLength(1)
  })

  it('no JSON makes them throw', () => {
    const steps = fc.constantFrom('found', 'enrol', 'appoint', 'disable', 'enable', 'publish', 'constructor')
    const wild = fc.dictionary(
      fc.constantFrom('code', 'name', 'kind', 'parent', 'memberships', 'years', 'x'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(fc.constantFrom(...kinds), steps, wild, (kind, step, data) => {
        decide(kind, step, JSON.parse(JSON.stringify(data)))
      }),
      { numRuns: 3000 },
    )
  }, 30_000)
})

describe('a person’s life', () => {
  const live = (...steps: [string, object][]): Person =>
    steps.reduce<unknown>(
      (before, [step, data]) =>
        rules.person.evolve(before, { stream, step, data, actor: 'a', recordedAt: START } as unknown as Entry),
      null,
    ) as Person
  const enrolled = { by: 'a', at: START }
  const duty = { memberships: [{ role: 'grid', unit: 'c01-g1' }] }

  it('keeps the duties through disabling, and the disabling through an appointment', () => {
    expect(live(['enrol', duty], ['disable', {}])).toEqual({ id: stream, ...duty, disabled: true, enrolled })
    const moved = { memberships: [{ role: 'office', unit: 'zb' }] }
    expect(live(['enrol', duty], ['disable', {}], ['appoint', moved])).toEqual({
      ...{ id: stream, ...moved, disabled: true, enrolled },
    })
    expect(live(['enrol', duty], ['disable', {}], ['enable', {}]).disabled).toBe(false)
  })

  it('a new stand-in of the same person replaces his dates; other steps leave them alone', () => {
    const days = { from: '2026-03-02', to: '2026-03-06' }
    const lent = live(
      ['enrol', duty],
      ['deputize', { deputy: 'b', from: '2026-03-01', to: '2026-03-02' }],
      ['deputize', { deputy: 'b', ...days }],
      ['deputize', { deputy: 'c', ...days }],
      ['disable', {}],
    )
    expect(lent.deputies).toEqual([
      { person: 'b', ...days },
      { person: 'c', ...days },
    ])
    expect(
      live(['enrol', duty], ['deputize', { deputy: 'b', ...days }], ['undeputize', { deputy: 'b' }]).deputies,
    ).toEqual([])
  })

  it('an enrolment taken back leaves nobody who could do anything, until he is appointed or enabled', () => {
    const gone = live(['enrol', duty], ['retract', {}])
    expect(gone).toEqual({
      ...{ id: stream, memberships: [], disabled: true, enrolled, retracted: duty.memberships },
    })
    expect(live(['enrol', duty], ['retract', {}], ['contact', {}]).retracted).toEqual(duty.memberships)
    expect(live(['enrol', duty], ['retract', {}], ['appoint', duty])).toEqual({
      ...{ id: stream, ...duty, disabled: true, enrolled },
    })
  })
})

describe('the tree', () => {
  const { units } = smallReference

  it('knows lineage, community, level and mode', () => {
    expect(lineage(units, 'c01-s1').map((unit) => unit.code)).toEqual(['c01-s1', 'c01', 'jd', 'xq'])
    expect(lineage(units, 'no')).toEqual([])
    expect(isWithin(units, 'c01-g1', 'jd')).toBe(true)
    expect(isWithin(units, 'jd', 'c01')).toBe(false)
    expect(communityOf(units, 'c01-g1')).toBe('c01')
    expect(communityOf(units, 'v-xf')).toBeUndefined()
    expect(['c01-s1', 'c01', 'zb', 'v-xf', 'jd', 'xq', 'no'].map((code) => levelOf(units, code))).toEqual([
      ...['community', 'community', 'street', 'street', 'street', 'above', 'street'],
    ])
    expect(['c01', 'o-cg', 'v-xf', 'p-rq'].map((code) => modeOf(units, code))).toEqual([
      ...['order', 'order', 'request', 'request'],
    ])
  })

  it('ends, though a unit be its own ancestor', () => {
    const loop = new Map([['a', { code: 'a', name: 'a', kind: 'office' as const, parent: 'a' }]])
    expect(lineage(loop, 'a').length).toBeLessThan(20)
  })

  it('gives every person of the tests an id of his own', () => {
    expect(new Set(everybody.map(personOf)).size).toBe(everybody.length)
  })
})
