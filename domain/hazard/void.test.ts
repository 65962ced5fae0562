import { describe, expect, it } from 'vitest'
import { assigned, caseId, closed, given, handling, openWorld, rectified, reported, took, voided } from './given.ts'
import { personOf } from './given-tree.ts'

const pair = [...reported, took('grid', 'report', {}, { on: 'b' })]
const copyOf = (letter: string) => ({ reason: '重复', duplicateOf: caseId(letter) })

describe('leaving out (不列入)', () => {
  it('is the finder’s the same day, before anybody acts', () => {
    expect(given(reported).when('volunteer', 'void').state.status).toBe('void')
    expect(given(reported).when('volunteer', 'void', {}, { at: '2026-03-02T15:59:59Z' }).code).toBe('accepted')
    expect(given(reported).when('volunteer', 'void', {}, { at: '2026-03-02T16:00:00Z' }).code).toBe('void.same-day')
    expect(given(handling).when('volunteer', 'void').code).toBe('step.not-yours')
    const commented = [...reported, took('grid', 'comment')]
    expect(given(commented).when('volunteer', 'void').code).toBe('step.not-yours')
  })

  it('is the finder’s also of what he handed on directly', () => {
    const direct = [took('grid', 'report', { direct: { unit: 'c01' } })]
    expect(given(direct).when('grid', 'void').state.status).toBe('void')
    expect(given([...direct, took('office', 'assign')]).when('grid', 'void').code).toBe('step.not-yours')
  })

  it('is otherwise proposed by the community and decided by the office', () => {
    const proposed = given(reported).when('community', 'void')
    expect(proposed.state).toMatchObject({ status: 'reported', proposedVoid: personOf('community') })
    expect(proposed.state.legs).toHaveLength(1)
    const history = [...reported, took('community', 'void')]
    expect(given(history).when('colleague', 'void').code).toBe('void.proposed')
    const { state, leg } = given(history).when('office', 'void')
    expect(state).toMatchObject({ status: 'void', proposedVoid: null })
    expect(leg).toBeUndefined()
  })

  it('is not done by others', () => {
    for (const who of ['grid', 'leader', 'superior', 'checker', 'auditor'] as const)
      expect(given(reported).when(who, 'void').code).toBe('step.not-yours')
  })

  it('is for cases that nobody has fixed', () => {
    for (const history of [rectified, closed, voided])
      expect(given(history).when('office', 'void').code).toBe('step.not-now')
  })

  it('is a proposal that later steps answer', () => {
    const proposed = [...handling, took('community', 'void')]
    for (const [who, step] of [
      ['community', 'rectify'],
      ['community', 'call-up'],
      ['office', 'assign'],
    ] as const)
      expect(given(proposed).when(who, step).state.proposedVoid).toBeNull()
  })
})

describe('duplicates', () => {
  it('inside a community are merged by the community', () => {
    const { state } = given(pair).when('community', 'void', copyOf('b'))
    expect(state).toMatchObject({ status: 'void', original: caseId('b') })
  })

  it('of another community’s case are decided by the office', () => {
    const far = [...reported, took('office', 'report', { community: 'c02' }, { on: 'b' })]
    expect(given(far).when('community', 'void', copyOf('b')).code).toBe('void.original')
    expect(given(far).when('office', 'void', copyOf('b')).state.original).toBe(caseId('b'))
  })

  it('need an original that is there, is another and is listed', () => {
    expect(given(pair).when('community', 'void', copyOf('z')).code).toBe('void.original')
    expect(given(pair).when('community', 'void', copyOf('a')).code).toBe('void.original')
    const gone = [...pair, took('office', 'void', {}, { on: 'b' })]
    expect(given(gone).when('community', 'void', copyOf('b')).code).toBe('void.original')
    expect(given(pair).when('community', 'void', { duplicateOf: 'b' }).code).toBe('command.invalid')
  })

  it('proposed with an original keep it when the office agrees', () => {
    const both = { memberships: [{ role: 'community', unit: 'c01' }] as const, person: personOf('community') }
    const twoPlaces = { ...both, memberships: [...both.memberships, { role: 'community', unit: 'c02' } as const] }
    const far = [...reported, took('office', 'report', { community: 'c02' }, { on: 'b' })]
    const proposed = [...far, took(twoPlaces, 'void', copyOf('b'))]
    expect(given(proposed).when('office', 'void').state).toMatchObject({ status: 'void', original: caseId('b') })
  })
})

