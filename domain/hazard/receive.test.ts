import { describe, expect, it } from 'vitest'
import { SYSTEM } from '../entry.ts'
import { assigned, called, given, handling, reported, took } from './given.ts'

const system = { person: SYSTEM, memberships: [] }

describe('receive (签收)', () => {
  it('is by opening: the handler of the unit, once, with no other clock, hand or turn by it', () => {
    const before = given(assigned).when('urban', 'comment')
    const { state, leg } = given(assigned).when('urban', 'receive')
    expect(leg).toEqual({ ...before.leg, received: { at: leg?.received?.at, how: 'opened' } })
    expect(state).toMatchObject({ status: 'handling', turned: { step: 'assign' } })
    expect(given([...assigned, took('urban', 'receive')]).when('urban2', 'receive').code).toBe('step.not-yours')
  })

  it('makes nobody’s screen stale and takes from nobody the minute in which he may undo', () => {
    const open = given([...assigned, took('urban', 'receive')])
    expect(open.when('office', 'assign', { unit: 'v-xf' }, { seen: 3 }).code).toBe('accepted')
    const undone = given([...assigned, took('urban', 'receive', {}, { at: '2026-03-02T01:03:30Z' })])
    expect(undone.when('office', 'undo', {}, { at: '2026-03-02T01:03:40Z' }).state.status).toBe('called')
  })

  it('is not by who handed it on, who only looks, or another unit', () => {
    for (const who of ['office', 'community', 'leader', 'auditor', 'checker'] as const)
      expect(given(assigned).when(who, 'receive').code).toBe('step.not-yours')
    expect(given(assigned).when('fire', 'receive').code).toBe('case.not-found')
    // The community's officers keep the compound, and they are who gave it the case.
    const compound = given([...reported, took('community', 'verify', { unit: 'c01-s1' })])
    expect(compound.when('community', 'receive').code).toBe('step.not-yours')
    expect(compound.when('property', 'receive').leg?.received?.how).toBe('opened')
  })

  it('is for what another unit handed: a community’s own work is not received', () => {
    expect(given(handling).when('community', 'receive').code).toBe('step.not-yours')
    const back = given([...called, took('office', 'send-back')])
    expect(back.when('grid', 'receive').leg?.received?.how).toBe('opened')
    expect(given(called).when('office', 'receive').code).toBe('step.not-now')
  })

  it('speaks of the leg that was on the screen: one that has ended meanwhile is not received', () => {
    const again = given([...assigned, took('office', 'assign', { unit: 'o-cg', due: '2026-03-25' })])
    const [, , first] = again.world.states.values().next().value?.legs ?? []
    expect(again.when('urban', 'receive', { from: first?.from ?? '' }).code).toBe('receive.done')
    const open = again.when('urban', 'receive')
    expect(open.state.legs.map(({ received }) => received?.how ?? null)).toEqual([null, null, null, 'opened'])
  })

  it('is by silence once a full working day has passed: handed on Friday, from Tuesday on', () => {
    const friday = [...called, took('office', 'assign', {}, { at: '2026-03-06T01:00:00Z' })]
    for (const at of ['2026-03-07T01:00:00Z', '2026-03-09T15:59:59Z'])
      expect(given(friday).when(system, 'receive', {}, { at }).code).toBe('step.not-yours')
    const { leg } = given(friday).when(system, 'receive', {}, { at: '2026-03-09T16:00:00Z' })
    expect(leg?.received).toEqual({ at: '2026-03-09T16:00:00Z', how: 'silence' })
  })
})
