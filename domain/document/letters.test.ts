import { describe, expect, it } from 'vitest'
import { caseId, given, openWorld, type Took, took } from '../hazard/given.ts'
import { everybody } from '../hazard/given-tree.ts'
import { topicId } from '../topic/given-topic.ts'
import { openRegister } from './given-document.ts'

/** One case, step by step; each history is about a case of its own. */
const on = (letter: string, ...steps: Took[]): Took[] => steps.map((one) => ({ ...one, on: letter }))
const toUrban = (letter: string) =>
  on(letter, took('volunteer', 'report'), took('community', 'call-up'), took('office', 'assign'))
const world = openWorld()
given(
  [
    ...toUrban('a'),
    ...toUrban('b'),
    ...on('c', ...[took('volunteer', 'report'), took('community', 'verify')]),
    ...on('d', ...[took('volunteer', 'report'), took('community', 'call-up')]),
    ...toUrban('e'),
    ...on('e', took('urban', 'rectify')),
  ],
  world,
)
const letter = {
  ...{
    type: 'call',
    to: 'o-cg',
    cases: [caseId('a'), caseId('b')],
    title: '关于限期整治安全隐患的函',
    prefix: '示街函',
  },
}

describe('a letter', () => {
  it('names cases that its addressee handles, and has numbers of its own', () => {
    const { send, document } = openRegister(world.states)
    expect(send('office', 'number', 1, letter)).toBe('accepted')
    expect(send('office', 'number', 2, { ...letter, type: 'press', prefix: '示街督' })).toBe('accepted')
    expect(send('office', 'number', 3, letter)).toBe('accepted')
    expect([1, 2, 3].map((n) => document(n)?.nr)).toEqual([1, 1, 2])
    expect(document(1)).toMatchObject({ to: 'o-cg', cases: letter.cases, topics: [], meeting: null })
  })

  it('of a case that is not there, not in that unit’s hands or finished is refused and takes no number', () => {
    const { send, document } = openRegister(world.states)
    for (const cases of [['z'], ['c'], ['d'], ['e'], ['a', 'c']])
      expect(send('office', 'number', 1, { ...letter, cases: cases.map(caseId) }), cases.join('')).toBe(
        'document.cases',
      )
    expect(send('office', 'number', 1, { ...letter, to: 'v-xf' })).toBe('document.cases')
    for (const to of ['nobody', undefined]) expect(send('office', 'number', 1, { ...letter, to })).toBe('unit.unknown')
    expect(send('office', 'number', 1, { ...letter, cases: [] })).toBe('command.invalid')
    expect(send('office', 'number', 1, { ...letter, cases: undefined, topics: [topicId(1)] })).toBe('unit.unknown')
    expect(send('office', 'number', 1, letter)).toBe('accepted')
    expect(document(1)?.nr).toBe(1)
  })

  it('presses a community too, but calls nobody for what a community must do itself', () => {
    const { send } = openRegister(world.states)
    const own = { ...letter, to: 'c01', cases: [caseId('c')] }
    expect(send('office', 'number', 1, own)).toBe('document.cases')
    expect(send('office', 'number', 1, { ...own, type: 'press' })).toBe('accepted')
  })

  it('is written by the office alone', () => {
    const { send } = openRegister(world.states)
    for (const who of everybody.filter((one) => one !== 'office' && one !== 'office2'))
      expect(send(who, 'number', 1, letter), who).toBe('step.not-yours')
  })
})
