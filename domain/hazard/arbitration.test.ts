import { describe, expect, it } from 'vitest'
import { assigned, given, took } from './given.ts'

const refused = [...assigned, took('urban', 'refuse')]
const verdicts = (state: { legs: { refusal: string | null }[] }) => state.legs.map(({ refusal }) => refusal)

describe('what the next assignment says of a 退单', () => {
  it('is nothing until then', () => {
    expect(verdicts(given(refused).when('office', 'comment').state)).toEqual([null, null, null, null])
  })

  it('is right when the case goes to another unit, wrong when it goes to the same again', () => {
    const right = given(refused).when('office', 'assign', { unit: 'v-xf' })
    expect(verdicts(right.state)).toEqual([null, null, 'right', null, null])
    expect(verdicts(given(refused).when('office', 'assign').state)).toEqual([null, null, 'wrong', null, null])
    expect(right.world.entries.at(-1)?.data).toMatchObject({ arbitration: 'right' })
  })

  it('may be said otherwise, with a reason', () => {
    const say = (arbitration: string, reason?: string) =>
      given(refused).when('office', 'assign', { unit: 'v-xf', arbitration, ...(reason ? { reason } : {}) })
    expect(say('wrong').code).toBe('assign.refused-why')
    expect(say('right').code).toBe('accepted')
    const said = say('wrong', '本属城管办，先请消防处置')
    expect(verdicts(said.state)[2]).toBe('wrong')
    expect(said.text).toEqual({ reason: '本属城管办，先请消防处置' })
  })

  it('is asked only after a refusal', () => {
    expect(given(assigned).when('office', 'assign', { arbitration: 'right' }).code).toBe('assign.refused-only')
    expect(verdicts(given(assigned).when('office', 'assign').state)).toEqual([null, null, null, null])
  })

  it('is taken back with the assignment', () => {
    const { state } = given([...refused, took('office', 'assign', { unit: 'v-xf' })]).when('office', 'undo')
    expect(verdicts(state)).toEqual([null, null, null, null])
    expect(state.legs.at(-1)).toMatchObject({ holder: 'zb', to: null })
  })
})
