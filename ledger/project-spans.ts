import { type HazardState, openLeg } from '../domain/hazard/state.ts'
import { type Tx, together } from '../platform/server/db.ts'
import { columnar } from './columns.ts'
import type { HazardChange } from './projected.ts'

/** A projection of stretches: rows that hold from one entry until the next that changes them. */
interface SpanTable {
  table: 'standing' | 'audience'
  /** Columns beside book, from_seq and to_seq, with their types. */
  columns: string
  /** Column(s) that say which open row an ended one is. */
  key: string[]
  timed: boolean
  /** Can tell at a glance that a change left the rows as they were. */
  same?(before: HazardState, after: HazardState): boolean
  rows(state: HazardState): Record<string, unknown>[]
}

export const standingRow: SpanTable = {
  table: 'standing',
  columns:
    'hazard uuid, status text, level text, community text, item text, source text, severity text, unit text, due date, holder text, mode text, site text, suspected_major boolean',
  key: ['hazard'],
  timed: true,
  rows: (state) => [
    {
      hazard: state.id,
      status: state.status,
      level: state.level,
      community: state.community,
      item: state.item,
      source: state.source,
      severity: state.severity,
      unit: state.unit,
      due: openLeg(state)?.due ?? null,
      holder: openLeg(state)?.holder ?? null,
      mode: openLeg(state)?.mode ?? null,
      site: state.site,
      suspected_major: state.suspectedMajor,
    },
  ],
}

export const audienceRow: SpanTable = {
  table: 'audience',
  columns: 'token text, stream uuid',
  key: ['token', 'stream'],
  timed: false,
  same: (before, after) => before.audience === after.audience,
  rows: (state) => state.audience.map((token) => ({ token, stream: state.id })),
}

interface Span {
  row: Record<string, unknown>
  from_seq: number
  from_at: string
  to_seq: number | null
  to_at: string | null
}

const none = new Map<string, Record<string, unknown>>()
const keyOf = (row: Record<string, unknown>): string => Object.values(row).join('\n')

/** Rows by their key; those of the state asked for last are kept, for the next change begins with it. */
function keeper(spec: SpanTable): (state: HazardState) => Map<string, Record<string, unknown>> {
  let of: HazardState | undefined
  let kept = new Map<string, Record<string, unknown>>()
  return (state) => {
    if (of !== state) kept = new Map(spec.rows(state).map((row) => [keyOf(row), row]))
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
    const end = { to_seq: entry.seq, to_at: entry.recordedAt }
    for (const [key, row] of was) {
      if (is.has(key)) continue
      const inGroup = open.get(key)
      if (inGroup) Object.assign(inGroup, end)
      else ended.push({ row, from_seq: 0, from_at: entry.recordedAt, ...end })
      open.delete(key)
    }
    for (const [key, row] of is) {
      if (was.has(key)) continue
      const span = { row, from_seq: entry.seq, from_at: entry.recordedAt, to_seq: null, to_at: null }
      begun.push(span)
      open.set(key, span)
    }
  }
  return { ended, begun }
}

const flat = (spans: Span[]) => spans.map(({ row, ...span }) => ({ ...row, ...span }))

const typedColumns = ({ columns, timed }: SpanTable): string =>
  `${columns}, from_seq bigint, to_seq bigint${timed ? ', from_at timestamptz, to_at timestamptz' : ''}`

/** The stretches of whole lives, each with its end where it has one, and their columns. */
export const spanRows = (changes: readonly HazardChange[], spec: SpanTable) => ({
  table: spec.table,
  columns: typedColumns(spec),
  rows: flat(spansOf(changes, spec).begun),
})

/** Ends and begins rows, set-based. The table's name is one of two constants, never input. */
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
    const { from, values } = columnar(flat(ended), typed)
    sent.push(
      tx.query(
        `update ${table} s set to_seq = r.to_seq${spec.timed ? ', to_at = r.to_at' : ''} from ${from}
         where s.book_id = $1 and s.to_seq is null and ${spec.key.map((key) => `s.${key} = r.${key}`).join(' and ')}`,
        [book, ...values],
      ),
    )
  }
  if (begun.length > 0) {
    const { from, names, values } = columnar(flat(begun), typed)
    sent.push(tx.query(`insert into ${table} (book_id, ${names}) select $1, r.* from ${from}`, [book, ...values]))
  }
  await together(sent)
}
