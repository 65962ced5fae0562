import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chargedLegs } from './charged.ts'
import { assigned, called, given, handling, rectified, took } from './given.ts'
import type { HazardState } from './state.ts'
import { all, type Stride, walk } from './walk.ts'

const told = (state: HazardState) =>
  chargedLegs(state).map(({ status, holder, level, due, aside }) =>
    [status, holder, level, due, aside].filter(Boolean).join(' '),
  )

describe('what counts in 按期率', () => {
  it('is each level’s own leg: community, office, department and recheck each have one', () => {
    const { state } = given([...assigned, took('urban', 'rectify')]).when('checker', 'close')
    expect(told(state)).toEqual([
      'reported c01 community 2026-03-03',
      'called zb street 2026-03-09',
      'handling o-cg street 2026-03-20',
      'rectified zb street 2026-03-05',
    ])
  })

  it('lays a recheck by the street to the street, though the case is a community’s', () => {
    const { state } = given(rectified).when('volunteer', 'flag')
    expect(told(state)).toEqual([
      'reported c01 community 2026-03-03',
      'handling c01 community 2026-03-09',
      'rectified c01 community 2026-03-05 taken',
      'rectified zb street 2026-03-05',
    ])
  })

  it('takes a recheck from its community also where the fire agency’s word brings it to the street', () => {
    const helped = took('office', 'assign', { unit: 'c01', helpers: ['v-xf'] })
    const { state } = given([...called, helped, took('community', 'rectify')]).when('fire', 'determine')
    expect(told(state).slice(3)).toEqual(['rectified c01 community 2026-03-05 taken', 'rectified zb street 2026-03-05'])
  })

  it('leaves out a refusal that was right, and waits where nobody has judged it', () => {
    const refused = [...assigned, took('urban', 'refuse')]
    expect(told(given(refused).when('office', 'comment').state)[2]).toBe('handling o-cg street 2026-03-20 open')
    const right = given(refused).when('office', 'assign', { unit: 'v-xf' })
    expect(told(right.state)[2]).toBe('handling o-cg street 2026-03-20 right')
    // Whoever got it back and did it himself has found the refuser right.
    const own = given(refused).when('office', 'rectify')
    expect(told(own.state)[2]).toBe('handling o-cg street 2026-03-20 right')
  })

  it('charges who refused without reason from the first assignment, however often', () => {
    const again = took('office', 'assign', { due: '2026-04-20' })
    const twice = [...assigned, took('urban', 'refuse'), again, took('urban', 'refuse'), again]
    const { state } = given(twice).when('urban', 'rectify')
    const ofUnit = chargedLegs(state).filter(({ holder }) => holder === 'o-cg')
    expect(ofUnit).toMatchObject([{ from: state.legs[2]?.from, due: '2026-03-20', to: state.legs[6]?.to, nr: 6 }])
    const said = given([...assigned, took('urban', 'refuse')]).when('office', 'assign', {
      ...{ unit: 'v-xf', arbitration: 'wrong', reason: '应由其先处置' },
    })
    expect(told(said.state)[2]).toBe('handling o-cg street 2026-03-20')
  })

  it('gives nobody credit for what was taken from him in time, and lays to him what was taken too late', () => {
    const away = given(assigned).when('office', 'assign', { unit: 'v-xf' })
    expect(told(away.state)[2]).toBe('handling o-cg street 2026-03-20 taken')
    const late = given(assigned).when(
      'office',
      'assign',
      { unit: 'v-xf', due: '2026-04-20' },
      { at: '2026-03-23T01:00:00Z' },
    )
    expect(told(late.state)[2]).toBe('handling o-cg street 2026-03-20')
    // A community that hands its own case to a compound, or up to the street, has done its part.
    const own = given(handling).when('community', 'assign', { unit: 'c01-s1' })
    expect(told(own.state)[1]).toBe('handling c01 community 2026-03-09')
  })

  it('counts a granted day as the day, and keeps the first beside it', () => {
    const { state } = given([...assigned, took('urban', 'ask-extension')]).when('office', 'extend')
    const [, , leg] = chargedLegs(state)
    expect(leg).toMatchObject({ due: '2026-04-10', firstDue: '2026-03-20', extended: 1 })
  })

  it('over random lives has no leg twice and none that is not the case’s', () => {
    const stride: fc.Arbitrary<Stride> = fc.record({
      ...{ pick: fc.nat(), held: fc.constant([]), on: fc.constant('a'), variant: fc.nat(7), hours: fc.nat(30) },
      wild: fc.option(fc.constantFrom('refuse', 'assign', 'extend'), { freq: 2 }),
      unit: fc.constantFrom('o-cg', 'v-xf', 'c01'),
    })
    fc.assert(
      fc.property(fc.array(stride, { minLength: 40, maxLength: 100 }), (strides) => {
        walk(all, strides, ({ states }, { stream }) => {
          const state = states.get(stream) as HazardState
          const legs = chargedLegs(state)
          expect(new Set(legs.map(({ nr }) => nr)).size).toBe(legs.length)
          for (const { nr, from, to, holder } of legs) {
            expect(state.legs[nr]).toMatchObject({ holder, to })
            expect(state.legs.some((leg) => leg.from === from)).toBe(true)
          }
        })
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})
