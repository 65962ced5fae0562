import { describe, expect, it } from 'vitest'
import { hazardCommand } from '../../../platform/web/commands.ts'
import type { Parcel } from '../../../platform/web/device-store.ts'
import { sayAsked, sayGone, sayMissing } from './field-words.ts'

const parcel = (step: string, label: string, change: Partial<Parcel> = {}): Parcel => {
  const command = hazardCommand(step, 'h1', {})
  const { id, takenAt: at } = command
  return { id, person: 'p', order: 1, command, label, about: '', state: 'delivered', photos: [], at, ...change }
}

describe('a case that is no longer there', () => {
  it('was given back by one’s own refusal', () => {
    expect(sayGone([parcel('refuse', '退单')], 'h1')).toBe('“退单”已送达，这条隐患已退回交办单位，不在您的列表里了。')
  })

  it('left with one’s last step', () => {
    const steps = [parcel('refuse', '退单'), parcel('assign', '交办'), parcel('comment', '补充说明')]
    expect(sayGone(steps, 'h1')).toBe('“交办”已送达，这条隐患不在您的列表里了。')
  })

  it('is not explained by a step that did not arrive, a comment, or a step on another case', () => {
    const waiting = [parcel('refuse', '退单', { state: 'waiting' }), parcel('comment', '补充说明')]
    expect(sayGone(waiting, 'h1')).toBe('')
    expect(sayGone([parcel('refuse', '退单')], 'h2')).toBe('')
  })
})

describe('photos the server lacks', () => {
  const parcels = [parcel('rectify', '整改反馈', { photos: ['a', 'b'] })]

  it('are being sent by this phone, or wait on it', () => {
    expect(sayMissing(['a', 'b'], { parcels, line: 'sending', photos: 2 })).toEqual(['正在上传 2 张照片…'])
    expect(sayMissing(['a'], { parcels, line: 'offline', photos: 1 })).toEqual([
      '1 张照片还在这台手机上，有网络时自动上传。',
    ])
  })

  it('are on their way from somebody else', () => {
    expect(sayMissing(['a', 'c'], { parcels, line: 'sending', photos: 1 })).toEqual([
      '正在上传 1 张照片…',
      '还有 1 张照片在路上，没有传到。',
    ])
    expect(sayMissing(['a'], { parcels, line: 'idle', photos: 0 })).toEqual(['还有 1 张照片在路上，没有传到。'])
    expect(sayMissing([], { parcels, line: 'idle', photos: 0 })).toEqual([])
  })
})

describe('a department is told how it comes by a case', () => {
  const handler = [{ role: 'handler' as const, unit: 'v-xf' }]
  const row = { status: 'handling' as const, owing: [], topic: null, mode: 'request' as const }
  it.each([
    ['协办', { ...row, owing: ['v-xf'], topic: 't' }],
    ['会议决定', { ...row, owing: ['o-cg'], topic: 't' }],
    ['商请', row],
    ['交办', { ...row, mode: 'order' as const }],
    ['', { ...row, status: 'rectified' as const }],
  ])('by %s', (said, one) => expect(sayAsked(one, handler)).toBe(said))

  it('and nobody else is', () => expect(sayAsked(row, [{ role: 'community', unit: 'c01' }])).toBe(''))
})
