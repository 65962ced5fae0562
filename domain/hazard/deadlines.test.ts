import { describe, expect, it } from 'vitest'
import { given, handling, openWorld, reported, took } from './given.ts'
import type { Leg } from './state.ts'

const at = (instant: string) => ({ at: instant })

describe('a default deadline', () => {
  it('counts working days of Shanghai from the day of the step', () => {
    const friday = given([took('grid', 'report', {}, at('2026-04-03T01:00:00Z'))])
    expect(friday.when('grid', 'verify').leg?.due).toBe('2026-04-13')
    const late = given([took('grid', 'report', {}, at('2026-04-02T15:59:00Z'))])
    expect(late.world.states.size).toBe(1)
    expect(given([]).when('grid', 'report', {}, at('2026-04-03T15:59:59Z')).leg?.due).toBe('2026-04-07')
    expect(given([]).when('grid', 'report', {}, at('2026-04-03T16:00:00Z')).leg?.due).toBe('2026-04-07')
  })

  it('is provisional when it touches a year whose days off are not published', () => {
    const inYear = given([]).when('grid', 'report', {}, at('2026-12-30T01:00:00Z'))
    expect(inYear.leg).toMatchObject({ due: '2026-12-31', provisional: false })
    const across = given([took('grid', 'report', {}, at('2026-12-30T01:00:00Z'))]).when('grid', 'verify')
    expect(across.leg).toMatchObject({ due: '2027-01-06', provisional: true })
    const given1 = given([took('grid', 'report', {}, at('2026-12-30T01:00:00Z'))])
    expect(given1.when('grid', 'verify', { due: '2027-01-06' }).leg?.provisional).toBe(false)
  })

  it('follows what the catalogue said on the day of the report, not what it says later', () => {
    const world = openWorld()
    given(reported, world)
    const [first] = world.reference.catalogues
    const categories = first!.categories.map((category) => ({
      ...category,
      items: category.items.map((item) => ({ ...item, days: 20 })),
    }))
    const next = { ...first!, version: 't2', from: '2026-03-02', categories }
    world.reference = { ...world.reference, catalogues: [first!, next] }
    expect(given([], world).when('grid', 'verify').leg?.due).toBe('2026-03-09')
    const fresh = given([], world).when('grid', 'report', {}, { on: 'b' })
    expect(fresh.state).toMatchObject({ catalogue: 't2', days: 20 })
  })
})

describe('a given day', () => {
  it('may be today, and an instant counts as its Shanghai day', () => {
    const due = (day: string) => given(reported).when('grid', 'verify', { due: day })
    expect(due('2026-03-02').leg?.due).toBe('2026-03-02')
    expect(due('2026-03-02T16:00:00Z').leg?.due).toBe('2026-03-03')
    expect(due('2026-03-03T07:59:00+08:00').leg?.due).toBe('2026-03-03')
    expect(due('2026-03-01T15:00:00Z').code).toBe('due.past')
    expect(due('2028-03-02').code).toBe('accepted')
    expect(due('2028-03-03').code).toBe('due.too-far')
  })

  it.each(['9999-12-31', '9999-12-31T23:59:59Z', '0000-01-01', '0000-01-01T00:00:00+08:00', '2026-13-01', '', '今天'])(
    'of “%s” is refused',
    (day) => {
      expect(given(reported).when('grid', 'verify', { due: day }).code).toMatch(/^(due\.|command\.invalid)/)
    },
  )
})

describe('legs', () => {
  it('charge each holder his own stretch', () => {
    const life = [
      took('volunteer', 'report', {}, at('2026-03-02T01:00:00Z')),
      took('grid', 'verify', {}, at('2026-03-03T01:00:00Z')),
      took('community', 'call-up', {}, at('2026-03-09T01:00:00Z')),
      took('office', 'assign', { unit: 'v-xf', due: '2026-03-13' }, at('2026-03-10T01:00:00Z')),
      took('fire', 'rectify', {}, at('2026-03-16T01:00:00Z')),
    ]
    const { state } = given(life).when('checker', 'close', {}, at('2026-03-17T01:00:00Z'))
    const days = (leg: Leg) => [leg.status, leg.holder, leg.due, leg.from.slice(0, 10), leg.to?.slice(0, 10), leg.end]
    expect(state.legs.map(days)).toEqual([
      ['reported', 'c01', '2026-03-03', '2026-03-02', '2026-03-03', 'verify'],
      ['handling', 'c01', '2026-03-10', '2026-03-03', '2026-03-09', 'call-up'],
      ['called', 'zb', '2026-03-16', '2026-03-09', '2026-03-10', 'assign'],
      ['handling', 'v-xf', '2026-03-13', '2026-03-10', '2026-03-16', 'rectify'],
      ['rectified', 'zb', '2026-03-19', '2026-03-16', '2026-03-17', 'close'],
    ])
  })

  it('are not restarted by a comment or a proposal', () => {
    const quiet = [...handling, took('grid', 'comment'), took('community', 'void')]
    expect(given(quiet).when('office', 'comment').state.legs).toHaveLength(2)
  })
})
