import { describe, expect, it } from 'vitest'
import { assigned, called, fixedByStreet, given, handling, rectified, reported, took, voided } from './given.ts'
import { personOf } from './given-tree.ts'
import { openLeg } from './state.ts'

const photo = (digit: string) => digit.repeat(64)

describe('verify (核实交办)', () => {
  it('is by a grid worker or officer of the place', () => {
    for (const who of ['grid', 'community', 'colleague'] as const)
      expect(given(reported).when(who, 'verify').state).toMatchObject({ status: 'handling', unit: 'c01' })
    for (const who of ['volunteer', 'office', 'checker', 'leader', 'superior', 'auditor'] as const)
      expect(given(reported).when(who, 'verify').code).toBe('step.not-yours')
    for (const who of ['grid2', 'community2', 'fire', 'property', 'admin'] as const)
      expect(given(reported).when(who, 'verify').code).toBe('case.not-found')
  })

  it('hands on inside the community only', () => {
    expect(given(reported).when('grid', 'verify', { unit: 'c01-s1' }).state.unit).toBe('c01-s1')
    expect(given(reported).when('grid', 'verify', { unit: 'c02' }).code).toBe('unit.not-yours')
    expect(given(reported).when('community', 'verify', { unit: 'v-xf' }).code).toBe('unit.not-yours')
    expect(given(reported).when('community', 'verify', { unit: 'jd' }).code).toBe('unit.unknown')
  })

  it('may raise the severity and never lower it', () => {
    expect(given(reported).when('grid', 'verify', { severity: 'major' }).state.severity).toBe('major')
    const larger = [took('volunteer', 'report', { item: '2.1' })]
    expect(given(larger).when('grid', 'verify', { severity: 'ordinary' }).code).toBe('severity.lower')
    expect(given(larger).when('grid', 'verify', { severity: 'larger' }).code).toBe('accepted')
  })

  it('may name a handler who exists, and a party, whose name stays out of what is kept for ever', () => {
    const named = given(reported).when('grid', 'verify', { person: personOf('colleague'), party: '某业主' })
    expect(named.state.person).toBe(personOf('colleague'))
    expect(named.text).toEqual({ party: '某业主' })
    expect(JSON.stringify(named.world.entries.map((entry) => entry.data))).not.toContain('某业主')
    const nobody = '00000000-0000-7000-8000-999999999999'
    expect(given(reported).when('grid', 'verify', { person: nobody }).code).toBe('person.unknown')
  })

  it('answers a proposal to leave the case out: it is real', () => {
    const proposed = [...reported, took('community', 'void')]
    expect(given(proposed).when('grid', 'verify').state).toMatchObject({ proposedVoid: null, original: null })
  })

  it('happens once', () => {
    expect(given(handling).when('grid', 'verify').code).toBe('step.not-now')
  })
})

describe('assign (交办)', () => {
  it('by the office goes to any unit below the street, from study or from work', () => {
    const study = given(called).when('office', 'assign', { unit: 'v-xf' })
    expect(study.state).toMatchObject({ status: 'handling', unit: 'v-xf', level: 'street' })
    expect(study.leg).toMatchObject({ holder: 'v-xf', by: 'zb', mode: 'request', due: '2026-03-20' })
    expect(given(assigned).when('office', 'assign', { unit: 'c02' }).state.level).toBe('community')
    expect(given(called).when('office', 'assign', { unit: 'jd' }).code).toBe('unit.unknown')
  })

  it('by the community stays at its own level and inside it', () => {
    expect(given(handling).when('community', 'assign', { unit: 'c01-s1' }).leg?.by).toBe('c01')
    expect(given(handling).when('community', 'assign', { unit: 'o-cg' }).code).toBe('unit.not-yours')
    expect(given(assigned).when('community', 'assign', { unit: 'c01' }).code).toBe('step.not-yours')
    expect(given(called).when('community', 'assign', { unit: 'c01' }).code).toBe('step.not-yours')
    expect(given(handling).when('grid', 'assign', { unit: 'c01' }).code).toBe('step.not-yours')
  })

  it('needs a day', () => {
    expect(given(called).when('office', 'assign', { due: '2026-03-01' }).code).toBe('due.past')
    expect(given(called).when('office', 'assign', { due: '31/03/2026' }).code).toBe('command.invalid')
  })

  it('takes the case out of the hands of whoever had it: he no longer sees it', () => {
    expect(given(assigned).when('urban', 'comment').code).toBe('accepted')
    expect(given([...assigned, took('office', 'assign', { unit: 'v-xf' })]).when('urban', 'comment').code).toBe(
      'case.not-found',
    )
  })
})

describe('co-handling units', () => {
  const helped = [...called, took('office', 'assign', { unit: 'o-cg', helpers: ['v-xf', 'p-rq', 'o-cg'] })]

  it('are parts of the one case, the lead not among them', () => {
    expect(Object.keys(given(helped).when('office', 'comment').state.parts)).toEqual(['v-xf', 'p-rq'])
  })

  it('see the case, and do not answer for it', () => {
    expect(given(helped).when('fire', 'comment').code).toBe('accepted')
    expect(given(helped).when('fire', 'rectify').code).toBe('step.not-yours')
    expect(given(helped).when('gas', 'refuse').code).toBe('step.not-yours')
  })

  it('are known units, for a community its own', () => {
    expect(given(called).when('office', 'assign', { helpers: ['no'] }).code).toBe('unit.unknown')
    const own = { unit: 'c01', helpers: ['c01-s1'] }
    expect(given(handling).when('community', 'assign', own).code).toBe('accepted')
    expect(given(handling).when('community', 'assign', { ...own, helpers: ['v-xf'] }).code).toBe('unit.not-yours')
  })

  it('are replaced by the next assignment', () => {
    expect(given(helped).when('office', 'assign', { unit: 'v-xf' }).state.parts).toEqual({})
  })
})

