import { type DocumentType, documentTypes, isLetter, isOfMeeting } from '../../../domain/document/document-types.ts'
import type { DocumentSource, DocumentView, DraftSource, HandledCase, MeetingView, TopicView } from '../contract.ts'

/** What a document is to be drawn from, while it is chosen; what its type does not name is empty. */
export interface SourceChoice {
  type: DocumentType
  meeting: string
  topics: string[]
  /** Of a letter: the unit it goes to, cases in that unit's hands, and 督办编号. */
  to: string
  cases: string[]
  mark: string
}

const nothing = { meeting: '', topics: [], to: '', cases: [], mark: '' }

/** A dossier goes before the meeting, so its topics are tabled; minutes tell what their meeting decided. */
export const choosable = (
  { type, meeting }: Pick<SourceChoice, 'type' | 'meeting'>,
  topics: readonly TopicView[],
): TopicView[] => {
  if (isLetter(type)) return []
  return topics.filter(({ status, decided }) =>
    isOfMeeting(type) ? decided.some((one) => one.meeting === meeting) : status === 'tabled',
  )
}

/** The choice with all its topics ticked. */
export const startChoice = (type: DocumentType, meeting: string, topics: readonly TopicView[]): SourceChoice => ({
  ...{ ...nothing, type, meeting },
  topics: choosable({ type, meeting }, topics).map(({ id }) => id),
})

export const startLetter = (type: DocumentType, to: string, cases: readonly string[], mark = ''): SourceChoice => ({
  ...{ ...nothing, type, to, mark },
  cases: [...cases],
})

/** Longest 督办编号. */
export const MAX_MARK = 40

/** 督办编号 of a letter about these cases: the plates that hang on them, as many as there is room for. */
export function markOf(cases: readonly Pick<HandledCase, 'supervised'>[]): string {
  const numbers = new Set(cases.flatMap(({ supervised }) => supervised?.split(' ') ?? []))
  return [...numbers].sort().reduce((said, number) => {
    const more = said ? `${said}、${number}` : number
    return more.length > MAX_MARK ? said : more
  }, '')
}

/** Meetings that decided something: of the others there are no minutes to draw. */
export const meetingsWithMinutes = (meetings: readonly MeetingView[], topics: readonly TopicView[]): MeetingView[] =>
  meetings.filter(({ id }) => choosable({ type: 'minutes', meeting: id }, topics).length > 0)

/** Address of the screen with a choice made; other screens lead there. */
export const linkTo = ({ type, meeting, topics, to, cases }: SourceChoice) => ({
  path: '/documents',
  query: {
    ...{ type, ...(meeting ? { meeting } : {}), ...(topics.length > 0 ? { topics: topics.join(',') } : {}) },
    ...(to ? { to, cases: cases.join(',') } : {}),
  },
})

const listIn = (value: unknown): string[] => (typeof value === 'string' && value !== '' ? value.split(',') : [])
const wordIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The choice that an address names; null where it names none. Topics that cannot be chosen are left out. */
export function choiceFrom(query: Record<string, unknown>, topics: readonly TopicView[]): SourceChoice | null {
  const type = documentTypes.find((one) => one === query.type)
  if (!type) return null
  if (isLetter(type)) return startLetter(type, wordIn(query.to), listIn(query.cases))
  const { topics: offered, ...choice } = startChoice(type, isOfMeeting(type) ? wordIn(query.meeting) : '', topics)
  const wanted = listIn(query.topics)
  return { ...choice, topics: offered.filter((id) => wanted.includes(id)) }
}

/** The sentence for what is missing; empty when it may go. */
export function checkChoice({ type, meeting, topics, to, cases }: SourceChoice): string {
  if (isLetter(type) && !to) return '请选出发给哪个单位。'
  if (isLetter(type)) return cases.length === 0 ? '请至少选一条隐患。' : ''
  if (isOfMeeting(type) && !meeting) return '请选出是哪次会议。'
  return topics.length === 0 ? '请至少选一个议题。' : ''
}

export function sourceOf({ type, meeting, topics, to, cases }: Omit<SourceChoice, 'mark'>): DocumentSource {
  if (isLetter(type)) return { type, to, cases }
  return isOfMeeting(type) ? { type, topics, meeting } : { type, topics }
}

/** What the first version is drafted from. */
export const draftSourceOf = (choice: SourceChoice): DraftSource => {
  const mark = choice.mark.trim()
  return mark && choice.type === 'press' ? { ...sourceOf(choice), mark } : sourceOf(choice)
}

/** What a document that has a number was drawn from. */
export const sourceOfDocument = ({ type, meeting, topics, to, cases }: DocumentView): DocumentSource =>
  sourceOf({ type, meeting: meeting ?? '', topics, to: to ?? '', cases })

/** 机关代字: what stands before the year in 示范街攻坚〔2026〕3号. */
export const prefixOf = (number: string): string => number.split('〔')[0] ?? ''

/** What the last document of this type had, the latest first in the list. */
export const lastPrefix = (type: DocumentType, documents: readonly DocumentView[]): string =>
  prefixOf(documents.find((one) => one.type === type)?.number ?? '')

/** Each type counts for itself: under one prefix two papers would have the same number. */
export const isPrefixTaken = (prefix: string, type: DocumentType, documents: readonly DocumentView[]): boolean =>
  documents.some((one) => one.type !== type && prefixOf(one.number) === prefix.trim())