describe('a superior’s finding', () => {
  it('is left out by nobody', () => {
    const found = [took('superior', 'report')]
    for (const who of ['superior', 'office', 'community'] as const)
      expect(given(found).when(who, 'void').code).toBe('void.superior')
    const merged = [...found, took('grid', 'report', {}, { on: 'b' })]
    expect(given(merged).when('community', 'void', copyOf('b')).code).toBe('void.superior')
    expect(given([took('office', 'report', { source: 'superior' })]).when('office', 'void').code).toBe('void.superior')
  })
})

describe('a stale screen', () => {
  it('is refused with who did what meanwhile', () => {
    const { problem } = given(handling).when('colleague', 'call-up', {}, { seen: 1 })
    expect(problem).toMatchObject({
      code: 'step.stale',
      detail: { actor: personOf('community'), step: 'verify', version: 2 },
    })
    expect(problem?.message).toContain('示范一社区两委已办理“核实交办”')
  })

  it('is fresh again once it has seen the turn, by version or by the book’s seq', () => {
    expect(given(handling).when('colleague', 'call-up', {}, { seen: 2 }).code).toBe('accepted')
    const world = openWorld()
    given([took('grid', 'report', {}, { on: 'x' }), took('grid', 'report', {}, { on: 'y' }), ...handling], world)
    expect(given([], world).when('colleague', 'call-up', {}, { seen: 3 }).code).toBe('step.stale')
    expect(given([], world).when('colleague', 'call-up', {}, { seen: 4 }).code).toBe('accepted')
  })

  it('is not made by one’s own step, a comment, or a proposal', () => {
    expect(given(handling).when('community', 'rectify', {}, { seen: 1 }).code).toBe('accepted')
    const talked = [...handling, took('colleague', 'comment'), took('colleague', 'void')]
    expect(given(talked).when('grid', 'rectify', {}, { seen: 2 }).code).toBe('accepted')
  })

  it('is still stale when the actor himself has acted after the turn he did not see', () => {
    const crossed = [...reported, took('colleague', 'verify'), took('community', 'call-up')]
    const again = [...crossed, took('office', 'send-back'), took('community', 'call-up'), took('office', 'send-back')]
    const own = given([...again, took('community', 'assign', { unit: 'c01' })])
    expect(own.when('community', 'rectify', {}, { seen: 3 }).code).toBe('step.stale')
    expect(own.when('community', 'rectify', {}, { seen: 6 }).code).toBe('accepted')
  })

  it('hears that it is stale before it hears that the step is over', () => {
    expect(given(closed).when('office', 'return', {}, { seen: 3 }).code).toBe('step.stale')
  })
})

describe('a comment', () => {
  it('is never stale, is open in every status, and moves nothing', () => {
    for (const history of [reported, handling, rectified, closed, voided]) {
      const before = given(history).when('office', 'comment').state
      const { code, state, leg } = given(history).when('office', 'comment', {}, { seen: 0 })
      expect(code).toBe('accepted')
      expect(state.status).toBe(before.status)
      expect(state.legs).toEqual(before.legs)
      expect(leg?.to ?? null).toBeNull()
    }
  })

  it('is for who sees the case', () => {
    expect(given(assigned).when('volunteer', 'comment').code).toBe('accepted')
    expect(given(assigned).when('fire', 'comment').code).toBe('case.not-found')
    expect(given(assigned).when('admin', 'comment').code).toBe('case.not-found')
    expect(given([]).when('grid', 'comment').code).toBe('case.not-found')
  })
})

describe('an unknown step', () => {
  it('is refused, be the case there or not', () => {
    for (const step of ['reopen', 'constructor', '__proto__'])
      expect(given(reported).when('grid', step).code).toBe('command.unknown-step')
  })
})

describe('what an office member reported himself', () => {
  it('he leaves out the same day untouched, later only on another’s proposal', () => {
    const own = [took('office', 'report')]
    expect(given(own).when('office', 'void', {}).code).toBe('accepted')
    const later = { at: '2026-03-05T01:00:00.000Z' }
    expect(given(own).when('office', 'void', {}, later).code).toBe('void.same-day')
    const proposed = [...own, took('community', 'void')]
    expect(given(proposed).when('office', 'void', {}, later).code).toBe('accepted')
  })
})
