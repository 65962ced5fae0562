import type { Entry } from '../domain/entry.ts'
import { protectedRoles, protectedSources, seesParties, seesReporter } from '../domain/hazard/audience.ts'
import { type HazardEntryData, type HazardState, openLeg } from '../domain/hazard/state.ts'
import { labelOf } from '../domain/hazard/step.ts'
import { hazardSteps } from '../domain/hazard/steps.ts'
import { answeredBy } from '../domain/hazard/steps-extend.ts'
import type { EntryView, HazardRow, HazardView } from '../domain/hazard/views.ts'
import { roleNames } from '../domain/units/roles.ts'
import { sayDuty } from '../domain/units/units.ts'
import type { Viewer } from './viewer.ts'

/** Units that a column keeps with commas, as a list. */
const listOf = (column: string): string => `coalesce(string_to_array(${column}, ','), '{}') as owing`

/** Columns of a list row; dates as text so that a day stays a day in every time zone. */
export const hazardColumns = `h.id, h.number, h.seq, h.version, h.status, h.level, h.community, h.site, h.item,
  h.source, h.severity, h.suspected_major, h.obstacle, h.topic, ${listOf('h.owing')}, h.unit, h.holder, h.mode,
  h.due::text as due, h.place, h.description, h.photo, h.reported_at, h.updated_at, h.supervised`

/** As of an instant the row shows what stood then; its number never changes, and its words are as they are corrected today. */
export const columnsThen = `h.id, h.number, h.seq, h.version, s.status, s.level, s.community, s.site, s.item, s.source,
  s.severity, s.suspected_major, s.obstacle, s.topic, ${listOf('s.owing')}, s.unit, s.holder, s.mode, s.due::text as due,
  h.place, h.description, h.photo, h.reported_at, h.updated_at, s.supervised`

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The columns of a list row as `HazardRow` names and writes them, for PostgreSQL to make JSON of. */
export const rowColumns = `h.id, h.number, h.seq, h.version, h.status, h.level, h.community, h.site, h.item, h.source,
  h.severity, h.suspected_major as "suspectedMajor", h.obstacle, h.topic, ${listOf('h.owing')}, h.unit, h.holder, h.mode,
  h.due, h.place, h.description, h.photo, h.supervised,
  ${iso('h.reported_at')} as "reportedAt", ${iso('h.updated_at')} as "updatedAt"`

export interface HazardDbRow extends Omit<HazardRow, 'suspectedMajor' | 'reportedAt' | 'updatedAt'> {
  suspected_major: boolean
  reported_at: Date
  updated_at: Date
}

export const toRow = ({ suspected_major, reported_at, updated_at, ...row }: HazardDbRow): HazardRow => ({
  ...row,
  seq: Number(row.seq),
  suspectedMajor: suspected_major,
  reportedAt: reported_at.toISOString(),
  updatedAt: updated_at.toISOString(),
})

/** Is this person one whom this viewer may not know by name or id? */
function isHidden(person: string, viewer: Viewer): boolean {
  if (person === viewer.person || seesReporter(viewer.actor)) return false
  const held = viewer.reference.people.get(person)?.memberships
  // Who has left every duty may have been a neighbour; a text that is nobody's id is not hidden.
  return held !== undefined && (held.length === 0 || held.some(({ role }) => protectedRoles.has(role)))
}

/** A report keeps its maker hidden though he has since become an officer. */
function isHiddenMaker(entry: Entry, viewer: Viewer): boolean {
  if (isHidden(entry.actor, viewer)) return true
  const { source } = (entry.data as unknown as HazardEntryData).set
  const reported = source !== undefined && protectedSources.has(source)
  return reported && entry.actor !== viewer.person && !seesReporter(viewer.actor)
}

/** A person as this viewer may know him; `hidden` shows the duty alone. */
function personView(person: string, hidden: boolean, viewer: Viewer, names: ReadonlyMap<string, string | null>) {
  const duty = viewer.reference.people.get(person)?.memberships[0]
  const dutyName = duty ? sayDuty(viewer.reference.units, duty) : '系统'
  if (hidden) {
    const said = duty ? roleNames[duty.role] : '已离任人员'
    return { id: null, name: said, duty: said }
  }
  return { id: person, name: names.get(person) ?? dutyName, duty: dutyName }
}

