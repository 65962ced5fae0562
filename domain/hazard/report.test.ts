import { describe, expect, it } from 'vitest'
import type { Membership } from '../units/roles.ts'
import { given, handling, openWorld, reported, took } from './given.ts'
import { personOf } from './given-tree.ts'

const photo = (digit: string) => digit.repeat(64)
const both = { photos: [photo('a')], fixed: { note: '当场清走', photos: [photo('b')] } }

describe('a report', () => {
  it('waits for its community, numbered, with what the catalogue says of the item that day', () => {
    const { state, leg, text } = given([]).when('volunteer', 'report', { item: '2.1' })
    expect(state).toMatchObject({ status: 'reported', unit: 'c01', level: 'community', number: 'YH2026-00001' })
    expect(state).toMatchObject({ severity: 'larger', catalogue: 't1', days: 5, proof: 'photo', source: 'volunteer' })
    expect(leg).toMatchObject({ holder: 'c01', by: 'c01', mode: 'order', due: '2026-03-03' })
    expect(text).toMatchObject({ place: '3栋2单元', description: '灭火器压力不足' })
  })

  it('keeps words and coordinates out of what stays for ever', () => {
    const world = openWorld()
    const position = { lon: 104.07, lat: 30.51, accuracy: 12 }
    given([took('volunteer', 'report', { party: '某商户', position })], world)
    const kept = JSON.stringify(world.entries[0]?.data)
    for (const word of ['某商户', '104.07', '3栋', '灭火器']) expect(kept).not.toContain(word)
    expect(world.entries[0]?.text).toMatchObject({ party: '某商户', position })
  })

  it('is numbered per year without gaps, refused ones taking no number', () => {
    const world = openWorld()
    const year = { at: '2026-12-31T15:59:00Z' }
    given([took('grid', 'report', {}, { on: 'b', ...year })], world)
    expect(given([], world).when('grid', 'report', { item: '9.9' }, { on: 'c' }).code).toBe('item.unknown')
    const next = given([], world).when('grid', 'report', {}, { on: 'd', at: '2026-12-31T15:59:59Z' })
    expect(next.state.number).toBe('YH2026-00002')
    const turn = given([], world).when('grid', 'report', {}, { on: 'e', at: '2026-12-31T16:00:00Z' })
    expect(turn.state.number).toBe('YH2027-00001')
  })

  it.each([
    ['grid', {}, 'accepted'],
    ['grid', { community: 'c02' }, 'report.place'],
    ['volunteer', { community: 'c02' }, 'report.place'],
    ['community', { community: 'c02' }, 'report.place'],
    ['office', { community: 'c02' }, 'accepted'],
    ['fire', { community: 'c02' }, 'accepted'],
    ['checker', { community: 'c02' }, 'accepted'],
    ['checker2', {}, 'report.place'],
    ['leader', {}, 'accepted'],
    ['superior', {}, 'accepted'],
    ['auditor', {}, 'report.place'],
    ['admin', {}, 'report.place'],
    ['grid', { community: 'c01-g1' }, 'unit.unknown'],
    ['office', { community: 'jd' }, 'unit.unknown'],
    ['office', { community: 'no' }, 'unit.unknown'],
    ['grid', { site: 'c01-s1' }, 'accepted'],
    ['grid', { site: 'c02-s1' }, 'report.site'],
    ['office', { site: 'c02-s1' }, 'report.site'],
    ['office', { site: 'no' }, 'report.site'],
    ['grid', { item: '9.9' }, 'item.unknown'],
  ] as const)('by %s with %j is %s', (who, data, code) => {
    expect(given([]).when(who, 'report', data).code).toBe(code)
  })

  it('needs a catalogue in force that day', () => {
    const world = openWorld()
    world.reference = { ...world.reference, catalogues: [] }
    expect(given([], world).when('grid', 'report').code).toBe('item.unknown')
  })

  it('on a case that exists says so to who sees it, and is as good as absent to others', () => {
    expect(given(reported).when('grid', 'report').code).toBe('case.exists')
    expect(given(reported).when('community2', 'report', { community: 'c02' }).code).toBe('case.not-found')
  })
})

