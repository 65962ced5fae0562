import { describe, expect, it } from 'vitest'
import type { Membership } from '../units/roles.ts'
import { availableSteps } from './decide.ts'
import {
  actorOf,
  assigned,
  called,
  closed,
  fixedByStreet,
  given,
  handling,
  openWorld,
  rectified,
  reported,
  START,
  took,
  voided,
} from './given.ts'
import { personOf } from './given-tree.ts'

const photo = (digit: string) => digit.repeat(64)

describe('close (复查销号)', () => {
  it('is by another officer of the community, a checker over the place, or the office', () => {
    for (const who of ['colleague', 'checker', 'office'] as const) {
      const { state, leg } = given(rectified).when(who, 'close')
      expect(state.status).toBe('closed')
      expect(leg).toBeUndefined()
      expect(state.legs.at(-1)?.end).toBe('close')
    }
  })

  it('is never by the fixer, nor by who recorded the fix for a party', () => {
    expect(given(rectified).when('community', 'close').code).toBe('check.fixer')
    expect(given(rectified).when('community', 'return').code).toBe('check.fixer')
    const recorded = [...handling, took('community', 'rectify', { by: 'party' })]
    expect(given(recorded).when('community', 'close').code).toBe('check.recorder')
    expect(given(recorded).when('community', 'return').code).toBe('check.recorder')
    expect(given(recorded).when('colleague', 'close').code).toBe('accepted')
  })

  it('is never by the fixer on the spot', () => {
    const onTheSpot = { photos: [photo('a')], fixed: { note: '清走', photos: [photo('b')] } }
    const both: Membership[] = [
      { role: 'grid', unit: 'c01-g1' },
      { role: 'community', unit: 'c01' },
    ]
    const twoHats = { person: personOf('grid'), memberships: both }
    expect(given([took('grid', 'report', onTheSpot)]).when(twoHats, 'close').code).toBe('check.fixer')
  })

  it('is not a duty of others', () => {
    for (const who of ['grid', 'volunteer', 'leader', 'superior', 'auditor'] as const)
      expect(given(rectified).when(who, 'close').code).toBe('step.not-yours')
    for (const who of ['community2', 'checker2', 'fire', 'admin'] as const)
      expect(given(rectified).when(who, 'close').code).toBe('case.not-found')
    const compound = [took('property', 'report'), took('grid', 'verify', { unit: 'c01-s1' })]
    const byBranch = [...compound, took('branch', 'rectify')]
    expect(given(byBranch).when('property', 'close').code).toBe('step.not-yours')
    expect(given(byBranch).when('community', 'close').code).toBe('accepted')
  })

  it('happens only when rectified', () => {
    for (const history of [reported, handling, called, assigned, closed, voided])
      expect(given(history).when('office', 'close').code).toBe('step.not-now')
  })

  it('needs a note', () => {
    expect(given(rectified).when('office', 'close', { note: '' }).code).toBe('command.invalid')
  })
})

describe('closing a major case', () => {
  const major = (unit: string) => [took('grid', 'report', { item: '1.3' }), took('grid', 'verify', { unit })]

  it('takes another unit than the fixer’s', () => {
    const own = [...major('c01'), took('community', 'rectify')]
    expect(given(own).when('colleague', 'close').code).toBe('check.fixer')
    expect(given(own).when('colleague', 'return').code).toBe('check.fixer')
    expect(given(own).when('checker', 'close').code).toBe('accepted')
    expect(given(own).when('office', 'close').code).toBe('accepted')
  })

  it('counts the fixer’s own unit, also when he acted for a compound', () => {
    const forCompound = [...major('c01-s1'), took('community', 'rectify')]
    expect(given(forCompound).when('colleague', 'close').code).toBe('check.fixer')
    const byCompound = [...major('c01-s1'), took('property', 'rectify')]
    expect(given(byCompound).when('colleague', 'close').code).toBe('accepted')
  })

  it('is refused to the office where the office fixed it', () => {
    const back = [...major('c01'), took('community', 'call-up'), took('office', 'assign'), took('urban', 'refuse')]
    const byOffice = [...back, took('office', 'rectify')]
    expect(given(byOffice).when('office2', 'close').code).toBe('check.fixer')
    expect(given(byOffice).when('community', 'close').code).toBe('accepted')
  })

  it('is asked of the street also when it became major on verification', () => {
    const raised = [took('grid', 'report'), took('grid', 'verify', { unit: 'c01', severity: 'major' })]
    const { leg } = given(raised).when('community', 'rectify')
    expect(leg?.holder).toBe('zb')
  })
})

