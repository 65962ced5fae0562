import { expect, test } from 'vitest'
import { stepFields } from '../../../platform/web/case/step-fields.ts'
import { dataOf, sayGone } from './desk-step.ts'

const photo = { sha256: 'a'.repeat(64), type: 'image/jpeg', bytes: new ArrayBuffer(0) }

test('empty fields are left out of the command and texts are trimmed', () => {
  const values = { unit: 'v-xf', due: '2026-04-15', helpers: [] }
  expect(dataOf(stepFields.assign ?? [], values, [])).toEqual({ unit: 'v-xf', due: '2026-04-15' })
  expect(dataOf(stepFields.comment?.slice(0, 2) ?? [], { text: ' 已上门 ' }, [])).toEqual({ text: '已上门' })
})

test('a step with photos names them always, and 代录 is a word of its own', () => {
  const fields = stepFields.rectify?.filter(({ name }) => !name.startsWith('paper')) ?? []
  expect(dataOf(fields, { note: '已清理', by: '' }, [])).toEqual({ note: '已清理', photos: [] })
  expect(dataOf(fields, { note: '已清理', by: 'party' }, [photo])).toEqual({
    note: '已清理',
    by: 'party',
    photos: [photo.sha256],
  })
  const values = { note: '已清理', by: 'unit', 'paper.on': '2026-03-01' }
  expect(dataOf(stepFields.rectify ?? [], values, [], [photo])).toMatchObject({
    paper: { on: '2026-03-01', photos: [photo.sha256] },
  })
})

test('what only the screen needs never reaches the command', () => {
  const values = { reason: '重复', duplicateOf: 'id', 'duplicateOf-label': 'YH2026-00001' }
  expect(dataOf(stepFields.void ?? [], values, [])).toEqual({ reason: '重复', duplicateOf: 'id' })
})

test('a step that takes the case out of sight says so, and a 退单 says where it went', () => {
  expect(sayGone('refuse', '退单')).toBe('“退单”已记入台账，这条隐患已退回交办单位，不在您的台账里了。')
  expect(sayGone('assign', '交办')).toBe('“交办”已记入台账，这条隐患已不在您的台账里了。')
})