describe('a property representative', () => {
  it('reports at the compound he serves, which is also what a report without a point is about', () => {
    expect(given([]).when('property', 'report').state.site).toBe('c01-s1')
    expect(given([]).when('branch', 'report').state.site).toBe('c01-s1')
    expect(given([]).when('property', 'report', { site: 'c01-s2' }).code).toBe('report.place')
    expect(given([]).when('property', 'report', { community: 'c02', site: 'c02-s1' }).code).toBe('report.place')
    expect(given([]).when('property', 'report', { community: 'c02' }).code).toBe('report.place')
  })

  it('sees the cases of his compound and no other', () => {
    const at = (site: string) => [took('grid', 'report', { site })]
    expect(given(at('c01-s1')).when('property', 'comment').code).toBe('accepted')
    expect(given(at('c01-s2')).when('property', 'comment').code).toBe('case.not-found')
    expect(given(reported).when('property', 'comment').code).toBe('case.not-found')
  })

  it('neither verifies, assigns nor calls up', () => {
    const own = [took('property', 'report')]
    expect(given(own).when('property', 'verify').code).toBe('step.not-yours')
    expect(given(own).when('property', 'call-up').code).toBe('step.not-yours')
    expect(given([...own, took('grid', 'verify')]).when('property', 'assign').code).toBe('step.not-yours')
  })
})

describe('the source', () => {
  it.each([
    ['grid', 'patrol'],
    ['community', 'community'],
    ['volunteer', 'volunteer'],
    ['property', 'property'],
    ['branch', 'branch'],
    ['fire', 'department'],
    ['superior', 'superior'],
    ['office', 'street'],
    ['leader', 'street'],
  ] as const)('of %s is %s unless another is named', (who, source) => {
    expect(given([]).when(who, 'report').state.source).toBe(source)
    expect(given([]).when(who, 'report', { source: 'meeting' }).state.source).toBe('meeting')
  })

  it('superior is entered by a superior or the office only', () => {
    const data = { source: 'superior' }
    expect(given([]).when('superior', 'report', data).code).toBe('accepted')
    expect(given([]).when('office', 'report', data).code).toBe('accepted')
    for (const who of ['grid', 'community', 'volunteer', 'fire', 'leader', 'checker'] as const)
      expect(given([]).when(who, 'report', data).code).toBe('report.superior-only')
  })
})

describe('a direct report (直接交办)', () => {
  it('is handling at once, by the default or the given day', () => {
    const byDefault = given([]).when('grid', 'report', { direct: { unit: 'c01-s1' } })
    expect(byDefault.state).toMatchObject({ status: 'handling', unit: 'c01-s1', level: 'community' })
    expect(byDefault.leg).toMatchObject({ holder: 'c01-s1', by: 'c01', due: '2026-03-09' })
    expect(given([]).when('grid', 'report', { direct: { unit: 'c01', due: '2026-03-05' } }).leg?.due).toBe('2026-03-05')
  })

  it('by the office reaches any unit: own offices are ordered, organs and enterprises asked', () => {
    const to = (unit: string) => given([]).when('office', 'report', { direct: { unit } })
    expect(to('o-cg').leg).toMatchObject({ by: 'zb', mode: 'order', level: 'street' })
    expect(to('v-xf').leg?.mode).toBe('request')
    expect(to('p-rq').leg?.mode).toBe('request')
    expect(to('c02').leg).toMatchObject({ mode: 'order', level: 'community' })
    expect(to('jd').code).toBe('unit.unknown')
    expect(to('xq').code).toBe('unit.unknown')
    expect(to('no').code).toBe('unit.unknown')
  })

  it('by others stays inside the community', () => {
    for (const who of ['grid', 'community', 'fire', 'leader', 'checker'] as const) {
      expect(given([]).when(who, 'report', { direct: { unit: 'c01' } }).code).toBe('accepted')
      expect(given([]).when(who, 'report', { direct: { unit: 'o-cg' } }).code).toBe('unit.not-yours')
      expect(given([]).when(who, 'report', { direct: { unit: 'c02' } }).code).toBe('unit.not-yours')
    }
  })

  it('is for staff', () => {
    for (const who of ['volunteer', 'property', 'branch', 'superior'] as const)
      expect(given([]).when(who, 'report', { direct: { unit: 'c01' } }).code).toBe('report.direct-staff')
  })

  it('is refused for a day that has passed or is years away', () => {
    const due = (day: string) => given([]).when('grid', 'report', { direct: { unit: 'c01', due: day } }).code
    expect(due('2026-03-02')).toBe('accepted')
    expect(due('2026-03-01')).toBe('due.past')
    expect(due('2028-03-03')).toBe('due.too-far')
    expect(due('2026-02-30')).toBe('command.invalid')
  })
})