describe('photos at the close', () => {
  const before = [took('grid', 'report', { photos: [photo('a')], direct: { unit: 'c01' } })]
  const named = [...before, took('community', 'rectify', { photos: [photo('b')] })]
  const arrived = { own: false, seen: true }

  it('must all have arrived: those before, those after, and its own', () => {
    const world = openWorld()
    given(named, world)
    expect(given([], world).when('colleague', 'close').problem).toMatchObject({
      code: 'check.photos-missing',
      detail: { missing: 2 },
    })
    world.photos.set(photo('a'), arrived).set(photo('b'), arrived)
    expect(given([], world).when('colleague', 'close', { photos: [photo('c')] }).problem?.detail).toEqual({
      missing: 1,
    })
    world.photos.set(photo('c'), { own: true, seen: false })
    const { state } = given([], world).when('colleague', 'close', { photos: [photo('c')] })
    expect(state).toMatchObject({ status: 'closed', after: [photo('b'), photo('c')] })
  })

  it('that are lost are passed by the office only, which gives a reason', () => {
    const reason = { noPhotoReason: '手机进水，照片灭失' }
    expect(given(named).when('colleague', 'close', reason).code).toBe('check.lost-photos-office')
    expect(given(named).when('checker', 'close', reason).code).toBe('check.lost-photos-office')
    expect(given(named).when('office', 'close').code).toBe('check.photos-missing')
    const { state, text } = given(named).when('office', 'close', reason)
    expect(state.status).toBe('closed')
    expect(text).toMatchObject(reason)
  })

  it('are those of the last rectification after a return', () => {
    const again = [...named, took('colleague', 'return'), took('community', 'rectify', { photos: [photo('d')] })]
    expect(given(again).when('office', 'comment').state.after).toEqual([photo('d')])
  })
})

describe('return (复查不合格)', () => {
  it('goes back to the responsible unit, whoever gave it to that unit, with a new clock', () => {
    const { state, leg } = given(fixedByStreet).when('checker', 'return')
    expect(state).toMatchObject({ status: 'handling', unit: 'o-cg', level: 'street' })
    expect(leg).toMatchObject({ holder: 'o-cg', by: 'zb', mode: 'order', due: '2026-03-09' })
    expect(given(fixedByStreet).when('checker', 'return', { due: '2026-03-06' }).leg?.due).toBe('2026-03-06')
    expect(given(fixedByStreet).when('checker', 'return', { due: '2026-03-01' }).code).toBe('due.past')
  })

  it('lets the unit rectify again, and another pass it', () => {
    const again = [...fixedByStreet, took('checker', 'return'), took('urban2', 'rectify')]
    expect(
      given(again)
        .when('checker', 'close')
        .state.legs.map((leg) => leg.status),
    ).toEqual(['reported', 'called', 'handling', 'rectified', 'handling', 'rectified'])
  })
})

