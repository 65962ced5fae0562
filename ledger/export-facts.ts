import { protectedRoles, seesParties, seesReporter } from '../domain/hazard/audience.ts'
import type { HazardState, Leg } from '../domain/hazard/state.ts'
import type { ExportFacts } from '../domain/sheet/export-columns.ts'
import type { Tx } from '../platform/server/db.ts'
import type { Instant } from './as-of.ts'
import type { HazardDbRow } from './present.ts'
import { readNames } from './read.ts'
import type { Viewer } from './viewer.ts'

type Names = ReadonlyMap<string, string | null>

/** The Shanghai day of an instant. */
const dayOf = (column: string): string => `timezone('Asia/Shanghai', ${column})::date::text`

/** A row as the cursor gives it: what of the list and of the state makes it, or decides who may read which word. */
export interface ExportDbRow
  extends Pick<
    HazardDbRow,
    | 'id'
    | 'version'
    | 'number'
    | 'community'
    | 'site'
    | 'item'
    | 'severity'
    | 'source'
    | 'unit'
    | 'status'
    | 'place'
    | 'description'
    | 'due'
    | 'holder'
  > {
  reporter: string
  proof: HazardState['proof']
  parts: HazardState['parts']
  /** Shanghai day of the report; of 补录 the one that the sheet names. */
  found: string
  /** The row as it stood when this entry was the book's last; the reading's own instant where absent. */
  upto?: number
}

/** Columns of such a row, over `hazard h`, `stream st` and where the case stands, `s`. */
export const exportDbColumns = `h.id, h.version, h.number, s.community, s.site, s.item, s.severity, s.source, s.unit, s.status,
  h.place, h.description, s.due::text as due, s.holder, st.state ->> 'reporter' as reporter, st.state ->> 'proof' as proof,
  st.state -> 'parts' as parts, coalesce(st.state #>> '{backfill,found}', ${dayOf('h.reported_at')}) as found`

interface Told {
  id: string
  note: string | null
  rectified_on: string | null
  party: string | null
  closer: string | null
  closed_on: string | null
}

const nothingTold = { note: null, rectified_on: null, party: null, closer: null, closed_on: null }
const lastOf = (value: string, which: string): string =>
  `(array_agg(${value} order by e.seq desc) filter (where ${which}))[1]`
const rectifies = "(e.step = 'rectify' or (e.step = 'report' and t.text ->> 'note' <> ''))"

/** What the timeline adds to a row: the last rectification, the strike-off, the party as last told. */
async function readTold(tx: Tx, book: string, rows: readonly ExportDbRow[], upto: number): Promise<Map<string, Told>> {
  const told = await tx.query<Told>({
    name: 'export-told',
    text: `select i.id, f.* from unnest($2::uuid[], $3::bigint[]) as i(id, upto) cross join lateral (
       select ${lastOf("t.text ->> 'note'", rectifies)} as note,
         ${lastOf(dayOf('e.recorded_at'), rectifies)} as rectified_on,
         ${lastOf("t.text ->> 'party'", "t.text ->> 'party' <> ''")} as party,
         ${lastOf('e.actor', "e.step = 'close'")} as closer,
         ${lastOf(dayOf('e.recorded_at'), "e.step = 'close'")} as closed_on
       from entry e left join entry_text t on (t.book_id, t.seq) = (e.book_id, e.seq)
       where e.book_id = $1 and e.stream = i.id and e.seq <= i.upto
         and e.step in ('report', 'verify', 'rectify', 'close', 'correct')) f`,
    values: [book, rows.map(({ id }) => id), rows.map((row) => row.upto ?? upto)],
  })
  return new Map(told.rows.map((row) => [row.id, row]))
}

/** May this viewer read this person's name here? Neighbours are known to community and office alone. */
function nameFor(person: string | null, viewer: Viewer, names: Names): string {
  if (!person) return ''
  const held = viewer.reference.people.get(person)?.memberships ?? []
  const hidden = held.length === 0 || held.some(({ role }) => protectedRoles.has(role))
  return hidden && person !== viewer.person && !seesReporter(viewer.actor) ? '' : (names.get(person) ?? '')
}

function factsOf(row: ExportDbRow, told: Omit<Told, 'id'>, viewer: Viewer, names: Names): ExportFacts {
  const done = row.status === 'rectified' || row.status === 'closed'
  const closed = row.status === 'closed'
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
    found: row.found,
    finder: knows ? (names.get(row.reporter) ?? '') : '',
    party: told.party,
    outcome: (done && told.note) || '',
    rectifiedOn: done ? told.rectified_on : null,
    checker: closed ? nameFor(told.closer, viewer, names) : '',
    closedOn: closed ? told.closed_on : null,
  }
}

/** A dispute's parties are for those who handle it. */
function maskParty(facts: ExportFacts, row: ExportDbRow, viewer: Viewer): ExportFacts {
  if (row.proof !== 'mediation') return facts
  const legs = row.holder ? [{ holder: row.holder, to: null } as Leg] : []
  return seesParties({ ...row, legs }, viewer.actor, viewer.scope) ? facts : { ...facts, party: null }
}

/** Reads what batches of rows say to this viewer at one instant; names once read are kept. */
export function factsReader(tx: Tx, viewer: Viewer, { seq }: Pick<Instant, 'seq'>) {
  const names = new Map<string, string | null>()
  return async (rows: readonly ExportDbRow[]): Promise<ExportFacts[]> => {
    const told = await readTold(tx, viewer.book, rows, seq)
    const people = [...rows.map(({ reporter }) => reporter), ...[...told.values()].map(({ closer }) => closer ?? '')]
    const unread = people.filter((person) => person !== '' && !names.has(person))
    if (unread.length > 0)
      for (const [person, name] of await readNames(tx, viewer.book, unread)) names.set(person, name)
    return rows.map((row) => maskParty(factsOf(row, told.get(row.id) ?? nothingTold, viewer, names), row, viewer))
  }
}
