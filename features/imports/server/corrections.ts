import type { Pool } from 'pg'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { catalogueInForce } from '../../../domain/catalogue/in-force.ts'
import type { JsonObject } from '../../../domain/entry.ts'
import { canSee } from '../../../domain/hazard/audience.ts'
import { hazardRules } from '../../../domain/hazard/decide.ts'
import { foldHazard } from '../../../domain/hazard/fold.ts'
import { type HazardState, openLeg, type Severity, severityNames } from '../../../domain/hazard/state.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import {
  type ExportField,
  type ExportNames,
  exportColumns,
  exportText,
  namesOf,
} from '../../../domain/sheet/export-columns.ts'
import { MOST_ROWS } from '../../../domain/sheet/import-columns.ts'
import { communityOf } from '../../../domain/units/units.ts'
import { type ExportDbRow, factsReader } from '../../../ledger/export-facts.ts'
import { type Case, readCases } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { readTx, type Tx } from '../../../platform/server/db.ts'
import type { SheetRow } from '../../../platform/server/sheets/cells.ts'
import type { Found } from './find-sheet.ts'
import type { Preview, PreviewRow } from './preview.ts'
import { isAside, say } from './row-words.ts'

type Text = Partial<Record<ExportField, string>>

/** Columns whose words may be mended in the sheet. */
const mendable: readonly ExportField[] = ['site', 'place', 'category', 'item', 'description', 'severity', 'party']
/** What stands in these is done in the system, step by step. */
const steps: Partial<Record<ExportField, string>> = {
  status: '状态请在系统里办理',
  closed: '状态请在系统里办理',
  unit: '责任单位请在系统里交办',
  due: '期限请在系统里办理',
  rectified: '状态请在系统里办理',
  closedOn: '状态请在系统里办理',
  outcome: '整改情况请在系统里办理',
}

const titleOf = (field: ExportField): string => exportColumns.find((one) => one.field === field)?.title ?? ''
const plain = (text: string | undefined): string => (text ?? '').replace(/\r\n?/g, '\n').trim()

function textOf(row: SheetRow, columns: ReadonlyMap<number, ExportField>): Text {
  const text: Text = {}
  for (const { column, text: said } of row.cells) {
    const field = columns.get(column)
    if (field) text[field] = plain(said)
  }
  return text
}

/** The row of a case as it was exported at a version, from its entries up to that one. */
function rowAt({ row, entries }: Case, version: number): ExportDbRow | null {
  const then = entries.filter((entry) => entry.version <= version)
  const state = foldHazard(then)
  const last = then.at(-1)
  if (!state || !last || last.version !== version) return null
  const words: JsonObject = {}
  for (const { step, text, data } of then) {
    const replaced = step === 'report' ? ['place', 'description'] : ((data.words as string[] | undefined) ?? [])
    for (const word of replaced) words[word] = text?.[word] ?? null
  }
  const leg = openLeg(state)
  const { id, number, status, level, community, site, item, source, severity, unit, reporter, proof, parts } = state
  const fold = {
    id,
    number,
    status,
    level,
    community,
    site,
    item,
    source,
    severity,
    unit,
    reporter,
    proof,
    parts,
    version,
  }
  const said = { place: (words.place as string) ?? null, description: (words.description as string) ?? null }
  const found = state.backfill?.found ?? shanghaiDate(row.reported_at.toISOString())
  return { ...fold, ...said, holder: leg?.holder ?? null, due: leg?.due ?? null, found, upto: last.seq }
}

interface Edited {
  row: number
  text: Text
  /** The row as it was exported, and as it stands now: what is so already needs no correction. */
  before: Text
  now: Text
  state: HazardState
  seen: number
}

/** Codes of what was mended; a word that names nothing is an error at its column. */
function mended(
  { row, text, before, now, state }: Edited,
  viewer: Viewer,
  today: string,
): { data: JsonObject; errors: string[] } {
  const data: JsonObject = {}
  const errors: string[] = []
  const { units, catalogues } = viewer.reference
  const changed = (field: ExportField) =>
    text[field] !== undefined && plain(text[field]) !== plain(before[field]) && plain(text[field]) !== plain(now[field])
  for (const field of ['place', 'description', 'party'] as const) {
    if (!changed(field)) continue
    if (text[field]) data[field] = text[field]
    else errors.push(say(row, titleOf(field), '不能改成空的'))
  }
  if (changed('site')) {
    const inside = [...units.values()].filter(
      ({ code, kind }) => kind === 'compound' && communityOf(units, code) === state.community,
    )
    const site = inside.find(({ name }) => name === text.site)
    if (site || !text.site) data.site = site?.code ?? null
    else errors.push(say(row, titleOf('site'), `“${text.site}”不在这个社区，请从点位里选`))
  }
  if (changed('item') || changed('category')) {
    const catalogue = catalogueInForce(catalogues, today)
    const group = catalogue?.categories.find(({ name }) => name === text.category)
    const item = group?.items.find(({ name }) => name === text.item)
    if (item) data.item = item.code
    else errors.push(say(row, titleOf('item'), `“${text.category ?? ''}·${text.item ?? ''}”不在排查清单里`))
  }
  if (changed('severity')) {
    const severity = (Object.keys(severityNames) as Severity[]).find((key) => severityNames[key] === text.severity)
    if (severity) data.severity = severity
    else errors.push(say(row, titleOf('severity'), `“${text.severity ?? ''}”应是 一般、较大 或 重大`))
  }
  for (const { field, title } of exportColumns)
    if (!mendable.includes(field) && !['serial', 'id', 'version'].includes(field) && changed(field))
      errors.push(say(row, title, `不能在表里改，${steps[field] ?? '请恢复原样'}`))
  return { data, errors }
}

