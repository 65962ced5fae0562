import type { DocumentType } from '../../../domain/document/document-steps.ts'
import type { DocumentSource, DocumentView, MeetingView, TopicView } from '../contract.ts'

/** What a document is to be drawn from, while it is chosen. */
export interface SourceChoice {
  type: DocumentType
  /** '' while none is chosen, and of a dossier. */
  meeting: string
  topics: string[]
}

/** A dossier goes before the meeting, so its topics are tabled; minutes tell what their meeting decided. */
export const choosable = (
  { type, meeting }: Pick<SourceChoice, 'type' | 'meeting'>,
  topics: readonly TopicView[],
): TopicView[] =>
  topics.filter(({ status, decided }) =>
    type === 'dossier' ? status === 'tabled' : decided.some((one) => one.meeting === meeting),
  )

/** The choice with all its topics ticked. */
export const startChoice = (type: DocumentType, meeting: string, topics: readonly TopicView[]): SourceChoice => ({
  ...{ type, meeting },
  topics: choosable({ type, meeting }, topics).map(({ id }) => id),
})

/** Meetings that decided something: of the others there are no minutes to draw. */
export const meetingsWithMinutes = (meetings: readonly MeetingView[], topics: readonly TopicView[]): MeetingView[] =>
  meetings.filter(({ id }) => choosable({ type: 'minutes', meeting: id }, topics).length > 0)

/** Address of the screen with a choice made; the topics screen leads there. */
export const linkTo = ({ type, meeting, topics }: SourceChoice) => ({
  path: '/documents',
  query: { type, ...(meeting ? { meeting } : {}), topics: topics.join(',') },
})

/** The choice that an address names; null where it names none. Topics that cannot be chosen are left out. */
export function choiceFrom(query: Record<string, unknown>, topics: readonly TopicView[]): SourceChoice | null {
  const { type, meeting, topics: named } = query
  if (type !== 'dossier' && type !== 'minutes') return null
  const at = { type, meeting: type === 'minutes' && typeof meeting === 'string' ? meeting : '' } as const
  const wanted = typeof named === 'string' ? named.split(',') : []
  const ids = choosable(at, topics).map(({ id }) => id)
  return { ...at, topics: ids.filter((id) => wanted.includes(id)) }
}

/** The sentence for what is missing; empty when it may go. */
export function checkChoice({ type, meeting, topics }: SourceChoice): string {
  if (type === 'minutes' && !meeting) return '请选出是哪次会议。'
  return topics.length === 0 ? '请至少选一个议题。' : ''
}

export const sourceOf = ({ type, meeting, topics }: SourceChoice): DocumentSource =>
  type === 'minutes' ? { type, topics, meeting } : { type, topics }

/** What a document that has a number was drawn from. */
export const sourceOfDocument = ({ type, meeting, topics }: DocumentView): DocumentSource =>
  sourceOf({ type, meeting: meeting ?? '', topics })

/** 机关代字: what stands before the year in 示范街攻坚〔2026〕3号. */
export const prefixOf = (number: string): string => number.split('〔')[0] ?? ''

/** What the last document of this type had, the latest first in the list. */
export const lastPrefix = (type: DocumentType, documents: readonly DocumentView[]): string =>
  prefixOf(documents.find((one) => one.type === type)?.number ?? '')

/** Each type counts for itself: under one prefix two papers would have the same number. */
export const isPrefixTaken = (prefix: string, type: DocumentType, documents: readonly DocumentView[]): boolean =>
  documents.some((one) => one.type !== type && prefixOf(one.number) === prefix.trim())
