import { expect, test } from 'vitest'
import type { EntryView } from '../../../domain/hazard/views.ts'
import { tellEntries } from './entry-words.ts'

const entry = (step: string, label: string, data: EntryView['data'], text: EntryView['text'] = null): EntryView => ({
  seq: 1,
  version: 1,
  step,
  label,
  actor: { id: null, name: '甲', duty: '网格员' },
  takenAt: '2026-04-08T01:00:00.000Z',
  recordedAt: '2026-04-08T01:00:00.000Z',
  data,
  text,
})
const leg = { holder: 'v-xf', due: '2026-04-15', mode: 'request', provisional: false }

test('an assignment says who was asked, for what and until when', () => {
  const [told] = tellEntries([entry('assign', '交办', { set: { status: 'handling', parts: { 'o-cg': {} } }, leg })])
  expect(told).toMatchObject({ title: '交办', handed: '商请v-xf整改，期限 4月15日' })
  expect(told?.words).toEqual([{ label: '协助', text: 'o-cg' }])
})

test('a report tells how it began, and a photo belongs to the entry that brought it', () => {
  const told = tellEntries([
    entry('report', '拍照上报', { set: { status: 'rectified', before: ['a'], after: ['b'] } }, { place: '3栋' }),
    entry('close', '复查销号', { set: { status: 'closed', after: ['b', 'c'] } }),
  ])
  expect(told.map(({ title, photos }) => [title, photos])).toEqual([
    ['即查即改', ['a', 'b']],
    ['复查销号', ['c']],
  ])
  expect(told[0]?.words).toEqual([{ label: '位置', text: '3栋' }])
})

test('proposing 不列入 and deciding it are told apart, and an erased text costs no line', () => {
  const told = tellEntries([
    entry('void', '不列入', { set: { proposedVoid: 'p' } }),
    entry('void', '不列入', { set: { status: 'void' } }),
  ])
  expect(told.map(({ title, words }) => [title, words.length])).toEqual([
    ['提出不列入', 0],
    ['确定不列入', 0],
  ])
})

test('a 退单 asks whoever assigned the case to assign it anew', () => {
  const back = { holder: 'zb', due: '2026-04-15', mode: 'order', provisional: false }
  const [told] = tellEntries([entry('refuse', '退单', { set: { unit: 'zb' }, leg: back }, { reason: '不属本单位' })])
  expect(told?.handed).toBe('退回zb，请重新交办，期限 4月15日')
})

test('a 核实 tells the severity only where it differs from what the report set', () => {
  const verified = (reported: string | undefined, severity: string) => {
    const set = reported ? { status: 'reported', severity: reported } : { status: 'reported' }
    const told = tellEntries([entry('report', '拍照上报', { set }), entry('verify', '核实交办', { set: { severity } })])
    return told[1]?.words
  }
  expect(verified('larger', 'larger')).toEqual([])
  expect(verified('ordinary', 'major')).toEqual([{ label: '等级', text: '重大' }])
  expect(verified(undefined, 'ordinary')).toEqual([])
  expect(verified(undefined, 'larger')).toEqual([{ label: '等级', text: '较大' }])
})

test('a correction says what it was before, and the old line stays', () => {
  const told = tellEntries([
    entry('report', '拍照上报', { set: { status: 'reported', item: '1.1' } }, { place: '3栋', description: '坏了' }),
    entry('correct', '更正', { set: { corrected: true, severity: 'larger' } }, { place: '5栋', reason: '写错' }),
  ])
  expect(told[0]?.words[0]).toEqual({ label: '位置', text: '3栋' })
  expect(told[1]?.words).toEqual([
    { label: '位置', text: '5栋（原为：3栋）' },
    { label: '理由', text: '写错' },
    { label: '等级', text: '较大' },
  ])
})

