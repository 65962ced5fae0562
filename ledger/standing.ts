import type { HazardFilters } from '../domain/account/account.ts'
import { dayOf } from '../domain/bulletin/message.ts'
import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { allItems } from '../domain/catalogue/catalogue.ts'
import { type Wait, waitsFor } from '../domain/hazard/waits.ts'
import { unitsAt } from '../domain/units/in-force.ts'
import type { Reference } from '../domain/units/units.ts'
import type { Instant } from './as-of.ts'
import type { Bind } from './bind.ts'
import { casesUnder } from './decided.ts'
import type { Frequencies } from './frequencies.ts'
import { gramsOfWord, isPlain } from './grams.ts'
import type { Viewer } from './viewer.ts'

/** A condition under construction. */
export interface Where {
  clauses: string[]
  values: unknown[]
  bind: Bind
}

export function where(...values: unknown[]): Where {
  const bound: unknown[] = [...values]
  return {
    clauses: [],
    values: bound,
    bind(value) {
      bound.push(value)
      return `$${bound.length}`
    },
  }
}

/** A book's present is one millisecond after its head; this is its Shanghai day, read in the statement's own snapshot. */
const TODAY = "(select timezone('Asia/Shanghai', head_at + interval '1 millisecond')::date from book where id = $1)"

/** Where a list row `h` stands now, under the names of `standing s`. */
export const standingOf = `(select h.book_id, h.id as hazard, h.status, h.level, h.community, h.item, h.source, h.severity,
  h.unit, h.due, h.holder, h.mode, h.site, h.suspected_major, h.obstacle, h.topic, h.owing, h.extension, h.supervised,
  null::bigint as to_seq)`

/**
 * The present again, out of the list rows alone, which say of now what the open rows of `standing` say: a lateral `s`
 * that the planner takes apart, so that one table is read and the same conditions hold.
 */
export const presentFrom = `hazard h cross join lateral ${standingOf} s`

const MONTH = `date_trunc('month', ${TODAY})::date`

/**
 * The present as counts, `t.n` of all and `t.late` of what is overdue; only the columns that `view.tally` keeps apart.
 * Late are all months before this one, and the days before today in it.
 */
export const tallyFrom = `(
    select book_id, status, level, community, n, 0 as late from tally where book_id = $1 and grain = 'all'
    union all select book_id, status, level, community, 0, n from tally
    where book_id = $1 and grain = 'month' and due < ${MONTH}
    union all select book_id, status, level, community, 0, n from tally
    where book_id = $1 and grain = 'day' and due >= ${MONTH} and due < ${TODAY}
  ) t cross join lateral (select t.book_id, t.status, t.level, t.community, null::bigint as to_seq) s`

/** Rows of `standing s` and `hazard h` that held at the instant and that the viewer may see. $1 is the book. */
export const standingFrom = 'standing s join hazard h on (h.book_id, h.id) = (s.book_id, s.hazard)'

const listed = ['status', 'community', 'item', 'source', 'severity', 'level', 'unit', 'obstacle', 'extension'] as const

export function atInstant(w: Where, instant: Instant): void {
  w.clauses.push('s.book_id = $1')
  if (instant.present) w.clauses.push('s.to_seq is null')
  else {
    const seq = w.bind(instant.seq)
    w.clauses.push(`s.from_seq <= ${seq}::bigint and (s.to_seq is null or s.to_seq > ${seq}::bigint)`)
  }
}

/** Who sees the whole street needs no look-up: its code is in every case's audience. */
export const seesAll = (viewer: Viewer): boolean =>
  viewer.scope.some((token) => {
    const kind = viewer.reference.units.get(token)?.kind
    return kind === 'street' || kind === 'area'
  })

function inScope(w: Where, viewer: Viewer, instant: Instant): void {
  if (seesAll(viewer)) return
  const scope = w.bind(viewer.scope)
  if (instant.present) {
    w.clauses.push(`h.audience && ${scope}::text[]`)
    return
  }
  const seq = w.bind(instant.seq)
  w.clauses.push(
    `s.hazard = any(array(select a.stream from audience a where a.book_id = $1 and a.token = any(${scope})
       and a.from_seq <= ${seq}::bigint and (a.to_seq is null or a.to_seq > ${seq}::bigint)))`,
  )
}

/** The Shanghai day of the instant. The present is never yesterday (readAt, readNow). */
export const dayOfInstant = (w: Where, { asOf, present }: Instant): string =>
  present ? TODAY : `${w.bind(shanghaiDate(asOf))}::date`

/** Overdue at the instant: an order past its day. A request to an organ or enterprise is 未反馈, never overdue. */
export const isLate = (w: Where, instant: Instant): string =>
  `(s.mode = 'order' and s.due < ${dayOfInstant(w, instant)})`

/** Asked of an organ or enterprise, and its day is past at the instant. */
export const isUnanswered = (w: Where, instant: Instant): string =>
  `(s.mode = 'request' and s.due < ${dayOfInstant(w, instant)})`

/** The day `today` means; an instant that was asked for ends the day before where it is midnight. */
function dayMeant(w: Where, day: string, { asOf, present }: Instant): string {
  if (day === 'today' && present) return TODAY
  return `${w.bind(day === 'today' ? dayOf(asOf) : day)}::date`
}

/** Did it happen on that Shanghai day? */
function onDay(w: Where, column: string, day: string, instant: Instant): string {
  const meant = dayMeant(w, day, instant)
  return `timezone('Asia/Shanghai', ${column})::date = ${meant}`
}

/** Since when a case has stood where it stands. */
const sinceOf = ({ present }: Instant): string =>
  present
    ? '(select o.from_at from standing o where o.book_id = $1 and o.hazard = h.id and o.to_seq is null)'
    : 's.from_at'

