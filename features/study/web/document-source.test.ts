import { describe, expect, test } from 'vitest'
import type { DocumentView, MeetingView, TopicView } from '../contract.ts'
import {
  checkChoice,
  choiceFrom,
  choosable,
  draftSourceOf,
  isPrefixTaken,
  lastPrefix,
  linkTo,
  MAX_MARK,
  markOf,
  meetingsWithMinutes,
  sourceOf,
  startChoice,
  startLetter,
} from './document-source.ts'

const topic = (id: string, status: TopicView['status'], ...meetings: string[]) =>
  ({ id, status, decided: meetings.map((meeting) => ({ meeting })) }) as TopicView
const topics = [
  topic('a', 'draft'),
  topic('b', 'tabled'),
  topic('c', 'decided', 'm1'),
  topic('d', 'decided', 'm1', 'm2'),
]

describe('what a document may be drawn from', () => {
  test('is what lies before the meeting for a dossier, and what a meeting decided for its minutes', () => {
    const ids = (type: 'dossier' | 'minutes', meeting: string) => startChoice(type, meeting, topics).topics
    expect(ids('dossier', '')).toEqual(['b'])
    expect(ids('minutes', 'm1')).toEqual(['c', 'd'])
    expect(ids('minutes', 'm2')).toEqual(['d'])
    expect(choosable({ type: 'minutes', meeting: '' }, topics)).toEqual([])
    const meetings = [{ id: 'm0' }, { id: 'm1' }] as MeetingView[]
    expect(meetingsWithMinutes(meetings, topics).map(({ id }) => id)).toEqual(['m1'])
  })

  test('stands in an address and is read from it, without what cannot be chosen', () => {
    const choice = { ...startChoice('minutes', 'm1', topics), topics: ['d'] }
    expect(choiceFrom(linkTo({ ...choice, topics: ['d', 'b'] }).query, topics)).toEqual(choice)
    expect(choiceFrom({}, topics)).toBeNull()
    expect(choiceFrom({ type: 'letter' }, topics)).toBeNull()
    const letter = startLetter('call', 'v-xf', ['h1', 'h2'])
    expect(choiceFrom(linkTo(letter).query, topics)).toEqual(letter)
    expect(choiceFrom({ type: 'press' }, topics)).toEqual(startLetter('press', '', []))
    expect(choiceFrom({ type: 'dossier', meeting: 'm1', topics: 'a,b' }, topics)).toMatchObject({
      meeting: '',
      topics: ['b'],
    })
  })

  test('has as 督办编号 the plates of the chosen cases, each once, and no more than there is room for', () => {
    const hung = (supervised: string | null) => ({ supervised })
    expect(markOf([hung(null), hung('DB2026-002 SDB2026-001'), hung('DB2026-001'), hung('DB2026-002')])).toBe(
      'DB2026-001、DB2026-002、SDB2026-001',
    )
    expect(markOf([hung(null)])).toBe('')
    const many = markOf(Array.from({ length: 9 }, (_, i) => hung(`DB2026-00${i}`)))
    expect([many, many.length <= MAX_MARK]).toEqual(['DB2026-000、DB2026-001、DB2026-002', true])
  })

  test('needs a topic, and of minutes a meeting; of a letter a unit and a case', () => {
    expect(checkChoice(startChoice('minutes', '', []))).toContain('会议')
    expect(checkChoice(startChoice('dossier', '', []))).toContain('议题')
    const chosen = startChoice('dossier', '', topics)
    expect(checkChoice(chosen)).toBe('')
    expect(sourceOf(chosen)).toEqual({ type: 'dossier', topics: ['b'] })
    expect(checkChoice(startLetter('call', '', ['h']))).toContain('单位')
    expect(checkChoice(startLetter('call', 'v-xf', []))).toContain('隐患')
    expect(checkChoice(startLetter('call', 'v-xf', ['h']))).toBe('')
  })

  test('of a letter is its unit and cases; 督办编号 is said only when pressing, and only for the draft', () => {
    const press = { ...startLetter('press', 'v-xf', ['h']), mark: ' 督办3 ' }
    expect(sourceOf(press)).toEqual({ type: 'press', to: 'v-xf', cases: ['h'] })
    expect(draftSourceOf(press)).toMatchObject({ mark: '督办3' })
    expect(draftSourceOf({ ...press, type: 'call' })).not.toHaveProperty('mark')
  })
})

test('the prefix is that of the last document of its type, never that of the other', () => {
  const documents = [
    { type: 'dossier', number: '示范街攻坚〔2026〕2号' },
    { type: 'dossier', number: '示街办〔2026〕1号' },
  ] as DocumentView[]
  expect(lastPrefix('dossier', documents)).toBe('示范街攻坚')
  expect(lastPrefix('minutes', documents)).toBe('')
  expect(isPrefixTaken('示范街攻坚 ', 'minutes', documents)).toBe(true)
  expect(isPrefixTaken('示范街攻坚', 'dossier', documents)).toBe(false)
})