test('what was taken back says so, and what took it back names it', () => {
  const closed = { ...entry('close', '复查销号', { set: { status: 'closed' } }), seq: 4 }
  const undo = { ...entry('undo', '撤销', { set: { status: 'rectified' }, undoes: { seq: 4 } }), seq: 5 }
  expect(tellEntries([closed, undo]).map(({ title }) => title)).toEqual(['复查销号（已撤销）', '撤销“复查销号”'])
})

test('补录 and 代录 are called so, with the sheet’s and the paper’s own days beside the book’s', () => {
  const backfill = { found: '2025-11-03', rectifiedOn: null, closedOn: '2025-12-01', dueOn: null }
  const told = tellEntries([
    entry(
      'report',
      '拍照上报',
      { set: { status: 'rectified', backfill } },
      { reason: '旧账', sheet: { checker: '王工' } },
    ),
    entry('rectify', '整改反馈', { set: { fixer: null }, paper: { on: '2026-03-01', photos: ['p'] } }),
  ])
  expect(told.map(({ title }) => title)).toEqual(['补录，台账记为已整改', '代录整改反馈'])
  expect(told[0]?.words).toEqual([
    { label: '理由', text: '旧账' },
    { label: '台账所记', text: '2025-11-03 发现，2025-12-01 销号' },
    { label: '台账原文', text: '复查人：王工' },
  ])
  expect(told[1]).toMatchObject({ words: [{ label: '书面材料', text: '2026-03-01（纸上日期）' }], photos: ['p'] })
})

test('what the work group had before it and decided is told as it is said in the office', () => {
  const day = { holder: 'zb', due: '2026-04-15', mode: 'order', provisional: false }
  const decided = (kind: string) => ({ topic: 't', meeting: 'm', kind })
  const told = tellEntries([
    entry('table', '提交议决', { set: { status: 'tabled' }, leg: { ...day, holder: 'hy', due: null } }),
    entry('decide', '议决', { set: { status: 'parked' }, leg: day, decidedBy: decided('park') }, { interim: '巡查' }),
    entry('resume', '缓办到期', { set: { status: 'called' }, leg: day }),
    entry('decide', '议决', {
      ...{ set: { status: 'referred' }, decidedBy: decided('refer') },
      leg: { ...day, holder: 'xq', due: null, mode: 'request' },
    }),
    entry('decide', '议决', {
      set: { status: 'handling' },
      leg: { ...day, holder: 'c01' },
      decidedBy: decided('back'),
    }),
  ])
  expect(told.map(({ title, handed }) => `${title} → ${handed}`)).toEqual([
    '提交议决 → 由hy工作组议决',
    '工作组议决：缓办 → 缓办，4月15日复议',
    '缓办到期 → 由zb研判，期限 4月15日',
    '工作组议决：报上级 → 报xq',
    '工作组议决：退回社区自办 → 由c01整改，期限 4月15日',
  ])
  expect(told[1]?.words).toEqual([{ label: '缓办期间的安全措施', text: '巡查' }])
})

test('a receipt, a request for more time and its answer are told in few words', () => {
  const told = tellEntries([
    entry('receive', '签收', { set: {}, received: 'opened' }),
    entry('receive', '签收', { set: {}, received: 'silence' }),
    entry(
      'ask-extension',
      '申请延期',
      { set: { extension: { due: '2026-05-08', works: true } } },
      { reason: '要立项' },
    ),
    entry('extend', '准予延期', { set: { extension: null }, extended: { due: '2026-05-06' } }),
  ])
  expect(told.map(({ title, handed }) => [title, handed])).toEqual([
    ['签收', ''],
    ['视为已签收', ''],
    ['申请延期', ''],
    ['准予延期', '期限改为 5月6日'],
  ])
  expect(told[2]?.words).toEqual([
    { label: '理由', text: '要立项' },
    { label: '申请延到', text: '5月8日（工程类）' },
  ])
})

test('an assignment after a 退单 says whether that was right', () => {
  const [told] = tellEntries([entry('assign', '交办', { set: { status: 'handling' }, leg, arbitration: 'wrong' })])
  expect(told?.words).toEqual([{ label: '退单', text: '不成立' }])
})
