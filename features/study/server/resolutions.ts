import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { Entry } from '../../../domain/entry.ts'
import { canSee } from '../../../domain/hazard/audience.ts'
import type { HazardState } from '../../../domain/hazard/state.ts'
import type { Meeting } from '../../../domain/meeting/meeting-steps.ts'
import type { Problem } from '../../../domain/problem.ts'
import { type Resolution, resolutionsOf, type Why, waitingOf } from '../../../domain/topic/resolution.ts'
import type { Topic } from '../../../domain/topic/topic.ts'
import { OFFICE } from '../../../domain/units/units.ts'
import { type Instant, readAt } from '../../../ledger/as-of.ts'
import { readEntries } from '../../../ledger/read.ts'
import { readStatesAt } from '../../../ledger/states-at.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { Tx } from '../../../platform/server/db.ts'
import type { getResolutions, TaskView } from '../contract.ts'
import { readStreams, saidIn, wordsIn } from './topics.ts'

/** What was decided before, and its meetings and topics with their words. */
interface Read {
  all: Resolution[]
  topics: ReadonlyMap<string, Topic>
  meetings: ReadonlyMap<string, Meeting>
  entries: ReadonlyMap<string, Entry[]>
  /** Cases that the asker sees, as they stood. */
  cases: ReadonlyMap<string, HazardState>
  refusals: ReadonlyMap<string, string>
  today: string
}

/** The reason of each case's last refusal up to the instant. */
async function readRefusals(tx: Tx, book: string, ids: readonly string[], { seq }: Instant) {
  const { rows } = await tx.query<{ stream: string; reason: string | null }>(
    `select distinct on (e.stream) e.stream, t.text ->> 'reason' as reason
     from entry e left join entry_text t on (t.book_id, t.seq) = (e.book_id, e.seq)
     where e.book_id = $1 and e.stream = any($2::uuid[]) and e.step = 'refuse' and e.seq <= $3
     order by e.stream, e.seq desc`,
    [book, ids, seq],
  )
  return new Map(rows.flatMap(({ stream, reason }) => (reason ? [[stream, reason] as const] : [])))
}

function countOf(states: readonly HazardState[], today: string): TaskView['counts'] {
  const of = (...statuses: HazardState['status'][]) => states.filter(({ status }) => statuses.includes(status)).length
  const waits = states.flatMap((state) => waitingOf(state, today) ?? [])
  return {
    cases: states.length,
    ...{ closed: of('closed'), void: of('void'), handling: of('handling'), rectified: of('rectified') },
    waiting: of('reported', 'called', 'tabled', 'parked', 'referred'),
    late: waits.filter(({ late, asked }) => late > 0 && !asked).length,
    unanswered: waits.filter(({ late, asked }) => late > 0 && asked).length,
  }
}

/** What says something of its unit, so that no two stand together. */
const byUnit: readonly Why[] = ['refused', 'helpers', 'extension']

/**
 * Open cases that wait for the same thing, together; of a refusal those with the same words, and of what is late each
 * unit by itself.
 */
function whysOf(states: readonly HazardState[], { today, refusals }: Read): TaskView['whys'] {
  const groups = new Map<string, TaskView['whys'][number]>()
  for (const state of states) {
    const waiting = waitingOf(state, today)
    if (!waiting) continue
    const { unit, ...rest } = waiting
    const said = rest.why === 'refused' ? (refusals.get(state.id) ?? null) : null
    const named = rest.late > 0 || byUnit.includes(rest.why) ? unit : ''
    const key = JSON.stringify([rest.why, named, rest.helpers, rest.day, rest.until, said])
    const known = groups.get(key) ?? { ...rest, units: [], said, cases: [] }
    if (!known.units.includes(unit)) known.units.push(unit)
    known.cases.push({ id: state.id, number: state.number })
    groups.set(key, known)
  }
  for (const { units } of groups.values()) units.sort()
  return [...groups.values()].sort((a, b) => b.late - a.late || b.cases.length - a.cases.length)
}

const seen = (ids: readonly string[], { cases }: Read): HazardState[] => ids.flatMap((id) => cases.get(id) ?? [])

function meetingOf({ meeting }: Resolution, { meetings, entries }: Read) {
  const { title = null } = wordsIn(entries.get(meeting) ?? [], 'hold', 'mend')
  return { on: meetings.get(meeting)?.on ?? '', title }
}

