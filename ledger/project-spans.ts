import { chargedLegs } from '../domain/hazard/charged.ts'
import { type HazardState, type Leg, openLeg, platesOf } from '../domain/hazard/state.ts'
import { answeredBy } from '../domain/hazard/steps-extend.ts'
import { owing } from '../domain/hazard/waits.ts'
import { type Tx, together } from '../platform/server/db.ts'
import { columnar } from './columns.ts'
import type { HazardChange } from './projected.ts'

/** A row's own values, in the order of the columns. */
type Values = readonly unknown[]

/** A projection of stretches: rows that hold from one entry until the next that changes them. */
interface SpanTable {
  table: 'standing' | 'audience' | 'leg'
  /** Columns beside book, from_seq and to_seq, with their types. */
  columns: string
  /** Column(s) that say which open row an ended one is. */
  key: string[]
  timed: boolean
  /** Can tell at a glance that a change left the rows as they were. */
  same?(before: HazardState, after: HazardState): boolean
  rows(state: HazardState): Values[]
  /** Which row it is, whatever else it says: one of a state. */
  idOf(values: Values): string
}

const standing: readonly (readonly [string, (state: HazardState, leg: Leg | undefined) => unknown])[] = [
  ['hazard uuid', ({ id }) => id],
  ['status text', ({ status }) => status],
  ['level text', ({ level }) => level],
  ['community text', ({ community }) => community],
  ['item text', ({ item }) => item],
  ['source text', ({ source }) => source],
  ['severity text', ({ severity }) => severity],
  ['unit text', ({ unit }) => unit],
  ['due date', (_, leg) => leg?.due],
  ['holder text', (_, leg) => leg?.holder],
  ['mode text', (_, leg) => leg?.mode],
  ['site text', ({ site }) => site],
  ['suspected_major boolean', ({ suspectedMajor }) => suspectedMajor],
  ['extension text', (state) => answeredBy(state)],
  ['supervised text', platesOf],
  ['obstacle text', ({ obstacle }) => obstacle],
  ['topic text', ({ topic }) => topic],
  ['owing text', (state) => owing(state).join(',') || null],
]

export const standingRow: SpanTable = {
  table: 'standing',
  columns: standing.map(([column]) => column).join(', '),
  key: ['hazard'],
  timed: true,
  rows: (state) => {
    const leg = openLeg(state)
    return [standing.map(([, value]) => value(state, leg) ?? null)]
  },
  idOf: ([hazard]) => hazard as string,
}

export const audienceRow: SpanTable = {
  table: 'audience',
  columns: 'token text, stream uuid',
  key: ['token', 'stream'],
  timed: false,
  same: (before, after) => before.audience === after.audience,
  rows: (state) => state.audience.map((token) => [token, state.id]),
  idOf: ([token, stream]) => `${token}\n${stream}`,
}

export const legRow: SpanTable = {
  table: 'leg',
  columns: `hazard uuid, nr int, status text, level text, community text, holder text, mode text, begun timestamptz,
    ended timestamptz, due date, first_due date, extended int, aside text`,
  key: ['hazard', 'nr'],
  timed: false,
  same: (before, after) => before.legs === after.legs,
  rows: (state) =>
    chargedLegs(state).map(({ nr, status, level, holder, mode, from, to, due, firstDue, extended, aside }) => [
      ...[state.id, nr, status, level, state.community, holder, mode, from, to, due, firstDue, extended, aside],
    ]),
  idOf: ([hazard, nr]) => `${hazard}\n${nr}`,
}

interface Span {
  values: Values
  from_seq: number
  from_at: string
  to_seq: number | null
  to_at: string | null
}

const none = new Map<string, Values>()
const alike = (a: Values | undefined, b: Values): boolean => a?.every((value, i) => value === b[i]) ?? false

/** Rows by what says which one each is; those of the state asked for last are kept, for the next change begins with it. */
function keeper(spec: SpanTable): (state: HazardState) => Map<string, Values> {
  let of: HazardState | undefined
  let kept = none
  return (state) => {
    if (of !== state) kept = new Map(spec.rows(state).map((values) => [spec.idOf(values), values]))
    of = state
    return kept
  }
}

/** Walks the changes in order: which rows that stood before end, which begin, and which do both in this group. */
function spansOf(changes: readonly HazardChange[], spec: SpanTable): { ended: Span[]; begun: Span[] } {
  const ended: Span[] = []
  const begun: Span[] = []
  const open = new Map<string, Span>()
  const rowsOf = keeper(spec)
  for (const { entry, before, after } of changes) {
    if (before && spec.same?.(before, after)) continue
    const was = before ? rowsOf(before) : none
    const is = rowsOf(after)
    for (const [id, values] of was) {
      if (alike(is.get(id), values)) continue
      const inGroup = open.get(id)
      const end = { to_seq: entry.seq, to_at: entry.recordedAt }
      if (inGroup) Object.assign(inGroup, end)
      else ended.push({ values, from_seq: 0, from_at: entry.recordedAt, ...end })
      open.delete(id)
    }
    for (const [id, values] of is) {
      if (alike(was.get(id), values)) continue
      const span = { values, from_seq: entry.seq, from_at: entry.recordedAt, to_seq: null, to_at: null }
      begun.push(span)
      open.set(id, span)
    }
  }
  return { ended, begun }
}

const typedColumns = ({ columns, timed }: SpanTable): string =>
  `${columns}, from_seq bigint, to_seq bigint${timed ? ', from_at timestamptz, to_at timestamptz' : ''}`

/** Whole rows, in the order of `typedColumns`. */
const wholeRows = (spans: readonly Span[], { timed }: SpanTable): Values[] =>
  spans.map(({ values, from_seq, to_seq, from_at, to_at }) =>
    timed ? [...values, from_seq, to_seq, from_at, to_at] : [...values, from_seq, to_seq],
  )

/** The stretches of whole lives, each with its end where it has one, and their columns. */
export const spanRows = (changes: readonly HazardChange[], spec: SpanTable) => ({
  table: spec.table,
  columns: typedColumns(spec),
  rows: wholeRows(spansOf(changes, spec).begun, spec),
})

/** Ends and begins rows, set-based. The table's name is one of three constants, never input. */
export async function projectSpans(
  tx: Tx,
  book: string,
  table: SpanTable['table'],
  changes: readonly HazardChange[],
  spec: SpanTable,
): Promise<void> {
  const { ended, begun } = spansOf(changes, spec)
  const typed = typedColumns(spec)
  const sent: Promise<unknown>[] = []
  if (ended.length > 0) {
    const { from, values } = columnar(wholeRows(ended, spec), typed)
    sent.push(
      tx.query(
        `update ${table} s set to_seq = r.to_seq${spec.timed ? ', to_at = r.to_at' : ''} from ${from}
         where s.book_id = $1 and s.to_seq is null and ${spec.key.map((key) => `s.${key} = r.${key}`).join(' and ')}`,
        [book, ...values],
      ),
    )
  }
  if (begun.length > 0) {
    const { from, names, values } = columnar(wholeRows(begun, spec), typed)
    sent.push(tx.query(`insert into ${table} (book_id, ${names}) select $1, r.* from ${from}`, [book, ...values]))
  }
  await together(sent)
}
