import { describe, expect, it } from 'vitest'
import type { EntryView, HazardView } from '../../../domain/hazard/views.ts'
import { sayReused, stampOf } from './photo-words.ts'

const hazard = (more: Partial<HazardView>) =>
  ({ number: 'YH2026-00001', place: '3栋2单元', before: [], after: [], ...more }) as unknown as HazardView
const entry = (data: object, more: Partial<EntryView> = {}) =>
  ({
    ...{ actor: { id: null, name: '网格员甲', duty: '第一网格网格员' }, data, text: null },
    ...{ takenAt: '2026-03-02T01:00:00.000Z', recordedAt: '2026-03-02T03:30:00.000Z', ...more },
  }) as EntryView
const now = new Date('2026-03-05T00:00:00Z')

describe('what stands under a photo', () => {
  it('is the place, both times and who sent it in, of the entry that named it first', () => {
    const entries = [entry({ set: { before: ['a'] } }), entry({ set: { after: ['b'] } }, { actor: other })]
    expect(stampOf(hazard({}), entries, 'a', now)).toEqual([
      'YH2026-00001 3栋2单元',
      '设备时间 3月2日 09:00',
      '服务器收到 3月2日 11:30',
      '网格员甲（第一网格网格员）',
    ])
    expect(stampOf(hazard({}), entries, 'b', now)[3]).toBe('物业')
  })

  it('says no name where the viewer may know the duty only, and no place that was erased', () => {
    expect(stampOf(hazard({ place: null }), [entry({ paper: { photos: ['a'] } }, { actor: other })], 'a', now)).toEqual(
      ['YH2026-00001', '设备时间 3月2日 09:00', '服务器收到 3月2日 11:30', '物业'],
    )
    expect(stampOf(hazard({}), [], 'a', now)).toEqual(['YH2026-00001 3栋2单元'])
  })
})

const other = { id: null, name: '物业', duty: '物业' }

describe('a photo used twice', () => {
  it('is pointed out, in another case and before and after', () => {
    expect(sayReused(hazard({ before: ['a'], after: ['b'] }), [])).toEqual([])
    expect(sayReused(hazard({ before: ['a', 'b'], after: ['b'] }), ['a', 'b'])).toEqual([
      '整改后的照片与整改前是同一张，请核对。',
      '整改前第 1 张、整改前第 2 张、整改后的照片在别的隐患里也用过，请核对。',
    ])
  })
})