describe('call-up (提请街道)', () => {
  it('is by the community of the place from report or work, with what was tried', () => {
    for (const history of [reported, handling]) {
      const { state, leg, text } = given(history).when('community', 'call-up', { suggestedLead: '城管办' })
      expect(state).toMatchObject({ status: 'called', unit: 'zb', level: 'street', person: null })
      expect(leg).toMatchObject({ holder: 'zb', by: 'c01', due: '2026-03-09' })
      expect(text).toEqual({ reason: '无权', tried: '多次上门劝导', suggestedLead: '城管办' })
    }
    expect(given(reported).when('community', 'call-up', { tried: '' }).code).toBe('command.invalid')
    expect(given(reported).when('grid', 'call-up').code).toBe('step.not-yours')
    expect(given(reported).when('community2', 'call-up').code).toBe('case.not-found')
  })

  it('says by a code what stands in the way, when what was tried last, and shows it by photos', () => {
    const told = { obstacle: 'funds', triedOn: '2026-03-01', photos: [photo('c')] }
    const { state, world } = given(handling).when('community', 'call-up', told)
    expect(state).toMatchObject({ obstacle: 'funds', before: [photo('c')] })
    expect(world.entries.at(-1)?.data).toMatchObject({ triedOn: '2026-03-01' })
    expect(given([...handling, took('community', 'call-up', told)]).when('office', 'assign').state.obstacle).toBe(
      'funds',
    )
    expect(
      given([...handling, took('community', 'call-up', told)]).when('office', 'send-back').state.obstacle,
    ).toBeNull()
    expect(given(handling).when('community', 'call-up', { obstacle: 'lazy' }).code).toBe('command.invalid')
    expect(given(handling).when('community', 'call-up', { triedOn: '2030-01-01' }).code).toBe('call-up.tried-day')
  })

  it('from a phone of before says nothing of the kind, and is taken', () => {
    expect(given(handling).when('community', 'call-up').state.obstacle).toBeNull()
  })

  it('is not for what the street already has', () => {
    expect(given(assigned).when('community', 'call-up').code).toBe('call-up.level')
    expect(given(called).when('community', 'call-up').code).toBe('step.not-now')
    expect(given(rectified).when('community', 'call-up').code).toBe('step.not-now')
  })

  it('and back again keeps one id, one number, and one clock a leg', () => {
    const back = [...called, took('office', 'send-back'), took('community', 'call-up'), took('office', 'send-back')]
    const { state } = given(back).when('community', 'rectify')
    expect(state.number).toBe('YH2026-00001')
    expect(state.legs.map((leg) => [leg.status, leg.holder])).toEqual([
      ['reported', 'c01'],
      ['called', 'zb'],
      ['handling', 'c01'],
      ['called', 'zb'],
      ['handling', 'c01'],
      ['rectified', 'c01'],
    ])
    expect(state.reportedAt).toBe('2026-03-02T01:01:00.000Z')
  })
})

describe('send-back (退回社区)', () => {
  it('is by the office, to the community, by a day', () => {
    const { state, leg } = given(called).when('office', 'send-back')
    expect(state).toMatchObject({ status: 'handling', unit: 'c01', level: 'community' })
    expect(leg).toMatchObject({ holder: 'c01', by: 'zb', due: '2026-03-20' })
    expect(given(called).when('community', 'send-back').code).toBe('step.not-yours')
    expect(given(called).when('leader', 'send-back').code).toBe('step.not-yours')
    expect(given(handling).when('office', 'send-back').code).toBe('step.not-now')
    expect(given(called).when('office', 'send-back', { due: '2026-03-01' }).code).toBe('due.past')
  })

  it('says in a code what the call-up lacks; the code stays in the entry, not on the case', () => {
    const { world } = given([...called, took('office', 'send-back', { lack: 'tried' })])
    expect(world.entries.at(-1)?.data).toMatchObject({ lack: 'tried' })
    expect(given(called).when('office', 'send-back', { lack: 'rude' }).code).toBe('command.invalid')
  })
})

describe('a dispute', () => {
  it('is settled and visited, not rectified and rechecked', () => {
    const { state } = given(rectified).when('colleague', 'comment')
    const words = (proof: 'photo' | 'mediation') =>
      availableSteps({ ...state, proof }, actorOf('colleague'), openWorld().reference, START).map(({ label }) => label)
    expect(words('photo')).toEqual(expect.arrayContaining(['复查销号', '复查不合格']))
    expect(words('mediation')).toEqual(expect.arrayContaining(['回访销号', '回访未化解']))
  })
})
