import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { protectedRoles, seesParties, seesReporter } from '../domain/hazard/audience.ts'
import type { HazardState, Leg } from '../domain/hazard/state.ts'
import type { ExportFacts } from '../domain/sheet/export-columns.ts'
import type { Tx } from '../platform/server/db.ts'
import type { Instant } from './as-of.ts'
import type { HazardDbRow } from './present.ts'
import { readNames } from './read.ts'
import type { Viewer } from './viewer.ts'

/** A row as the cursor gives it: the list's columns and what of the state decides who may read which word. */
export interface ExportDbRow extends HazardDbRow {
  reporter: string
  proof: HazardState['proof']
  parts: HazardState['parts']
  /** 补录: the day that the sheet names. */
  found: string | null
  /** The row as it stood when this entry was the book's last; the reading's own instant where absent. */
  upto?: number
}

interface Told {
  seq: number
  stream: string
  step: string
  actor: string
  at: Date
  note: string | null
  party: string | null
}

/** What the timeline adds to a row: the last rectification, the strike-off, the party as last told. */
async function readTold(tx: Tx, book: string, ids: readonly string[], upto: number): Promise<Map<string, Told[]>> {
  const { rows } = await tx.query<Told>(
    `select e.seq, e.stream, e.step, e.actor, e.recorded_at as at, t.text ->> 'note' as note, t.text ->> 'party' as party
     from entry e left join entry_text t on (t.book_id, t.seq) = (e.book_id, e.seq)
     where e.book_id = $1 and e.stream = any($2::uuid[]) and e.seq <= $3
       and e.step in ('report', 'verify', 'rectify', 'close', 'correct') order by e.seq`,
    [book, ids, upto],
  )
  const told = new Map<string, Told[]>()
  for (const row of rows) {
    const kept = told.get(row.stream)
    if (kept) kept.push(row)
    else told.set(row.stream, [row])
  }
  return told
}

/** May this viewer read this person's name here? Neighbours are known to community and office alone. */
function nameFor(person: string | undefined, viewer: Viewer, names: ReadonlyMap<string, string | null>): string {
  if (!person) return ''
  const held = viewer.reference.people.get(person)?.memberships ?? []
  const hidden = held.length === 0 || held.some(({ role }) => protectedRoles.has(role))
  return hidden && person !== viewer.person && !seesReporter(viewer.actor) ? '' : (names.get(person) ?? '')
}

function factsOf(
  row: ExportDbRow,
  told: readonly Told[],
  viewer: Viewer,
  names: ReadonlyMap<string, string | null>,
): ExportFacts {
  const done = row.status === 'rectified' || row.status === 'closed'
  const fixed = done ? told.findLast(({ step, note }) => step === 'rectify' || (step === 'report' && note)) : undefined
  const closed = row.status === 'closed' ? told.findLast(({ step }) => step === 'close') : undefined
  const knows = seesReporter(viewer.actor) || row.reporter === viewer.person
  // Field by field: copying whole rows costs more than all the rest.
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    community: row.community,
    site: row.site,
    item: row.item,
    severity: row.severity,
    source: row.source,
    unit: row.unit,
    status: row.status,
    place: row.place,
    description: row.description,
    due: row.due,
    found: row.found ?? shanghaiDate(row.reported_at.toISOString()),
    finder: knows ? (names.get(row.reporter) ?? '') : '',
    party: told.findLast(({ party }) => party)?.party ?? null,
    outcome: fixed?.note ?? '',
    rectifiedAt: fixed?.at.toISOString() ?? null,
    checker: nameFor(closed?.actor, viewer, names),
    closedAt: closed?.at.toISOString() ?? null,
  }
}

/** A dispute's parties are for those who handle it. */
function maskParty(facts: ExportFacts, row: ExportDbRow, viewer: Viewer): ExportFacts {
  if (row.proof !== 'mediation') return facts
  const legs = row.holder ? [{ holder: row.holder, to: null } as Leg] : []
  return seesParties({ ...row, legs }, viewer.actor, viewer.scope) ? facts : { ...facts, party: null }
}

const toldUpto = (told: Told[], upto: number | undefined): Told[] =>
  upto === undefined ? told : told.filter(({ seq }) => Number(seq) <= upto)

/** Rows of a batch as this viewer may read them. */
export async function readFacts(
  tx: Tx,
  viewer: Viewer,
  rows: readonly ExportDbRow[],
  instant: Instant,
): Promise<ExportFacts[]> {
  const told = await readTold(
    tx,
    viewer.book,
    rows.map(({ id }) => id),
    instant.seq,
  )
  const closers = [...told.values()].flat().filter(({ step }) => step === 'close')
  const people = [...rows.map(({ reporter }) => reporter), ...closers.map(({ actor }) => actor)]
  const names = await readNames(tx, viewer.book, people)
  return rows.map((row) =>
    maskParty(factsOf(row, toldUpto(told.get(row.id) ?? [], row.upto), viewer, names), row, viewer),
  )
}
