import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import type { Entry } from '../../../domain/entry.ts'
import type { Problem } from '../../../domain/problem.ts'
import { evolveSupervision, missingMonths, type Supervision } from '../../../domain/supervision/supervision.ts'
import { bringsAs, mayLift } from '../../../domain/supervision/supervision-steps.ts'
import { facesOf } from '../../../domain/units/deputies.ts'
import { type Instant, readAt } from '../../../ledger/as-of.ts'
import { readEntries } from '../../../ledger/read.ts'
import { seesAll, standingFrom, standingWhere } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { Tx } from '../../../platform/server/db.ts'
import type { getHangable, getSupervisions, SupervisedCase, SupervisionView } from '../contract.ts'

const caseColumns = `h.id, h.number, s.status, s.item, s.community, h.place, s.unit, s.due::text as due, s.severity, s.mode,
  s.supervised`

/** Cases as they stood at the instant, as far as the viewer might see them then. */
async function readCases(
  tx: Tx,
  viewer: Viewer,
  instant: Instant,
  by: 'id' | 'number',
  keys: readonly string[],
): Promise<SupervisedCase[]> {
  if (keys.length === 0) return []
  const w = standingWhere({}, viewer, instant)
  w.clauses.push(`h.${by} = any(${w.bind(keys)}${by === 'id' ? '::uuid[]' : ''})`)
  const { rows } = await tx.query<SupervisedCase>(
    `select ${caseColumns} from ${standingFrom} where ${w.clauses.join(' and ')} order by h.number`,
    w.values,
  )
  return rows
}

/** Which of these cases were major at the instant, whoever asks. */
async function readMajor(tx: Tx, book: string, ids: readonly string[], { seq }: Instant): Promise<Set<string>> {
  const { rows } = await tx.query(
    `select hazard from standing where book_id = $1 and hazard = any($2::uuid[]) and severity = 'major'
       and from_seq <= $3 and (to_seq is null or to_seq > $3)`,
    [book, ids, seq],
  )
  return new Set(rows.map(({ hazard }) => hazard))
}

interface Told {
  state: Supervision
  entries: Map<number, Entry>
}

/** Every supervision as its entries up to the instant say, the latest first. */
async function readPlates(tx: Tx, book: string, { seq }: Instant): Promise<Told[]> {
  const { rows } = await tx.query<{ stream: string }>(
    "select stream from stream where book_id = $1 and kind <> 'hazard' and kind = 'supervision'",
    [book],
  )
  const told = new Map<string, Told>()
  const entries = await readEntries(
    tx,
    book,
    rows.map(({ stream }) => stream),
  )
  for (const entry of entries.filter((one) => one.seq <= seq)) {
    const known = told.get(entry.stream)
    const state = evolveSupervision(known?.state ?? null, entry)
    told.set(entry.stream, { state, entries: (known?.entries ?? new Map()).set(entry.seq, entry) })
  }
  return [...told.values()].reverse()
}

const sayIn = (entry: Entry | undefined, key: string): string | null => {
  const said = entry?.text?.[key]
  return typeof said === 'string' ? said : null
}

/** Plates are for who sees the whole street, who leads the work, and the community of a case that is seen. */
const isShown = (viewer: Viewer, { unit }: Supervision, cases: readonly SupervisedCase[]): boolean =>
  seesAll(viewer) || viewer.scope.includes(unit) || cases.some(({ community }) => viewer.scope.includes(community))

function viewOf(
  { state, entries }: Told,
  cases: SupervisedCase[],
  hasMajor: boolean,
  viewer: Viewer,
  asOf: string,
): SupervisionView {
  const { id, number, level, hanger, unit, due, on, at, plan, notes, lifted } = state
  const dated = (mark: { seq: number; on: string }) => ({
    on: mark.on,
    at: entries.get(mark.seq)?.recordedAt ?? at,
  })
  const hung = [...entries.values()][0]
  const communities = cases.map(({ community }) => community)
  const brought = facesOf(viewer.actor).map((actor) => bringsAs(state, communities, actor, viewer.reference.units))
  return {
    ...{ id, number, level, hanger, unit, due, on, at, requirement: sayIn(hung, 'requirement') },
    ...{ cases, all: state.cases.length },
    plan: plan && {
      ...dated(plan),
      words: (entries.get(plan.seq)?.text ?? null) as NonNullable<SupervisionView['plan']>['words'],
    },
    planMissing: hasMajor && plan === null,
    notes: notes.map((mark) => ({ ...dated(mark), note: sayIn(entries.get(mark.seq), 'note') })),
    missingMonths: missingMonths(state, asOf),
    lifted: lifted && {
      ...dated(lifted),
      note: sayIn(entries.get(lifted.seq), 'note'),
      instead: sayIn(entries.get(lifted.seq), 'instead'),
    },
    brings: brought.includes('own') ? 'own' : brought.includes('paper') ? 'paper' : null,
    lifts: facesOf(viewer.actor).some((actor) => mayLift(state, actor)),
  }
}

/** The plates that concern the viewer, with what is missing, as of now or of an instant. */
export async function readSupervisions(
  pool: Pool,
  viewer: Viewer,
  given: string | undefined,
  now: Date,
): Promise<z.infer<typeof getSupervisions.response> | Problem> {
  return readAt(pool, viewer.book, given, now, async (tx, instant) => {
    const plates = await readPlates(tx, viewer.book, instant)
    const ids = [...new Set(plates.flatMap(({ state }) => state.cases))]
    const cases = await readCases(tx, viewer, instant, 'id', ids)
    const major = await readMajor(tx, viewer.book, ids, instant)
    const supervisions = plates.flatMap((told) => {
      const own = cases.filter(({ id }) => told.state.cases.includes(id))
      if (!isShown(viewer, told.state, own)) return []
      const hasMajor = told.state.cases.some((id) => major.has(id))
      return [viewOf(told, own, hasMajor, viewer, instant.asOf)]
    })
    return { asOf: instant.asOf, supervisions }
  })
}

/** Cases in sight by id or number. */
export async function readHangable(
  pool: Pool,
  viewer: Viewer,
  { ids, numbers }: z.infer<typeof getHangable.query>,
  now: Date,
): Promise<z.infer<typeof getHangable.response> | Problem> {
  const split = (list: string | undefined) => (list ?? '').split(',').filter(Boolean)
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
  return readAt(pool, viewer.book, undefined, now, async (tx, instant) => {
    const byId = await readCases(
      tx,
      viewer,
      instant,
      'id',
      split(ids).filter((one) => isId.test(one)),
    )
    const byNumber = await readCases(tx, viewer, instant, 'number', split(numbers))
    return { cases: [...byId, ...byNumber.filter(({ id }) => byId.every((one) => one.id !== id))] }
  })
}
