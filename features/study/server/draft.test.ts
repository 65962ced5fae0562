import { expect, test } from 'vitest'
import { smallReference } from '../../../domain/hazard/given-tree.ts'
import type { MeetingView, TopicCase, TopicView } from '../contract.ts'
import { draftDossier, draftMinutes } from './draft.ts'

const one = (n: number, more: Partial<TopicCase> = {}): TopicCase => ({
  ...{
    id: `h${n}`,
    number: `YH2026-0000${n}`,
    version: 3,
    status: 'tabled',
    item: '1.1',
    community: 'c01',
    site: null,
  },
  ...{ place: `${n}栋`, unit: 'zb', due: null, obstacle: 'funds', reportedAt: '2026-02-20T01:00:00.000Z' },
  ...{ open: true, held: true, mode: 'order', clashes: [] },
  ...more,
})
const topic: TopicView = {
  ...{ id: 't1', version: 2, number: 'YT2026-001', status: 'tabled', title: '消防设施更换', measures: '统一更换。' },
  ...{ cost: '约三万元', lead: 'o-cg', helpers: ['v-xf'], due: '2026-04-30', decided: [] },
  cases: [one(1), one(2, { site: 'c01-s1', item: '2.1', obstacle: null }), one(3, { community: 'c02' })],
}
const meeting: MeetingView = {
  ...{ id: 'm1', on: '2026-03-09', title: '工作组第一次会议', chair: '组长', present: '各办' },
  ...{ excused: null, observers: '社区' },
}

const textsOf = (body: readonly { kind: string; text?: string }[]) => body.map(({ text }) => text ?? '')

test('the dossier counts what its topics hold: every figure is a sum of its own list', () => {
  const second = { ...topic, id: 't2', cases: [one(3, { community: 'c02' }), one(4)], title: '另一议题' }
  const { body } = draftDossier([topic, second], smallReference, '2026-03-02T01:00:00.000Z')
  const texts = textsOf(body)
  expect(texts[1]).toBe(
    '截至2026年3月2日，经研判，提请工作组议决的议题2个，涉及隐患4条、社区2个，最早一条于2026年2月20日上报，已10天。',
  )
  expect(texts[2]).toBe('按提请原因分：缺少经费3条、未注明1条。')
  expect(texts).toContain('涉及隐患3条：消防设施2条、电气1条；分布在示范一社区2条、示范二社区1条。')
  expect(texts).toContain('建议由城管办牵头，消防救援大队协办，于2026年4月30日前完成。')
  const table = body.find(({ kind }) => kind === 'table') as { rows: string[][] }
  expect(table.rows.map(([nr, number]) => [nr, number])).toEqual([
    ['1', 'YH2026-00001'],
    ['2', 'YH2026-00002'],
    ['3', 'YH2026-00003'],
    ['4', 'YH2026-00004'],
  ])
  expect(table.rows[1]?.[3]).toBe('示范一社区示范花园 2栋')
})

test('minutes say each decision of their own meeting with its unit and day, and nothing of another', () => {
  const base = { meeting: 'm1', on: '2026-03-09', cases: ['h1', 'h2'], helpers: ['v-xf'] }
  const decided: TopicView['decided'] = [
    { ...base, kind: 'assign', lead: 'o-cg', day: '2026-04-10', said: '逐户更换。' },
    { ...base, cases: ['h3'], kind: 'park', lead: null, day: '2026-06-01', said: '拉警戒线' },
    { ...base, meeting: 'm0', on: '2026-03-02', kind: 'refer', lead: null, day: null, said: '立项' },
  ]
  const draft = draftMinutes(meeting, [{ ...topic, decided }], smallReference)
  expect(draft.attendance).toEqual({ present: '各办', observers: '社区' })
  expect(textsOf(draft.body)).toEqual([
    '2026年3月9日，组长主持召开工作组第一次会议，纪要如下。',
    '议定事项',
    '关于消防设施更换',
    '会议议定：2条隐患由城管办牵头、消防救援大队协办，于2026年4月10日前完成：逐户更换。',
    '会议议定：1条隐患缓办，2026年6月1日复议，其间采取安全措施：拉警戒线。',
  ])
})
