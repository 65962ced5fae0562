import { daysBetween } from '../../../domain/calendar/working-days.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import type { TopicCase, TopicView } from '../contract.ts'

/** What a meeting decided, as its words are made of it. */
type Part = Pick<TopicView['decided'][number], 'kind' | 'lead' | 'helpers' | 'day' | 'said'>

const finished = ['closed', 'void']

/** Decided and still to be done; what went back to the study is counted there. */
const isUnfinished = ({ held, status }: TopicCase): boolean => held && !finished.includes(status)

/** Days past the deadline of whoever has to put it right; 0 where nobody is late. `today` is a Shanghai day. */
export const lateDays = ({ open, status, due }: TopicCase, today: string): number =>
  open && status === 'handling' && due !== null ? Math.max(daysBetween(due, today), 0) : 0

const isLate = (one: TopicCase, today: string): boolean => one.mode !== 'request' && lateDays(one, today) > 0
/** 商请 is never overdue: it is 未反馈. */
const isUnanswered = (one: TopicCase, today: string): boolean => one.mode === 'request' && lateDays(one, today) > 0

/** What is still open of some topics; a case that stands in several is counted once. */
function sumUp(topics: readonly TopicView[], today: string) {
  const cases = [
    ...new Map(topics.flatMap((topic) => topic.cases.filter(({ held }) => held)).map((c) => [c.id, c])).values(),
  ]
  return {
    unfinished: cases.filter(isUnfinished).length,
    late: cases.filter((one) => isLate(one, today)).length,
    unanswered: cases.filter((one) => isUnanswered(one, today)).length,
  }
}

const sayOpen = ({ unfinished, late, unanswered }: ReturnType<typeof sumUp>): string =>
  `未办结 ${unfinished} 条，超期 ${late} 条${unanswered > 0 ? `，商请未反馈 ${unanswered} 条` : ''}`

/** 议决 n 个议题，未办结 m 条，超期 k 条。 */
export function saySummary(topics: readonly TopicView[], today: string): string {
  const decided = topics.filter(({ status }) => status === 'decided')
  return `议决 ${decided.length} 个议题，${sayOpen(sumUp(decided, today))}。`
}

export function sayProgress(topic: TopicView, today: string): string {
  const sum = sumUp([topic], today)
  const again = topic.cases.filter(({ held }) => !held).length
  const done = sum.unfinished === 0 && again === 0 ? '全部办结' : sayOpen(sum)
  return `${topic.cases.length} 条隐患：${done}${again > 0 ? `，${again} 条已重新研判` : ''}`
}

/** Who is late with how many and how long, the longest first; of a vertical organ that it has not answered. */
export function sayLate({ cases }: TopicView, today: string): string[] {
  const units = new Map<string, { n: number; days: number; asked: boolean }>()
  for (const one of cases) {
    const days = lateDays(one, today)
    if (days === 0) continue
    const known = units.get(one.unit) ?? { n: 0, days: 0, asked: one.mode === 'request' }
    units.set(one.unit, { ...known, n: known.n + 1, days: Math.max(known.days, days) })
  }
  return [...units]
    .sort(([, a], [, b]) => b.days - a.days)
    .map(([unit, { n, days, asked }]) => `${unitLabel(unit)} ${n} 条${asked ? '未反馈' : '超期'}，最久 ${days} 天`)
}

/** Where somebody is late first, then what is still open, then what is done; the latest changed first in each. */
export function sortDecided(topics: readonly TopicView[], today: string): TopicView[] {
  const rank = (topic: TopicView): [number, number, number] => {
    const { late, unanswered, unfinished } = sumUp([topic], today)
    return [late, unanswered, Math.min(unfinished, 1)]
  }
  return topics
    .map((topic) => ({ topic, of: rank(topic) }))
    .sort((a, b) => b.of[0] - a.of[0] || b.of[1] - a.of[1] || b.of[2] - a.of[2])
    .map(({ topic }) => topic)
}

const sayDue = (day: string | null): string => (day ? `，${sayDay(day)}前办结` : '')
const heads: Record<Part['kind'], (part: Part) => string> = {
  assign: ({ lead, helpers, day }) =>
    `交办${unitLabel(lead)}${helpers.length > 0 ? `，${helpers.map(unitLabel).join('、')}协办` : ''}${sayDue(day)}`,
  park: ({ day }) => `缓办，${sayDay(day ?? '')}复议`,
  refer: () => '报上级',
  back: ({ day }) => `退回社区自办${sayDue(day)}`,
  again: () => '退回研判',
}
const before: Record<Part['kind'], string> = {
  assign: '措施：',
  park: '缓办期间：',
  refer: '理由：',
  back: '支持：',
  again: '理由：',
}

export const sayPart = (part: Part): string =>
  `${heads[part.kind](part)}${part.said ? `（${before[part.kind]}${part.said}）` : ''}`

/** The cases of a part that was decided apart, by number. */
function sayCases(ids: readonly string[], cases: readonly TopicCase[]): string {
  const numbers = ids.flatMap((id) => cases.find((one) => one.id === id)?.number ?? [])
  return numbers.length > 3 ? `${numbers.slice(0, 3).join('、')}等 ${numbers.length} 条` : numbers.join('、')
}

interface Told {
  meeting: string
  /** 3月2日会议： or, where an earlier one is overturned, 4月14日会议改为：. */
  head: string
  /** The topic's decision first, then what was decided apart. */
  lines: string[]
}

/** Every decision in order with its meeting's day: what was decided first stays to be read. */
export function tellDecided({ decided, cases }: Pick<TopicView, 'decided' | 'cases'>): Told[] {
  const meetings = [...new Set(decided.map(({ meeting }) => meeting))]
  return meetings.map((meeting, i) => {
    const parts = decided.filter((one) => one.meeting === meeting)
    // The book keeps the single cases before the rest of the topic.
    const [rest, ...apart] = [...parts].reverse()
    const head = `${sayDay(rest?.on ?? '')}会议${i === 0 ? '' : '改为'}：`
    const scope = i === 0 && apart.length === 0 ? '' : `${rest?.cases.length ?? 0} 条`
    const lines = apart.reverse().map((part) => `${sayCases(part.cases, cases)} ${sayPart(part)}`)
    return { meeting, head, lines: rest ? [`${scope}${sayPart(rest)}`, ...lines] : lines }
  })
}