describe('fixed on the spot (即查即改)', () => {
  it('waits for a re-check by somebody else', () => {
    const { state, leg } = given([]).when('grid', 'report', both)
    expect(state).toMatchObject({ status: 'rectified', fixer: personOf('grid'), fixerUnit: 'c01', level: 'community' })
    expect(state).toMatchObject({ before: [photo('a')], after: [photo('b')] })
    expect(leg).toMatchObject({ holder: 'c01', due: '2026-03-05' })
  })

  it('is for staff, ordinary severity and findings that are not a superior’s', () => {
    const by = (who: Parameters<typeof took>[0], more = {}) => given([]).when(who, 'report', { ...both, ...more }).code
    expect(by('volunteer')).toBe('report.direct-staff')
    expect(by('property')).toBe('report.direct-staff')
    expect(by('grid', { item: '2.1' })).toBe('report.fixed-ordinary')
    expect(by('grid', { item: '1.3' })).toBe('report.fixed-ordinary')
    expect(by('grid', { suspectedMajor: true })).toBe('report.fixed-ordinary')
    expect(by('office', { source: 'superior' })).toBe('report.fixed-ordinary')
    const superiorsOwn: Membership[] = [
      { role: 'superior', unit: 'xq' },
      { role: 'leader', unit: 'jd' },
    ]
    expect(by({ person: personOf('superior'), memberships: superiorsOwn })).toBe('report.fixed-ordinary')
  })

  it('needs a photo before and one after', () => {
    expect(given([]).when('grid', 'report', { ...both, photos: [] }).code).toBe('report.fixed-photos')
    expect(given([]).when('grid', 'report', { ...both, fixed: { note: '好', photos: [] } }).code).toBe(
      'report.fixed-photos',
    )
  })

  it('is not also direct', () => {
    expect(given([]).when('grid', 'report', { ...both, direct: { unit: 'c01' } }).code).toBe('report.both')
  })
})

describe('photos named by hash', () => {
  it('are accepted before they have arrived, and refused when they are somebody else’s', () => {
    const world = openWorld()
    world.photos.set(photo('c'), { own: false, seen: false })
    world.photos.set(photo('d'), { own: false, seen: true })
    world.photos.set(photo('e'), { own: true, seen: false })
    const name = (digit: string, on: string) =>
      given([], world).when('grid', 'report', { photos: [photo(digit)] }, { on })
    expect(name('a', 'p').code).toBe('accepted')
    expect(name('c', 'q').code).toBe('photo.not-yours')
    expect(name('d', 'r').code).toBe('accepted')
    expect(name('e', 's').code).toBe('accepted')
    const fixed = { photos: [photo('a')], fixed: { note: '好', photos: [photo('c')] } }
    expect(given([], world).when('grid', 'report', fixed, { on: 't' }).code).toBe('photo.not-yours')
    const fix = given(handling, world).when('community', 'rectify', { photos: [photo('c')] })
    expect(fix.code).toBe('photo.not-yours')
  })
})
