import { daysBetween, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { allItems } from '../../../domain/catalogue/catalogue.ts'
import { obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { verdictNames } from '../../../domain/hazard/steps-decide.ts'
import { fullName, type Reference } from '../../../domain/units/units.ts'
import type { MeetingView, TopicCase, TopicView } from '../contract.ts'

/** Blocks of a paper's body (platform/server/papers/content.ts). */
export type Block =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'table'; widths: number[]; head: string[]; rows: string[][] }

export interface Draft {
  title: string
  body: Block[]
  attendance?: { present: string; absent?: string; observers?: string }
}

const heading = (text: string, level: 1 | 2 = 1): Block => ({ kind: 'heading', level, text })
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

/** 2026-03-09 as 2026年3月9日. */
export const sayDate = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

export const nameOf = ({ units }: Reference, code: string | null): string =>
  (code && fullName(units, code)) || code || ''
const namesOf = (reference: Reference, codes: readonly string[]): string =>
  codes.map((code) => nameOf(reference, code)).join('、')

/** Community, compound and place in one; a place that begins with its compound's name says it once. */
export function placeOf(
  reference: Reference,
  { community, site, place }: Pick<TopicCase, 'community' | 'site' | 'place'>,
): string {
  const where = place ?? '（位置已删除）'
  const compound = site === null ? '' : (reference.units.get(site)?.name ?? '')
  return `${nameOf(reference, community)}${where.startsWith(compound) ? '' : `${compound} `}${where}`
}

export function itemOf({ catalogues }: Reference, code: string): string {
  const item = catalogues.flatMap(allItems).findLast((one) => one.code === code)
  return item?.name ?? code
}

/** How many there are of each word, the most frequent first: 电瓶车违规充电3条、消防通道堵塞1条. */
export function counted(words: readonly string[], unit: string): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'zh'))
  return sorted.map(([word, n]) => `${word}${n}${unit}`).join('、')
}

const distinct = (topics: readonly TopicView[]): TopicCase[] => [
  ...new Map(topics.flatMap(({ cases }) => cases).map((one) => [one.id, one])).values(),
]

const obstacleOf = ({ obstacle }: TopicCase): string => (obstacle ? obstacleNames[obstacle] : '未注明')

function topicBlocks(topic: TopicView, reference: Reference): Block[] {
  const { cases, lead, helpers, due, measures, cost } = topic
  const items = counted(
    cases.map(({ item }) => itemOf(reference, item)),
    '条',
  )
  const places = counted(
    cases.map(({ community }) => nameOf(reference, community)),
    '条',
  )
  const said = [
    `涉及隐患${cases.length}条：${items}；分布在${places}。`,
    `提请原因：${counted(cases.map(obstacleOf), '条')}。`,
    `建议由${nameOf(reference, lead) || '（待定）'}牵头${helpers.length > 0 ? `，${namesOf(reference, helpers)}协办` : ''}${due ? `，于${sayDate(due)}前完成` : ''}。`,
    ...(measures ? [`建议措施：${measures}`] : []),
    ...(cost ? [`所需经费：${cost}`] : []),
  ]
  return [heading(topic.title ?? '（题目已删除）', 2), ...said.map(paragraph)]
}

/** The list that belongs to the dossier: every case once, in the order of its number. */
function caseTable(topics: readonly TopicView[], reference: Reference): Block {
  const leads = new Map(topics.flatMap(({ cases, lead }) => cases.map((one) => [one.id, lead] as const)))
  const rows = distinct(topics)
    .sort((a, b) => a.number.localeCompare(b.number))
    .map((one, i) => [
      String(i + 1),
      one.number,
      itemOf(reference, one.item),
      placeOf(reference, one),
      obstacleOf(one),
      nameOf(reference, leads.get(one.id) ?? null),
    ])
  const head = ['序号', '编号', '检查项目', '点位', '提请原因', '建议牵头单位']
  return { kind: 'table', widths: [36, 92, 74, 110, 60, 70], head, rows }
}

/** 分析研判资料: what the topics are about, what is proposed, and the list of the cases; every figure counted from them. */
export function draftDossier(topics: readonly TopicView[], reference: Reference, now: string): Draft {
  const cases = distinct(topics)
  const today = shanghaiDate(now)
  const communities = new Set(cases.map(({ community }) => community))
  const oldest = cases.map(({ reportedAt }) => shanghaiDate(reportedAt)).sort()[0]
  const age = oldest ? `，最早一条于${sayDate(oldest)}上报，已${daysBetween(oldest, today)}天` : ''
  return {
    title: '关于提请议决社区不能单独化解的问题隐患的报告',
    body: [
      heading('基本情况'),
      paragraph(
        `截至${sayDate(today)}，经研判，提请工作组议决的议题${topics.length}个，涉及隐患${cases.length}条、社区${communities.size}个${age}。`,
      ),
      paragraph(`按提请原因分：${counted(cases.map(obstacleOf), '条')}。`),
      heading('提请议决的事项'),
      ...topics.flatMap((topic) => topicBlocks(topic, reference)),
      heading('隐患清单'),
      caseTable(topics, reference),
    ],
  }
}

type Decided = TopicView['decided'][number]

function sayDecided({ kind, cases, lead, helpers, day, said }: Decided, reference: Reference): string {
  const n = `${cases.length}条隐患`
  const tail = said ? `：${said.replace(/。$/, '')}` : ''
  switch (kind) {
    case 'assign':
      return `${n}由${nameOf(reference, lead)}牵头${helpers.length > 0 ? `、${namesOf(reference, helpers)}协办` : ''}，于${sayDate(day ?? '')}前完成${tail}。`
    case 'park':
      return `${n}缓办，${sayDate(day ?? '')}复议，其间采取安全措施${tail}。`
    case 'back':
      return `${n}由社区自办，于${sayDate(day ?? '')}前完成${tail}。`
    default:
      return `${n}${verdictNames[kind]}${tail}。`
  }
}

/** 工作组会议纪要: who was there, and each decision of this meeting with its unit and day. */
export function draftMinutes(meeting: MeetingView, topics: readonly TopicView[], reference: Reference): Draft {
  const decided = topics.flatMap((topic) => {
    const here = topic.decided.filter((one) => one.meeting === meeting.id)
    return here.length === 0
      ? []
      : [
          heading(`关于${topic.title ?? topic.number ?? '议题'}`, 2),
          ...here.map((one) => paragraph(`会议议定：${sayDecided(one, reference)}`)),
        ]
  })
  return {
    title: meeting.title ?? '工作组会议',
    attendance: {
      present: meeting.present ?? '',
      ...(meeting.excused ? { absent: meeting.excused } : {}),
      ...(meeting.observers ? { observers: meeting.observers } : {}),
    },
    body: [
      paragraph(`${sayDate(meeting.on)}，${meeting.chair ?? ''}主持召开${meeting.title ?? '工作组会议'}，纪要如下。`),
      heading('议定事项'),
      ...decided,
    ],
  }
}
