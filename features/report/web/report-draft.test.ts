import { describe, expect, it } from 'vitest'
import { findItem } from '../../../domain/catalogue/catalogue.ts'
import { catalogue2019 } from '../../../domain/catalogue/catalogue-2019.ts'
import { hazardCommand } from '../../../platform/web/commands.ts'
import {
  another,
  checkReport,
  draftOf,
  emptyDraft,
  isUntouched,
  type ReportDraft,
  reportData,
  withItem,
  withSite,
} from './report-draft.ts'

const charging = findItem(catalogue2019, '1.2')
const passage = findItem(catalogue2019, '1.3')
if (!charging || !passage) throw new Error('the catalogue has these items')

const filled = { ...withSite(withItem(emptyDraft('c01'), charging), 'c01-s1', '成南领寓'), photos: ['a'] }

describe('a report', () => {
  it('is complete after the photo, one tap on an item and one on a place', () => {
    expect(checkReport(filled)).toBeNull()
    expect(reportData(filled, null)).toEqual({
      community: 'c01',
      item: '1.2',
      place: '成南领寓',
      description: '电瓶车违规充电',
      photos: ['a'],
      site: 'c01-s1',
    })
  })

  it('keeps words written by hand when the item or the place changes', () => {
    const own = { ...filled, description: '三楼拉线下来充电', ownDescription: true, place: '3栋楼下', ownPlace: true }
    const changed = withSite(withItem(own, passage), 'c01-s2', '示范花园')
    expect(changed).toMatchObject({ item: '1.3', description: '三楼拉线下来充电', site: 'c01-s2', place: '3栋楼下' })
  })

  it('says the one thing that is missing', () => {
    expect(checkReport(emptyDraft('c01'))).toEqual({ at: 'item', said: '请选择隐患是哪一项。' })
    expect(checkReport({ ...filled, place: ' ' })?.at).toBe('place')
    expect(checkReport({ ...filled, handling: 'direct' })?.said).toBe('请选择直接交给谁整改。')
    expect(checkReport({ ...filled, handling: 'fixed' })?.said).toBe('即查即改需要整改后的照片。')
    expect(checkReport({ ...filled, handling: 'fixed', fixedPhotos: ['b'] })?.said).toBe('请写一句怎样改好的。')
    expect(checkReport({ ...filled, photos: [] })).toBeNull()
  })

  it('is worth keeping as soon as anything in it differs from the form as it opened', () => {
    const fresh = withSite(emptyDraft('c01'), 'c01-s1', '成南领寓')
    expect(isUntouched({ ...fresh }, fresh)).toBe(true)
    const changes: Partial<ReportDraft>[] = [
      { site: 'c01-s2' },
      { party: '某商户' },
      { handling: 'direct' },
      { unit: 'c01-g1' },
      { due: '2026-12-01' },
      { suspectedMajor: true },
      { fixedPhotos: ['b'] },
      { photos: ['a'] },
      { replaces: 'x' },
    ]
    for (const change of changes) expect(isUntouched({ ...fresh, ...change }, fresh)).toBe(false)
  })

  it('sends either a unit or a fix, and a position only when there is one', () => {
    const position = { lon: 104.06, lat: 30.5, accuracy: 12 }
    const direct = reportData({ ...filled, handling: 'direct', unit: 'c01-g1', fixedNote: '未用' }, position)
    expect(direct).toMatchObject({ direct: { unit: 'c01-g1' }, position })
    expect(direct).not.toHaveProperty('fixed')
    const fixed = reportData({ ...filled, handling: 'fixed', fixedNote: '已拔', fixedPhotos: ['b'], unit: 'x' }, null)
    expect(fixed).toMatchObject({ fixed: { note: '已拔', photos: ['b'] } })
    expect(fixed).not.toHaveProperty('direct')
  })

  it('that comes back can be filled again without loss, and the next one keeps place and party', () => {
    const sent = { ...filled, party: '某商户', suspectedMajor: true, handling: 'direct' as const, unit: 'c01-g1' }
    const command = hazardCommand('report', 's', reportData(sent, null))
    expect(reportData(draftOf(command), null)).toEqual(reportData(sent, null))
    expect(draftOf(command).replaces).toBe(command.id)
    expect(another(sent)).toMatchObject({
      community: 'c01',
      site: 'c01-s1',
      place: '成南领寓',
      party: '某商户',
      item: '',
    })
  })
})