function waiting(w: Where, waits: readonly Wait[]): string {
  const each = waits.map(({ holders, statuses, helpers }) => {
    const held = `s.holder = any(${w.bind(holders)})`
    if (helpers) return `(${held} or string_to_array(s.owing, ',') && ${w.bind(helpers)}::text[])`
    return statuses ? `(${held} and s.status = any(${w.bind(statuses)}))` : held
  })
  return each.length > 0 ? `(${each.join(' or ')})` : 'false'
}

/** Communities and items whose names have the word. */
function namedBy(word: string, { units, catalogues }: Reference) {
  const codes = (list: { code: string }[]) => [...new Set(list.map(({ code }) => code))]
  return {
    communities: codes([...units.values()].filter(({ kind, name }) => kind === 'community' && name.includes(word))),
    items: codes(catalogues.flatMap(allItems).filter(({ name }) => name.includes(word))),
  }
}

/** One word of a search: in number, place or description, or in the name of the community or the item. */
function saying(w: Where, word: string, reference: Reference, { present, asOf }: Instant): string {
  const text = `${w.bind(word)}::text`
  const units = present ? reference.units : unitsAt(reference.units, asOf)
  const { communities, items } = namedBy(word, { ...reference, units })
  const named = [
    ...(communities.length > 0 ? [`s.community = any(${w.bind(communities)})`] : []),
    ...(items.length > 0 ? [`s.item = any(${w.bind(items)})`] : []),
  ]
  // What `ilike` finds, and as quick: but the planner has no statistics to weigh, so that one plan serves every word.
  const cased = isPlain(word)
    ? (column: string) => `strpos(h.${column}, ${text}) > 0`
    : (column: string) => `strpos(lower(h.${column}), (select lower(${text}))) > 0`
  const said = ['number', 'place', 'description'].map(cased)
  return `(${[...said, ...named].join(' or ')})`
}

const wordsOf = (q: string | undefined): string[] => q?.split(/\s+/).filter(Boolean).slice(0, 8) ?? []

/**
 * Numbers (ledger/grams.ts) of the rarest word of a search, and whether going by them is quicker than walking, as far as
 * can be known beforehand. Null where no word can narrow: one that is in a community's or item's name finds more than the
 * words of cases.
 * @param wanted rows after which the walk may stop; Infinity where all must be met
 */
export function rarestWord(q: string | undefined, { reference }: Viewer, often: Frequencies, wanted: number) {
  const rated = wordsOf(q).map((word) => {
    const { communities, items } = namedBy(word, reference)
    const grams = communities.length + items.length > 0 ? [] : gramsOfWord(word)
    return { grams, share: grams.length > 0 ? often.shareOf(grams) : 1 }
  })
  const [rarest] = rated.filter(({ grams }) => grams.length > 0).sort((a, b) => a.share - b.share)
  if (!rarest) return null
  const found = rated.reduce((all, { share }) => all * share, 1)
  return { grams: rarest.grams, quicker: often.isQuicker(rarest.share, found, wanted) }
}

/** Numbers to find every case of a search by, where that is quicker than to look at all of them; else null. */
export function rareWord(q: string | undefined, viewer: Viewer, often: Frequencies): number[] | null {
  const word = rarestWord(q, viewer, often, Number.POSITIVE_INFINITY)
  return word?.quicker ? word.grams : null
}

interface Ways {
  /** Narrows to the cases that have these numbers of the search; changes no answer. */
  rare?: readonly number[] | null
  /** The caller goes by `reach` from the viewer's tokens and sees to the scope itself. */
  reached?: boolean
}

/** The one translation of filters into SQL: list and account share it, so every number opens its list. */
export function standingWhere(
  filters: HazardFilters,
  viewer: Viewer,
  instant: Instant,
  { rare = null, reached = false }: Ways = {},
): Where {
  const w = where(viewer.book)
  atInstant(w, instant)
  if (!reached) inScope(w, viewer, instant)
  for (const name of listed) {
    const given = filters[name]
    if (given !== undefined) w.clauses.push(`s.${name} = any(${w.bind(given.split(','))})`)
  }
  if (filters.category) w.clauses.push(`split_part(s.item, '.', 1) = ${w.bind(filters.category)}`)
  if (filters.resolution) w.clauses.push(`s.hazard = any(${casesUnder(filters.resolution, w.bind, instant)})`)
  if (filters.open) w.clauses.push("s.status not in ('closed', 'void')")
  if (filters.overdue) w.clauses.push(isLate(w, instant))
  if (filters.supervised) w.clauses.push('s.supervised is not null')
  if (filters.unanswered) w.clauses.push(isUnanswered(w, instant))
  if (filters.site) w.clauses.push(`s.site = any(${w.bind(filters.site.split(','))})`)
  if (filters.reported) w.clauses.push(onDay(w, 'h.reported_at', filters.reported, instant))
  if (filters.closed) w.clauses.push("s.status = 'closed'", onDay(w, sinceOf(instant), filters.closed, instant))
  if (filters.holder) {
    const waits = filters.holder === 'mine' ? waitsFor(viewer.actor, viewer.reference.units) : null
    w.clauses.push(waits ? waiting(w, waits) : `s.holder = any(${w.bind(filters.holder.split(','))})`)
  }
  for (const word of wordsOf(filters.q)) w.clauses.push(saying(w, word, viewer.reference, instant))
  if (rare)
    w.clauses.push(
      `h.id = any(array(select c.hazard from search c where c.book_id = $1 and c.grams @> ${w.bind(rare)}::int[]))`,
    )
  return w
}
