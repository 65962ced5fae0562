import { describe, expect, it } from 'vitest'
import { assigned, closed, given, handling, rectified, reported, START, took } from './given.ts'
import { openLeg } from './state.ts'

const atMinute = (ms: number, minutes: number) => new Date(Date.parse(START) + minutes * 60_000 + ms).toISOString()

describe('undo (撤销)', () => {
  it('takes back a close within the minute: the recheck goes on with its old day, and no gap in the legs', () => {
    const before = given(rectified).when('colleague', 'comment').state
    const at = atMinute(60_000, 4)
    const { code, state, leg } = given(closed).when('colleague', 'undo', {}, { at })
    expect(code).toBe('accepted')
    expect(state.status).toBe('rectified')
    expect(state.legs).toEqual(before.legs)
    expect(leg?.due).toBe(openLeg(before)?.due)
  })

  it('not a moment after the minute, and says so', () => {
    expect(given(closed).when('colleague', 'undo', {}, { at: atMinute(60_001, 4) }).code).toBe('undo.late')
  })

  it('is by whoever took the step, by nobody else, the office included', () => {
    const at = atMinute(1, 4)
    for (const who of ['community', 'office', 'checker', 'volunteer'] as const)
      expect(given(closed).when(who, 'undo', {}, { at }).code).toBe('undo.not-yours')
  })

  it('after anything else by anybody it is too late; words alone do not matter', () => {
    const talked = [...handling, took('volunteer', 'comment', {}, { at: atMinute(1, 2) })]
    expect(given(talked).when('community', 'undo', {}, { at: atMinute(2, 2) }).code).toBe('accepted')
    for (const [who, step, code] of [
      ['volunteer', 'flag', 'undo.nothing'],
      ['colleague', 'correct', 'undo.nothing'],
      ['colleague', 'rectify', 'undo.not-yours'],
    ] as const) {
      const since = given([...handling, took(who, step, {}, { at: atMinute(1, 2) })])
      const outcome = since.when('community', 'undo', {}, { at: atMinute(2, 2) })
      expect([step, outcome.code]).toEqual([step, code])
    }
  })

  it('is not undone itself, and a report is taken back by 不列入 instead', () => {
    const undone = [...closed, took('colleague', 'undo', {}, { at: atMinute(1, 4) })]
    expect(given(undone).when('colleague', 'undo', {}, { at: atMinute(2, 4) }).code).toBe('undo.nothing')
    expect(given(reported).when('volunteer', 'undo', {}, { at: atMinute(2, 1) }).code).toBe('undo.nothing')
  })

  it('gives back the unit, the helpers and the level that an assignment changed', () => {
    const again = [...assigned, took('office', 'assign', { unit: 'v-xf', helpers: ['o-cg'] })]
    const { state, leg } = given(again).when('office', 'undo', {}, { at: atMinute(1, 4) })
    expect([state.unit, state.level, state.parts, leg?.holder]).toEqual(['o-cg', 'street', {}, 'o-cg'])
    expect(state.audience).not.toContain('v-xf')
  })

  it('a proposal to leave out is taken back as well', () => {
    const proposed = [...reported, took('community', 'void')]
    const { state } = given(proposed).when('community', 'undo', {}, { at: atMinute(1, 2) })
    expect([state.status, state.proposedVoid]).toEqual(['reported', null])
  })

  it('makes an older screen of somebody else stale', () => {
    const undone = [...handling, took('community', 'undo', {}, { at: atMinute(1, 2) })]
    const { code, problem } = given(undone).when('grid', 'verify', {}, { seen: 1 })
    expect(code).toBe('step.stale')
    expect(problem?.message).toContain('撤销')
  })
})
