import type { HazardFilters } from '../domain/account/account.ts'
import { dayOf } from '../domain/bulletin/message.ts'
import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { allItems } from '../domain/catalogue/catalogue.ts'
import { type Wait, waitsFor } from '../domain/hazard/waits.ts'
import { unitsAt } from '../domain/units/in-force.ts'
import type { Reference } from '../domain/units/units.ts'
import type { Instant } from './as-of.ts'
import type { Viewer } from './viewer.ts'

/** A condition under construction: `bind` adds a parameter and gives its placeholder. */
export interface Where {
  clauses: string[]
  values: unknown[]
  bind(value: unknown): string
}

function where(...values: unknown[]): Where {
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

/** Rows of `standing s` and `hazard h` that held at the instant and that the viewer may see. $1 is the book. */
export const standingFrom = 'standing s join hazard h on (h.book_id, h.id) = (s.book_id, s.hazard)'

const listed = ['status', 'community', 'item', 'source', 'severity', 'level', 'unit'] as const

function atInstant(w: Where, instant: Instant): void {
  w.clauses.push('s.book_id = $1')
  if (instant.present) w.clauses.push('s.to_seq is null')
  else {
    const seq = w.bind(instant.seq)
    w.clauses.push(`s.from_seq <= ${seq}::bigint and (s.to_seq is null or s.to_seq > ${seq}::bigint)`)
  }
}

function inScope(w: Where, viewer: Viewer, instant: Instant): void {
  // Who sees the whole street needs no look-up: its code is in every case's audience.
  const wholeBook = viewer.scope.some((token) => {
    const kind = viewer.reference.units.get(token)?.kind
    return kind === 'street' || kind === 'area'
  })
  if (wholeBook) return
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

/** Overdue at the instant: an order past its day. A request to an organ or enterprise is 未反馈, never overdue. */
export const isLate = (w: Where, instant: Instant): string =>
  `(s.mode = 'order' and s.due < ${w.bind(shanghaiDate(instant.asOf))}::date)`

/** Asked of an organ or enterprise, and its day is past at the instant. */
export const isUnanswered = (w: Where, instant: Instant): string =>
  `(s.mode = 'request' and s.due < ${w.bind(shanghaiDate(instant.asOf))}::date)`

/** The present is never yesterday (readAt); an instant that was asked for ends the day before where it is midnight. */
const dayAt = ({ asOf, present }: Instant): string => (present ? shanghaiDate(asOf) : dayOf(asOf))

/** Did it happen on that Shanghai day? */
function onDay(w: Where, column: string, day: string, instant: Instant): string {
  const from = w.bind(`${day === 'today' ? dayAt(instant) : day}T00:00:00+08:00`)
  return `${column} >= ${from}::timestamptz and ${column} < ${from}::timestamptz + interval '1 day'`
}

function waiting(w: Where, waits: readonly Wait[]): string {
  const each = waits.map(({ holders, statuses }) => {
    const held = `s.holder = any(${w.bind(holders)})`
    return statuses ? `(${held} and s.status = any(${w.bind(statuses)}))` : held
  })
  return each.length > 0 ? `(${each.join(' or ')})` : 'false'
}

const likeOf = (word: string): string => `%${word.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

/** One word of a search: in number, place or description, or in the name of the community or the item. */
function saying(w: Where, word: string, { units, catalogues }: Reference, { asOf }: Instant): string {
  const like = w.bind(likeOf(word))
  const communities = [...unitsAt(units, asOf).values()].filter(
    ({ kind, name }) => kind === 'community' && name.includes(word),
  )
  const items = catalogues.flatMap(allItems).filter(({ name }) => name.includes(word))
  const codes = (list: { code: string }[]) => w.bind([...new Set(list.map(({ code }) => code))])
  return `(h.number ilike ${like} or h.place ilike ${like} or h.description ilike ${like}
    or s.community = any(${codes(communities)}) or s.item = any(${codes(items)}))`
}

/** The one translation of filters into SQL: list and account share it, so every number opens its list. */
export function standingWhere(filters: HazardFilters, viewer: Viewer, instant: Instant): Where {
  const w = where(viewer.book)
  atInstant(w, instant)
  inScope(w, viewer, instant)
  for (const name of listed) {
    const given = filters[name]
    if (given !== undefined) w.clauses.push(`s.${name} = any(${w.bind(given.split(','))})`)
  }
  if (filters.category) w.clauses.push(`split_part(s.item, '.', 1) = ${w.bind(filters.category)}`)
  if (filters.open) w.clauses.push("s.status not in ('closed', 'void')")
  if (filters.overdue) w.clauses.push(isLate(w, instant))
  if (filters.unanswered) w.clauses.push(isUnanswered(w, instant))
  if (filters.site) w.clauses.push(`h.site = any(${w.bind(filters.site.split(','))})`)
  if (filters.reported) w.clauses.push(onDay(w, 'h.reported_at', filters.reported, instant))
  if (filters.closed) w.clauses.push("s.status = 'closed'", onDay(w, 's.from_at', filters.closed, instant))
  if (filters.holder) {
    const waits = filters.holder === 'mine' ? waitsFor(viewer.actor, viewer.reference.units) : null
    w.clauses.push(waits ? waiting(w, waits) : `s.holder = any(${w.bind(filters.holder.split(','))})`)
  }
  const words = filters.q?.split(/\s+/).filter(Boolean) ?? []
  for (const word of words.slice(0, 8)) w.clauses.push(saying(w, word, viewer.reference, instant))
  return w
}
