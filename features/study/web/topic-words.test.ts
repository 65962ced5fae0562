import { describe, expect, test } from 'vitest'
import type { TopicCase, TopicView } from '../contract.ts'
import { sayLate, sayProgress, saySummary, sortDecided, tellDecided } from './topic-words.ts'
import { firstTab } from './topics.ts'

const today = '2026-04-20'
const one = (id: string, change: Partial<TopicCase> = {}): TopicCase => ({
  ...{ id, number: `YH-${id}`, version: 5, status: 'handling', item: '1.1', community: 'c01', place: '3栋' },
  ...{ unit: 'o-cg', due: '2026-05-01', mode: 'order', held: true, open: true, clashes: [] },
  ...change,
})
const topic = (id: string, change: Partial<TopicView> = {}): TopicView => ({
  ...{ id, version: 1, number: null, status: 'decided', title: id, measures: null, cost: null },
  ...{ lead: null, helpers: [], due: null, cases: [], decided: [] },
  ...change,
})
const closed = one('1', { status: 'closed', open: false, due: null, mode: null })
const late = one('2', { due: '2026-04-15' })
const asked = one('3', { due: '2026-04-10', unit: 'v-xf', mode: 'request' })
const parked = one('4', { status: 'parked', due: '2026-04-10' })
const away = one('5', { status: 'called', held: false, open: false, due: '2026-04-01' })

describe('what is still open', () => {
  test('is summed over all decided topics, a case only once; what is asked of an organ is never overdue', () => {
    const topics = [
      topic('a', { cases: [closed, late, asked] }),
      topic('b', { cases: [late, parked, away] }),
      topic('c', { status: 'draft', cases: [one('6', { due: '2026-04-01' })] }),
    ]
    expect(saySummary(topics, today)).toBe('议决 2 个议题，未办结 3 条，超期 1 条，商请未反馈 1 条。')
    expect(saySummary([], today)).toBe('议决 0 个议题，未办结 0 条，超期 0 条。')
  })

  test('is said of one topic, with who is late and how long', () => {
    const found = topic('a', { cases: [closed, late, one('7', { due: '2026-04-19' }), asked, away] })
    expect(sayProgress(found, today)).toBe('5 条隐患：未办结 3 条，超期 2 条，商请未反馈 1 条，1 条已重新研判')
    expect(sayLate(found, today)).toEqual(['v-xf 1 条未反馈，最久 10 天', 'o-cg 2 条超期，最久 5 天'])
    expect(sayProgress(topic('b', { cases: [closed] }), today)).toBe('1 条隐患：全部办结')
  })

  test('comes first where somebody is late', () => {
    const [done, open, overdue] = [
      topic('done', { cases: [closed] }),
      topic('open', { cases: [one('8')] }),
      topic('late', { cases: [late] }),
    ]
    expect(sortDecided([done, open, overdue], today)).toEqual([overdue, open, done])
  })
})

describe('what was decided', () => {
  const part = { meeting: 'm1', on: '2026-03-02', cases: ['1'], lead: null, helpers: [], day: null, said: null }

  test('is told with its meeting’s day, the topic first and single cases after it', () => {
    const decided: TopicView['decided'] = [
      { ...part, cases: ['2'], kind: 'park', day: '2026-04-15', said: '拉警戒线' },
      { ...part, cases: ['1', '3'], kind: 'assign', lead: 'o-cg', helpers: ['v-xf'], day: '2026-04-10' },
    ]
    expect(tellDecided({ decided, cases: [closed, late, asked] })).toEqual([
      {
        meeting: 'm1',
        head: '3月2日会议：',
        lines: ['2 条交办o-cg，v-xf协办，4月10日前办结', 'YH-2 缓办，4月15日复议（缓办期间：拉警戒线）'],
      },
    ])
  })

  test('keeps what a later meeting overturned', () => {
    const decided: TopicView['decided'] = [
      { ...part, kind: 'back', day: '2026-04-10', said: '补助两千元' },
      { ...part, meeting: 'm2', on: '2026-04-14', kind: 'refer', said: '需立项' },
    ]
    expect(tellDecided({ decided, cases: [] }).map(({ head, lines }) => head + lines.join('；'))).toEqual([
      '3月2日会议：退回社区自办，4月10日前办结（支持：补助两千元）',
      '4月14日会议改为：1 条报上级（理由：需立项）',
    ])
  })
})

test('the office begins where its next work lies, a leader with what was decided', () => {
  expect(firstTab([topic('a'), topic('b', { status: 'tabled' })], true)).toBe('tabled')
  expect(firstTab([], true)).toBe('draft')
  expect(firstTab([topic('b', { status: 'tabled' })], false)).toBe('decided')
})
