import { describe, expect, it } from 'vitest'
import { assigned, called, given, handling, reported, took } from './given.ts'
import { personOf, smallStaff } from './given-tree.ts'

const asked = [...assigned, took('urban', 'ask-extension')]
const extended = [...asked, took('office', 'extend')]
const paper = { on: '2026-03-01', photos: ['e'.repeat(64)] }

describe('ask-extension (申请延期)', () => {
  it('is by the responsible unit, waits for an answer and stops no clock', () => {
    const { state, leg, text } = given(assigned).when('urban', 'ask-extension')
    expect(state).toMatchObject({ status: 'handling', extension: { due: '2026-04-10', works: false }, extensions: 0 })
    expect(state.asker).toBe(personOf('urban'))
    expect(leg).toMatchObject({ due: '2026-03-20', firstDue: '2026-03-20', extended: 0 })
    expect(text).toEqual({ reason: '配件要定制' })
    expect(given(asked).when('urban2', 'ask-extension').code).toBe('ask-extension.pending')
  })

  it('may be entered by the office from the unit’s paper, by nobody else', () => {
    expect(given(assigned).when('office', 'ask-extension').code).toBe('paper.photo')
    expect(given(assigned).when('office', 'ask-extension', { paper }).state.papers).toEqual(paper.photos)
    for (const who of ['community', 'leader', 'checker'] as const)
      expect(given(assigned).when(who, 'ask-extension', { paper }).code).toBe('step.not-yours')
  })

  it('asks for a later day, within two years', () => {
    const later = (due: string) => given(assigned).when('urban', 'ask-extension', { due }).code
    expect(later('2026-03-20')).toBe('ask-extension.later')
    expect(later('2026-03-01')).toBe('due.past')
    expect(later('2029-03-01')).toBe('due.too-far')
    expect(later('2026-03-21')).toBe('accepted')
  })

  it('is not for what a community gave itself or its own compounds: there it sets the day', () => {
    expect(given(handling).when('community', 'ask-extension').code).toBe('step.not-yours')
    const compound = [...reported, took('community', 'verify', { unit: 'c01-s1' })]
    expect(given(compound).when('property', 'ask-extension').code).toBe('step.not-yours')
    const back = [...called, took('office', 'send-back')]
    expect(given(back).when('grid', 'ask-extension').code).toBe('accepted')
  })

  it('falls when another leg begins, and comes back with an undo', () => {
    for (const [who, step] of [
      ['urban', 'refuse'],
      ['urban', 'rectify'],
      ['office', 'assign'],
    ] as const)
      expect(given(asked).when(who, step).state).toMatchObject({ extension: null, asker: null })
    const undone = given([...asked, took('urban', 'rectify')]).when('urban', 'undo')
    expect(undone.state).toMatchObject({ extension: { due: '2026-04-10' }, asker: personOf('urban') })
  })
})

describe('extend (准予延期)', () => {
  it('moves the day of the same leg: it began when it began, and both days stay', () => {
    const before = given(asked).when('urban', 'comment')
    const { state, leg } = given(asked).when('office', 'extend')
    expect(leg).toEqual({ ...before.leg, due: '2026-04-10', extended: 1 })
    expect(leg).toMatchObject({ firstDue: '2026-03-20' })
    expect(state).toMatchObject({ extension: null, asker: null, extensions: 1 })
    expect(state.legs).toHaveLength(before.state.legs.length)
    expect(given(asked).when('office', 'extend', { due: '2026-03-27' }).leg?.due).toBe('2026-03-27')
    expect(given(asked).when('office', 'extend', { due: '2026-03-20' }).code).toBe('ask-extension.later')
  })

  it('is the office’s once; a second and works are the leader’s, and the office hears so', () => {
    const second = [...extended, took('urban', 'ask-extension', { due: '2026-05-08' })]
    const works = [...assigned, took('urban', 'ask-extension', { works: true })]
    for (const history of [second, works]) {
      expect(given(history).when('office', 'extend').code).toBe('extend.leader')
      expect(given(history).when('office', 'deny-extension').code).toBe('extend.leader')
      expect(given(history).when('leader', 'extend').code).toBe('accepted')
    }
    expect(given(second).when('leader', 'extend').leg).toMatchObject({ due: '2026-05-08', extended: 2 })
    for (const who of ['urban', 'community', 'checker', 'superior', 'auditor'] as const)
      expect(given(asked).when(who, 'extend').code).toMatch(/^(step.not-yours|extend.own)$/)
  })

  it('is never by who asked, whatever else he is, nor by his deputy for him', () => {
    const both = { person: personOf('urban'), memberships: [...smallStaff.urban, ...smallStaff.leader] }
    expect(given(asked).when(both, 'extend').code).toBe('extend.own')
    const recorded = [...assigned, took('office', 'ask-extension', { paper })]
    expect(given(recorded).when('office', 'extend').code).toBe('extend.own')
    expect(given(recorded).when('office2', 'extend').code).toBe('accepted')
    const deputy = { ...both, person: personOf('gas'), behalf: personOf('urban') }
    expect(given(asked).when(deputy, 'deny-extension').code).toBe('extend.own')
  })

  it('may be by the office’s clerk where he stands in for the leader, and says so', () => {
    const works = [...assigned, took('urban', 'ask-extension', { works: true })]
    const principals = [{ person: personOf('leader'), memberships: smallStaff.leader }]
    const clerk = { person: personOf('office'), memberships: smallStaff.office, principals }
    const { code, world } = given(works).when(clerk, 'extend')
    expect(code).toBe('accepted')
    expect(world.entries[world.entries.length - 1]?.data.behalf).toBe(personOf('leader'))
    const recorded = [...assigned, took('office', 'ask-extension', { works: true, paper })]
    expect(given(recorded).when(clerk, 'extend').code).toBe('extend.own')
  })

  it('needs a request', () => {
    expect(given(assigned).when('office', 'extend').code).toBe('step.not-yours')
    expect(given(extended).when('office', 'extend').code).toBe('step.not-yours')
  })
})

describe('deny-extension (不予延期)', () => {
  it('leaves the day and the count, with a reason', () => {
    const { state, leg, text } = given(asked).when('office', 'deny-extension')
    expect(state).toMatchObject({ extension: null, extensions: 0 })
    expect(leg).toMatchObject({ due: '2026-03-20', extended: 0 })
    expect(text).toEqual({ reason: '可以按期' })
    expect(given(asked).when('office', 'deny-extension', { reason: '' }).code).toBe('command.invalid')
  })
})