/** A correction of this row, or why it cannot be one; nothing where nothing was changed. */
function correct(edited: Edited, viewer: Viewer, now: Date): Pick<PreviewRow, 'errors' | 'command' | 'outcome'> {
  const { data, errors } = mended(edited, viewer, shanghaiDate(now.toISOString()))
  if (Object.keys(data).length === 0 && errors.length === 0) return { errors, command: null, outcome: 'same' }
  const body = { ...data, reason: '在导出的台账里更正' }
  const { id } = edited.state
  const command = {
    id,
    stream: id,
    kind: 'hazard' as const,
    step: 'correct',
    data: body,
    seen: edited.seen,
    takenAt: now.toISOString(),
  }
  const context = {
    actor: viewer.actor,
    reference: viewer.reference,
    now: now.toISOString(),
    photos: new Map(),
    next: () => 1,
  }
  const decided = errors.length > 0 ? null : hazardRules.decide(command, new Map([[id, edited.state]]), context)
  if (decided && isProblem(decided)) errors.push(`第 ${edited.row} 行：${decided.message}`)
  return {
    errors,
    command: errors.length > 0 ? null : { step: 'correct', stream: id, seen: edited.seen, data: body },
    outcome: null,
  }
}

interface Reading {
  row: SheetRow
  text: Text
}

/** Text of each case's row at a version, by the case's id. */
async function textsAt(
  tx: Tx,
  viewer: Viewer,
  wanted: readonly ExportDbRow[],
  names: ExportNames,
): Promise<Map<string, Text>> {
  const facts = wanted.length === 0 ? [] : await factsReader(tx, viewer, { seq: 0 })(wanted)
  return new Map(facts.map((one) => [one.id, exportText(one, names)]))
}

const isUuid = (id: string | undefined): id is string => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id ?? '')

/** What keeps a row from being compared at all. */
function faultOf(
  { row, text }: Reading,
  found: Case | undefined,
  then: ExportDbRow | null,
  viewer: Viewer,
): string | undefined {
  if (!text.id) return say(row.row, titleOf('id'), '是空的：新增的隐患请填在导入模板里')
  if (!found || !canSee(found.state, viewer.scope))
    return say(row.row, titleOf('id'), '：没有找到这条隐患，或您无权查看')
  return then ? undefined : say(row.row, titleOf('version'), '被改动了，请重新导出')
}

async function readBatch(
  tx: Tx,
  viewer: Viewer,
  readings: readonly Reading[],
  names: ExportNames,
  now: Date,
): Promise<PreviewRow[]> {
  const cases = await readCases(tx, viewer.book, readings.map(({ text }) => text.id).filter(isUuid))
  const rowsThen = readings.map(({ text }) => {
    const found = cases.get(text.id ?? '')
    return found ? rowAt(found, Number(text.version)) : null
  })
  const rowsNow = [...cases.values()].flatMap((one) => rowAt(one, one.state.version) ?? [])
  const textNow = await textsAt(tx, viewer, rowsNow, names)
  const textThen = await textsAt(
    tx,
    viewer,
    rowsThen.filter((one) => one !== null),
    names,
  )
  return readings.map((reading, i): PreviewRow => {
    const { row, text } = reading
    const found = cases.get(text.id ?? '')
    const then = rowsThen[i] ?? null
    const cells = exportColumns.map(({ field }) => text[field] ?? '')
    const empty = { row: row.row, cells, notes: [], hash: null, twins: [] }
    const fault = faultOf(reading, found, then, viewer)
    if (fault || !found || !then) return { ...empty, errors: [fault ?? ''], command: null, outcome: null }
    const edited = {
      row: row.row,
      text,
      before: textThen.get(found.state.id) ?? {},
      now: textNow.get(found.state.id) ?? {},
      state: found.state,
      seen: then.version,
    }
    return { ...empty, ...correct(edited, viewer, now) }
  })
}

const BATCH = 200

/** Reads an exported list that comes back: exactly the rows that were edited become corrections. */
export async function previewExport(
  pool: Pool,
  viewer: Viewer,
  found: Found<ExportField>,
  now: Date,
): Promise<Preview | Problem> {
  const rows = found.rows.filter((row) => !isAside(row, found.columns))
  if (rows.length === 0) return problem('import.no-rows')
  if (rows.length > MOST_ROWS) return problem('sheet.too-long')
  const names = namesOf(viewer.reference)
  const readings = rows.map((row) => ({ row, text: textOf(row, found.columns) }))
  const read: PreviewRow[] = []
  for (let i = 0; i < readings.length; i += BATCH)
    read.push(...(await readTx(pool, (tx) => readBatch(tx, viewer, readings.slice(i, i + BATCH), names, now))))
  return { rows: read, hidden: 0, asides: found.rows.length - rows.length, fixed: 0 }
}