/** Who carries it out: of what went back each community of its cases; what has no lead is kept by the office. */
const carriersOf = ({ kind, lead }: Resolution, states: readonly HazardState[]): string[] => {
  if (lead) return [lead]
  return kind === 'back' ? [...new Set(states.map(({ community }) => community))].sort() : [OFFICE]
}

function taskOf(one: Resolution, read: Read): TaskView {
  const { id, kind, lead, helpers, day } = one
  const own = read.entries.get(one.topic) ?? []
  const topic = read.topics.get(one.topic)
  const under = seen(one.governed, read)
  const counts = countOf(under, read.today)
  const overturned = one.overturned.flatMap(({ by, cases }) => {
    const later = read.all.find((other) => other.id === by)
    const n = seen(cases, read).length
    if (!later || n === 0) return []
    const { kind: now, lead: heir, helpers: others, day: until } = later
    const { on } = meetingOf(later, read)
    return [{ by, on, cases: n, kind: now, lead: heir, helpers: others, day: until, said: saidOf(later, read) }]
  })
  return {
    ...{ id, kind, lead, helpers, day, said: saidOf(one, read), units: carriersOf(one, seen(one.cases, read)) },
    topic: { number: topic?.number ?? null, title: wordsIn(own, 'open', 'edit').title ?? null },
    meeting: meetingOf(one, read),
    state: under.length === 0 ? 'overturned' : counts.closed + counts.void === counts.cases ? 'done' : 'open',
    ...{ counts, overturned, whys: whysOf(under, read) },
  }
}

/** What the meeting said of it, for which the entry has one place a part. */
function saidOf({ id, topic, seq }: Resolution, { topics, entries }: Read): string | null {
  const parts = topics.get(topic)?.decided ?? []
  const first = parts.findIndex((part) => part.seq === seq)
  const nth = Number(id.slice(id.lastIndexOf('.') + 1)) - 1 - first
  return saidIn(entries.get(topic) ?? [], seq, nth)
}

/** Who is late first, the worst before others; then what is open by its day; then what is done; then what no longer holds. */
const states = ['open', 'done', 'overturned']
const sorted = (tasks: readonly TaskView[]): TaskView[] =>
  [...tasks].sort(
    (a, b) =>
      states.indexOf(a.state) - states.indexOf(b.state) ||
      b.counts.late - a.counts.late ||
      b.counts.unanswered - a.counts.unanswered ||
      (a.day ?? '9').localeCompare(b.day ?? '9') ||
      a.id.localeCompare(b.id),
  )

/**
 * 决议督办: what meetings decided and how far it is, derived from topics and cases as they stood at the instant. A
 * department is told of those under which it has cases, and of these alone.
 */
export async function readResolutions(
  pool: Pool,
  viewer: Viewer,
  given: string | undefined,
  now: Date,
): Promise<z.infer<typeof getResolutions.response> | Problem> {
  const { book, scope } = viewer
  return readAt(pool, book, given, now, async (tx, instant) => {
    const topics = (await readStreams<Topic>(tx, book, 'topic')).map(({ state }) => state)
    const meetings = (await readStreams<Meeting>(tx, book, 'meeting')).map(({ state }) => state)
    const all = resolutionsOf(topics, instant.seq)
    const entries = new Map<string, Entry[]>()
    for (const entry of await readEntries(
      tx,
      book,
      [...topics, ...meetings].map(({ id }) => id),
    ))
      entries.set(entry.stream, [...(entries.get(entry.stream) ?? []), entry])
    const ids = [...new Set(all.flatMap(({ cases }) => cases))]
    const visible = (await readStatesAt(tx, book, ids, instant)).filter((state) => canSee(state, scope))
    const read: Read = {
      ...{ all, entries, cases: new Map(visible.map((state) => [state.id, state])) },
      topics: new Map(topics.map((topic) => [topic.id, topic])),
      meetings: new Map(meetings.map((meeting) => [meeting.id, meeting])),
      refusals: await readRefusals(tx, book, ids, instant),
      today: dayAt(instant),
    }
    const shown = all.filter(({ cases }) => seen(cases, read).length > 0)
    return { asOf: instant.asOf, resolutions: sorted(shown.map((one) => taskOf(one, read))) }
  })
}

/** The Shanghai day of the instant, as the account reckons what is late (ledger/standing.ts). */
const dayAt = ({ asOf }: Instant): string => shanghaiDate(asOf)
