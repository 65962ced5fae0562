import { describe, expect, it } from 'vitest'
import type { Unit } from '../../../domain/units/units.ts'
import { emptyDraft, type ReportDraft, withSite } from './report-draft.ts'
import { findScanned, moveTo, readScan } from './scanned-site.ts'

const units = new Map(
  (
    [
      { code: 'c01', name: '华新街社区', kind: 'community', parent: 'jd' },
      { code: 'c01-g1', name: '第一网格', kind: 'grid', parent: 'c01' },
      { code: 'a', name: '成南领寓', kind: 'compound', parent: 'c01-g1' },
      { code: 'b', name: '示范花园', kind: 'compound', parent: 'c01' },
      { code: 'old', name: '旧院', kind: 'compound', parent: 'c01', off: 'ended', into: ['b'] },
      { code: 'gone', name: '拆了的院', kind: 'compound', parent: 'c01', off: 'ended' },
      { code: 'round', name: '圈', kind: 'compound', parent: 'c01', off: 'ended', into: ['round'] },
      { code: 'later', name: '新院', kind: 'compound', parent: 'c01', off: 'later' },
    ] satisfies Unit[]
  ).map((unit): [string, Unit] => [unit.code, unit]),
)
const a = { site: 'a', community: 'c01', name: '成南领寓' }
const far = { site: 'x', community: 'c02', name: '伏龙小区' }
const typed: ReportDraft = { ...emptyDraft('c01'), description: '飞线充电', ownDescription: true }

describe('a printed code', () => {
  it('leads to the compound, or to the one it went over into', () => {
    expect(findScanned(units, 'a')).toEqual(a)
    expect(findScanned(units, 'old')).toEqual({ site: 'b', community: 'c01', name: '示范花园' })
  })

  it.each(['gone', 'round', 'later', 'c01-g1', 'c01', 'nobody', ''])('of “%s” leads nowhere', (code) => {
    expect(findScanned(units, code)).toBeUndefined()
  })
})

describe('a scan', () => {
  it('fills the place of a form in which nothing stands yet, also over the place of last time', () => {
    const usual = withSite(emptyDraft('c01'), 'b', '示范花园')
    expect(readScan(emptyDraft(''), a)).toEqual({ draft: withSite(emptyDraft('c01'), 'a', '成南领寓'), ask: false })
    expect(readScan(usual, a).draft).toMatchObject({ site: 'a', place: '成南领寓' })
    expect(readScan(usual, far).draft).toMatchObject({ community: 'c02', site: 'x', place: '伏龙小区' })
  })

  it('adds the place to what is typed where none was chosen', () => {
    expect(readScan(typed, a)).toEqual({
      draft: { ...typed, site: 'a', place: '成南领寓' },
      ask: false,
    })
    const own = { ...typed, place: '3栋楼下', ownPlace: true }
    expect(readScan(own, a).draft).toMatchObject({ site: 'a', place: '3栋楼下' })
  })

  it.each<[string, Partial<ReportDraft>]>([
    ['a description', { description: '飞线充电', ownDescription: true }],
    ['a place of his own', { place: '3栋楼下', ownPlace: true }],
    ['a photo', { photos: ['p'] }],
    ['an item', { item: '1.2', description: '电瓶车违规充电' }],
    ['a party', { party: '某商户' }],
  ])('asks before it moves a report with %s, and changes nothing meanwhile', (_what, begun) => {
    const draft = { ...withSite(emptyDraft('c01'), 'b', '示范花园'), ...begun }
    expect(readScan(draft, a)).toEqual({ draft, ask: true })
    expect(readScan(draft, far)).toEqual({ draft, ask: true })
    expect(moveTo(draft, a)).toMatchObject({ ...begun, site: 'a' })
  })

  it('asks before it takes a report to another community, even where no compound was chosen', () => {
    expect(readScan(typed, far)).toEqual({ draft: typed, ask: true })
  })

  it('of the same compound changes nothing', () => {
    const draft = { ...withSite(typed, 'a', '成南领寓') }
    expect(readScan(draft, a)).toEqual({ draft, ask: false })
  })

  it('that leads nowhere leaves an empty choice, and of a report that was begun everything', () => {
    const usual = withSite(emptyDraft('c01'), 'b', '示范花园')
    expect(readScan(usual, undefined)).toEqual({ draft: emptyDraft('c01'), ask: false })
    const begun = withSite(typed, 'b', '示范花园')
    expect(readScan(begun, undefined)).toEqual({ draft: begun, ask: false })
  })
})
