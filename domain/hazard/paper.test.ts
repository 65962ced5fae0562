import { describe, expect, it } from 'vitest'
import { availableSteps } from './decide.ts'
import { actorOf, assigned, caseId, given, handling, rectified, START, took } from './given.ts'
import { personOf, smallReference, type Who } from './given-tree.ts'

const scan = 'd'.repeat(64)
const paper = { on: '2026-03-01', photos: [scan] }
const labelFor = (who: Who, step: string, history = assigned) => {
  const state = given(history).world.states.get(caseId('a'))!
  return availableSteps(state, actorOf(who), smallReference, START).find((one) => one.step === step)?.label
}

describe('代录 from paper', () => {
  it('of a unit’s fix keeps both dates, and whoever entered it never checks it', () => {
    const history = [...assigned, took('office', 'rectify', { by: 'unit', paper })]
    const { world } = given(history)
    expect(world.entries.at(-1)?.data).toMatchObject({ paper: { on: '2026-03-01', photos: [scan] } })
    expect(world.entries.at(-1)?.recordedAt).toMatch(/^2026-03-02/)
    const state = world.states.get(caseId('a'))
    expect(state).toMatchObject({ fixer: null, fixerUnit: 'o-cg', recorder: personOf('office'), papers: [scan] })
    expect(given(history).when('office', 'close').code).toBe('check.recorder')
    expect(given(history).when('office2', 'close').code).toBe('check.photos-missing')
  })

  it('for a unit needs a photo of its paper; for a party it may have one', () => {
    expect(given(assigned).when('office', 'rectify', { by: 'unit' }).code).toBe('paper.photo')
    expect(given(assigned).when('office', 'rectify', { by: 'unit', paper: { ...paper, photos: [] } }).code).toBe(
      'paper.photo',
    )
    expect(given(handling).when('colleague', 'rectify', { by: 'party' }).code).toBe('accepted')
    expect(given(handling).when('colleague', 'rectify', { by: 'party', paper }).code).toBe('accepted')
    expect(given(assigned).when('urban', 'rectify', { by: 'unit', paper }).code).toBe('step.not-yours')
    expect(given(assigned).when('urban', 'rectify', { paper }).code).toBe('paper.staff')
  })

  it('of a refusal is the office’s or the assigner’s, with the unit’s paper', () => {
    expect(given(assigned).when('office', 'refuse').code).toBe('paper.photo')
    const { state } = given(assigned).when('office', 'refuse', { paper })
    expect([state.unit, state.papers]).toEqual(['zb', [scan]])
    expect(given(assigned).when('community', 'refuse', { paper }).code).toBe('step.not-yours')
    const inside = [...handling, took('community', 'assign', { unit: 'c01-s1' })]
    expect(given(inside).when('community', 'refuse').code).toBe('accepted')
    expect(given(inside).when('community2', 'refuse', { paper }).code).toBe('case.not-found')
  })

  it('of words is the community’s and the office’s', () => {
    expect(given(rectified).when('office', 'comment', { paper }).state.papers).toEqual([scan])
    expect(given(rectified).when('volunteer', 'comment', { paper }).code).toBe('paper.staff')
    expect(given(rectified).when('office', 'comment', { paper: { ...paper, on: '1999-01-01' } }).code).toBe('paper.day')
  })

  it('is called so on the button of those who only enter it', () => {
    expect(labelFor('office', 'rectify')).toBe('代录整改反馈')
    expect(labelFor('office', 'refuse')).toBe('代录退单')
    expect(labelFor('urban', 'rectify')).toBe('整改反馈')
    expect(labelFor('urban', 'refuse')).toBe('退单')
    expect(labelFor('community', 'refuse')).toBeUndefined()
  })
})
