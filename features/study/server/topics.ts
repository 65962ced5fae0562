import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import type { Entry } from '../../../domain/entry.ts'
import type { HazardState } from '../../../domain/hazard/state.ts'
import { decideStep } from '../../../domain/hazard/steps-decide.ts'
import type { Meeting } from '../../../domain/meeting/meeting-steps.ts'
import type { Problem } from '../../../domain/problem.ts'
import type { Topic } from '../../../domain/topic/topic.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { readEntries } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { Tx } from '../../../platform/server/db.ts'
import type { getTopics, MeetingView, TopicCase, TopicView } from '../contract.ts'

interface Stream<S> {
  version: number
  state: S
}

export async function readStreams<S>(tx: Tx, book: string, kind: 'topic' | 'meeting'): Promise<Stream<S>[]> {
  const { rows } = await tx.query<Stream<S>>(
    "select version, state from stream where book_id = $1 and kind <> 'hazard' and kind = $2 order by seq desc",
    [book, kind],
  )
  return rows
}

/** Drafts of topics by the cases they name. */
export async function draftsByCase(tx: Tx, book: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const { state } of await readStreams<Topic>(tx, book, 'topic'))
    if (state.status === 'draft') for (const id of state.cases) found.set(id, [...(found.get(id) ?? []), state.id])
  return found
}

interface CaseRow extends Omit<TopicCase, 'open' | 'held' | 'clashes' | 'reportedAt'> {
  reported_at: Date
  topic: HazardState['topic']
}

async function readRows(tx: Tx, book: string, ids: readonly string[]): Promise<Map<string, CaseRow>> {
  const { rows } = await tx.query<CaseRow>(
    `select h.id, h.number, h.version, h.status, h.item, h.community, h.site, h.place, h.unit, h.due::text as due, h.mode,
       c.state ->> 'topic' as topic, c.state ->> 'obstacle' as obstacle, h.reported_at
     from hazard h join stream c on (c.book_id, c.stream) = (h.book_id, h.id)
     where h.book_id = $1 and h.id = any($2::uuid[]) order by h.number`,
    [book, ids],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The words of the latest entry of a stream that has them. */
export const wordsIn = (entries: readonly Entry[], ...steps: string[]): Record<string, string | undefined> =>
  (entries.findLast(({ step, text }) => steps.includes(step) && text !== null)?.text ?? {}) as Record<string, string>

/** What each part of a decision said, in the order of its entry. */
export function saidIn(entries: readonly Entry[], seq: number, nth: number): string | null {
  const said = entries.find((entry) => entry.seq === seq)?.text?.said
  const one = Array.isArray(said) ? said[nth] : undefined
  return typeof one === 'string' && one !== '' ? one : null
}

function decidedView(topic: Topic, entries: readonly Entry[], days: ReadonlyMap<string, string>): TopicView['decided'] {
  return topic.decided.map(({ seq, ...one }, i) => {
    const nth = topic.decided.slice(0, i).filter((before) => before.seq === seq).length
    return { ...one, on: days.get(one.meeting) ?? '', said: saidIn(entries, seq, nth) }
  })
}

/** Topics and meetings with their words; the latest changed first. What a case needs a later meeting for is said by the law. */
export async function readTopics(
  pool: Pool,
  viewer: Viewer,
  now: Date,
): Promise<z.infer<typeof getTopics.response> | Problem> {
  const { book } = viewer
  return readAt(pool, book, undefined, now, async (tx, { asOf }) => {
    const topics = await readStreams<Topic>(tx, book, 'topic')
    const meetings = await readStreams<Meeting>(tx, book, 'meeting')
    const streams = [...topics, ...meetings].map(({ state }) => state.id)
    const entries = new Map(streams.map((id): [string, Entry[]] => [id, []]))
    for (const entry of await readEntries(tx, book, streams)) entries.get(entry.stream)?.push(entry)
    const rows = await readRows(tx, book, [...new Set(topics.flatMap(({ state }) => state.cases))])
    const drafts = await draftsByCase(tx, book)
    const days = new Map(meetings.map(({ state }) => [state.id, state.on]))
    const caseOf = (id: string, topic: Topic): TopicCase[] => {
      const found = rows.get(id)
      if (!found) return []
      const { topic: holder, reported_at, ...row } = found
      const held = holder === topic.id
      const open = held && decideStep.from.includes(row.status)
      const clashes = (drafts.get(id) ?? []).filter((other) => other !== topic.id)
      return [{ ...row, reportedAt: reported_at.toISOString(), open, held, clashes }]
    }
    const topicOf = ({ version, state }: Stream<Topic>): TopicView => {
      const own = entries.get(state.id) ?? []
      const { title = null, measures = null, cost = null } = wordsIn(own, 'open', 'edit')
      const { id, number, status, lead, helpers, due } = state
      const cases = state.cases.flatMap((one) => caseOf(one, state))
      const said = { title, measures, cost }
      return { id, version, number, status, ...said, lead, helpers, due, cases, decided: decidedView(state, own, days) }
    }
    const meetingOf = ({ state }: Stream<Meeting>): MeetingView => {
      const said = wordsIn(entries.get(state.id) ?? [], 'hold', 'mend')
      const { title = null, chair = null, present = null, excused = null, observers = null } = said
      return { id: state.id, on: state.on, title, chair, present, excused, observers }
    }
    return {
      asOf,
      topics: topics.map(topicOf),
      meetings: meetings.map(meetingOf).sort((a, b) => b.on.localeCompare(a.on)),
    }
  })
}