/** Who did it and, of a deputy, for whom; a report by a hidden maker hides whom it was done for too. */
function makersOf(entry: Entry, viewer: Viewer, names: ReadonlyMap<string, string | null>) {
  const { behalf } = entry.data as unknown as HazardEntryData
  const hidden = isHiddenMaker(entry, viewer)
  const actor = personView(entry.actor, hidden, viewer, names)
  if (!behalf) return { actor }
  return { actor, behalf: personView(behalf, hidden || isHidden(behalf, viewer), viewer, names) }
}

/** What a viewer may know of an entry's data: never the audience; reporters, and neighbours, only where allowed. */
function dataView(entry: Entry, viewer: Viewer): Record<string, unknown> {
  const data = entry.data as unknown as HazardEntryData
  const { audience: _audience, principals: _principals, reporter, ...rest } = data.set
  const shown = Object.entries(rest).filter(([, value]) => typeof value !== 'string' || !isHidden(value, viewer))
  const set = Object.fromEntries(shown)
  const known = reporter !== undefined && (seesReporter(viewer.actor) || reporter === viewer.person)
  const { behalf: _behalf, ...told } = data
  return { ...told, set: known ? { ...set, reporter } : set }
}

/** A line of the timeline as this viewer may see it. */
export function entryViewOf(
  entry: Entry,
  state: HazardState,
  viewer: Viewer,
  names: ReadonlyMap<string, string | null>,
): EntryView {
  const { seq, version, step, takenAt, recordedAt } = entry
  const { party: _party, ...unnamed } = entry.text ?? {}
  const masked = entry.text !== null && !seesParties(state, viewer.actor, viewer.scope)
  const text = masked ? unnamed : entry.text
  const row = hazardSteps.find((one) => one.step === step)
  const label = row ? labelOf(row, state) : step
  const makers = makersOf(entry, viewer, names)
  return { seq, version, step, label, ...makers, takenAt, recordedAt, data: dataView(entry, viewer), text }
}

/** Every photo a case names: before, after, and of papers. */
export const namedPhotos = ({ before, after, papers }: Pick<HazardState, 'before' | 'after' | 'papers'>): string[] => [
  ...new Set([...before, ...after, ...papers]),
]

/** What its unit has asked for, why, and whose answer it needs. */
function extensionView(state: HazardState, entries: readonly Entry[]): HazardView['extension'] {
  const answerer = answeredBy(state)
  if (!state.extension || !answerer) return null
  const reason = entries.findLast(({ step }) => step === 'ask-extension')?.text?.reason
  return { ...state.extension, answeredBy: answerer, reason: typeof reason === 'string' ? reason : null }
}

/** A hazard in full; `arrived` are the hashes of its photos that the server holds. */
export function hazardViewOf(
  row: HazardRow,
  state: HazardState,
  entries: readonly Entry[],
  viewer: Viewer,
  arrived: ReadonlySet<string>,
): HazardView {
  const first = entries[0]?.text ?? null
  const undone = new Set(entries.map((entry) => (entry.data as unknown as HazardEntryData).undoes?.seq))
  const party = entries.findLast(({ seq, text }) => typeof text?.party === 'string' && !undone.has(seq))?.text?.party
  return {
    ...row,
    holder: openLeg(state)?.holder ?? null,
    party: typeof party === 'string' && seesParties(state, viewer.actor, viewer.scope) ? party : null,
    position: (first?.position as HazardView['position']) ?? null,
    proof: state.proof,
    before: state.before,
    after: state.after,
    papers: state.papers,
    missing: namedPhotos(state).filter((hash) => !arrived.has(hash)),
    backfill: state.backfill,
    corrected: state.corrected,
    parts: state.parts,
    plates: state.supervised,
    determined: state.determined,
    proposedVoid: state.proposedVoid !== null,
    original: state.original,
    extension: extensionView(state, entries),
    extensions: state.extensions,
    legs: state.legs,
  }
}
