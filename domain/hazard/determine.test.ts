import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fireStandardOn } from './fire-standards.ts'
import { assigned, given, openWorld, reported, took } from './given.ts'
import { everybody, personOf, smallReference } from './given-tree.ts'
import type { HazardState } from './state.ts'
import { all, type Stride, walk } from './walk.ts'

const toFire = [...assigned.slice(0, -1), took('office', 'assign', { unit: 'v-xf' })]
const flagged = [...toFire, took('community', 'flag')]
const GB2025 = 'GB35181-2025'

describe('a major fire hazard', () => {
  it('is determined by the fire agency’s handler alone, who must see the case', () => {
    for (const who of everybody) {
      const { code } = given(flagged, openWorld()).when(who, 'determine')
      expect(code, who).toMatch(who === 'fire' ? /^accepted$/ : /^(step\.not-yours|case\.not-found)$/)
    }
    expect(given(reported).when('fire', 'determine').code).toBe('case.not-found')
  })

  it('is so by what the unit is, not by its code', () => {
    const plain = [...smallReference.units.values()].map(({ agency: _agency, ...unit }) => unit)
    const reference = { ...smallReference, units: new Map(plain.map((unit) => [unit.code, unit])) }
    expect(given(flagged, openWorld(reference)).when('fire', 'determine').code).toBe('step.not-yours')
  })

  it('becomes major, 疑似 ends, and the standard stays with it; 不是 leaves the severity', () => {
    const major = given(flagged).when('fire', 'determine')
    expect(major.state).toMatchObject({ severity: 'major', suspectedMajor: false, status: 'handling' })
    expect(major.state.determined).toEqual({ result: 'major', standard: GB2025, before: 'ordinary' })
    expect(major.text).toEqual({ basis: '符合直接判定要素' })
    const not = given(flagged).when('fire', 'determine', { result: 'not' })
    expect(not.state).toMatchObject({ severity: 'ordinary', suspectedMajor: false })
  })

  it('that waits for its recheck goes to the street, as every grave one', () => {
    const fixed = [took('grid', 'report'), took('community', 'verify'), took('community', 'rectify')]
    const world = openWorld()
    given(fixed, world)
    const state = world.states.get([...world.states.keys()][0] ?? '') as HazardState
    world.states.set(state.id, { ...state, audience: [...state.audience, 'v-xf'] })
    expect(given([], world).when('fire', 'determine').leg).toMatchObject({ holder: 'zb', status: 'rectified' })
  })

  it('is measured by the standard in force that day; another is refused by name', () => {
    expect([fireStandardOn('2019-04-01').code, fireStandardOn('2025-10-31').code]).toEqual([
      'GB35181-2017',
      'GB35181-2017',
    ])
    expect(fireStandardOn('2025-11-01').code).toBe(GB2025)
    const old = given(flagged).when('fire', 'determine', { standard: 'GB35181-2017' })
    expect([old.code, old.problem?.message.includes('GB 35181-2025')]).toEqual(['determine.standard', true])
    const then = flagged.map((step, i) => ({ ...step, at: `2025-10-31T0${i + 1}:00:00.000Z` }))
    const early = then.map((step) =>
      'due' in step.data ? { ...step, data: { ...step.data, due: '2025-12-01' } } : step,
    )
    const at = (iso: string, standard: string) =>
      given(early, openWorld()).when('fire', 'determine', { standard }, { at: iso }).code
    // 23:59 and 00:00 in Shanghai.
    expect(at('2025-10-31T15:59:00.000Z', 'GB35181-2017')).toBe('accepted')
    expect(at('2025-10-31T16:00:00.000Z', 'GB35181-2017')).toBe('determine.standard')
    expect(at('2025-10-31T16:00:00.000Z', GB2025)).toBe('accepted')
    expect(given(flagged).when('fire', 'determine', { standard: 'GB1' }).code).toBe('command.invalid')
  })
})

describe('after the fire agency has spoken', () => {
  it('nobody else calls it major again or lowers it; the fire agency may speak anew', () => {
    const not = [...flagged, took('fire', 'determine', { result: 'not' })]
    expect(given(not).when('community', 'flag').code).toBe('step.not-yours')
    expect(given(not).when('office', 'correct', { severity: 'major' }).code).toBe('severity.determined')
    const item = given(not).when('office', 'correct', { item: '1.3' })
    expect([item.code, item.state.item, item.state.severity]).toEqual(['accepted', '1.3', 'ordinary'])
    expect(given(not).when('fire', 'determine').state.severity).toBe('major')
    // What it takes back itself is as grave as it was before.
    const back = given([...flagged, took('fire', 'determine'), took('fire', 'determine')])
    expect(back.when('fire', 'determine', { result: 'not' }).state).toMatchObject({
      ...{ severity: 'ordinary', determined: { result: 'not', standard: GB2025 } },
    })
    const undetermined = given(flagged).when('office', 'unflag')
    expect([undetermined.code, undetermined.state.determined]).toEqual(['accepted', null])
    expect(given([...flagged, took('fire', 'determine')]).when('office', 'unflag').code).toBe('step.not-yours')
  })

  it('only its own hand changes severity and 疑似, over random lives', () => {
    const stride: fc.Arbitrary<Stride> = fc.record({
      pick: fc.nat(),
      held: fc.constant([]),
      wild: fc.option(fc.constantFrom('determine', 'correct', 'flag', 'unflag', 'verify'), { freq: 1 }),
      on: fc.constantFrom('a', 'b'),
      unit: fc.constantFrom('v-xf', 'v-xf', 'c01'),
      variant: fc.nat(7),
      hours: fc.nat(20),
    })
    let spoken = 0
    fc.assert(
      fc.property(fc.array(stride, { minLength: 40, maxLength: 120 }), (strides) => {
        const last = new Map<string, HazardState>()
        walk(all, strides, ({ states }, entry) => {
          const [before, after] = [last.get(entry.stream), states.get(entry.stream) as HazardState]
          last.set(after.id, after)
          if (!before?.determined) return
          spoken += 1
          if (after.severity !== before.severity || after.suspectedMajor !== before.suspectedMajor)
            expect(entry.actor).toBe(personOf('fire'))
        })
      }),
      { numRuns: 150 },
    )
    expect(spoken).toBeGreaterThan(50)
  }, 60_000)
})