describe('refuse (退单)', () => {
  it('goes back to the unit that assigned, on a clock of its own', () => {
    const back = given(assigned).when('urban', 'refuse', {}, { at: '2026-03-05T01:00:00Z' })
    expect(back.state).toMatchObject({ status: 'handling', unit: 'zb', level: 'street' })
    expect(back.leg).toMatchObject({ holder: 'zb', by: 'zb', due: '2026-03-12' })
    expect(back.state.legs.at(-2)).toMatchObject({ holder: 'o-cg', end: 'refuse', to: '2026-03-05T01:00:00Z' })
    expect(given([...assigned, took('urban', 'refuse')]).when('urban', 'comment').code).toBe('case.not-found')
  })

  it('inside a community goes back to the community', () => {
    const compound = [...reported, took('community', 'verify', { unit: 'c01-s1' })]
    const back = given(compound).when('property', 'refuse')
    expect(back.state).toMatchObject({ unit: 'c01', level: 'community' })
    expect(openLeg(back.state)?.by).toBe('c01')
  })

  it('is not for one’s own cases, nor for somebody else’s', () => {
    expect(given(handling).when('community', 'refuse').code).toBe('step.not-yours')
    expect(given([...assigned, took('urban', 'refuse')]).when('office', 'refuse').code).toBe('step.not-yours')
    expect(given(assigned).when('community', 'refuse').code).toBe('step.not-yours')
    expect(given(assigned).when('fire', 'refuse').code).toBe('case.not-found')
  })

  it('after a failed re-check still goes to who assigned', () => {
    const again = [...fixedByStreet, took('checker', 'return')]
    expect(given(again).when('urban', 'refuse').state.unit).toBe('zb')
  })

  it('is said with a reason', () => {
    expect(given(assigned).when('urban', 'refuse', { reason: '  ' }).code).toBe('command.invalid')
  })
})

describe('rectify (整改反馈)', () => {
  it('by the responsible unit names its fixer and asks for a re-check within three working days', () => {
    const { state, leg } = given(assigned).when('urban', 'rectify', { photos: [photo('a')] })
    expect(state).toMatchObject({ status: 'rectified', fixer: personOf('urban'), fixerUnit: 'o-cg', recorder: null })
    expect(state.after).toEqual([photo('a')])
    expect(leg).toMatchObject({ holder: 'zb', by: 'o-cg', due: '2026-03-05', level: 'street' })
    expect(given(handling).when('community', 'rectify').leg?.holder).toBe('c01')
  })

  it('of a major case waits for the street', () => {
    const major = [took('grid', 'report', { item: '1.3', direct: { unit: 'c01' } })]
    expect(given(major).when('community', 'rectify').leg?.holder).toBe('zb')
  })

  it('for a party (代录) is entered by community or office, who are then its recorder', () => {
    for (const who of ['community', 'office'] as const) {
      const { state } = given(assigned).when(who, 'rectify', { by: 'party' })
      expect(state).toMatchObject({ fixer: null, fixerUnit: 'o-cg', recorder: personOf(who) })
    }
    expect(given(assigned).when('urban', 'rectify', { by: 'party' }).code).toBe('step.not-yours')
    expect(given(assigned).when('checker', 'rectify', { by: 'party' }).code).toBe('step.not-yours')
  })

  it('in one’s own name is for the responsible unit', () => {
    expect(given(assigned).when('community', 'rectify').code).toBe('step.not-yours')
    expect(given(assigned).when('office', 'rectify').code).toBe('step.not-yours')
    expect(given(assigned).when('fire', 'rectify').code).toBe('case.not-found')
    expect(given(handling).when('grid', 'rectify').code).toBe('accepted')
    expect(given(handling).when('volunteer', 'rectify').code).toBe('step.not-yours')
  })

  it('answers nobody’s case while it is studied, nor a finished one', () => {
    for (const history of [reported, called, rectified, voided])
      expect(given(history).when('community', 'rectify').code).toBe('step.not-now')
  })
})

describe('co-handling', () => {
  it('ends with the arrangement it belonged to: refused, called up or sent back', () => {
    const helped = [...called, took('office', 'assign', { unit: 'v-xf', helpers: ['o-cg'] })]
    expect(Object.keys(given(helped).when('office', 'comment').state.parts)).toEqual(['o-cg'])
    const { state } = given(helped).when('fire', 'refuse')
    expect(state.parts).toEqual({})
    expect(state.audience).not.toContain('o-cg')
  })

  it('a handler may put his own finding to his own unit at once', () => {
    const { state } = given([]).when('fire', 'report', { direct: { unit: 'v-xf' } })
    expect(state).toMatchObject({ status: 'handling', unit: 'v-xf', level: 'street' })
  })
})
