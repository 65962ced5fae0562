import type { Pool } from 'pg'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { catalogueInForce } from '../../../domain/catalogue/in-force.ts'
import type { JsonObject } from '../../../domain/entry.ts'
import { hazardRules } from '../../../domain/hazard/decide.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { EXAMPLE_MARK, type ImportField, importColumns, MOST_ROWS } from '../../../domain/sheet/import-columns.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { Found } from './find-sheet.ts'
import { hashOf, type RowReport, readRow } from './row-command.ts'
import { isAside, readWords, say, type Words } from './row-words.ts'
import { findExisting } from './streams.ts'
import { findTwins, type Twin } from './twins.ts'

/** One row of the preview, as it is kept until it is confirmed. */
export interface PreviewRow {
  row: number
  /** Cells in the order of the columns, for giving the sheet back. */
  cells: string[]
  errors: string[]
  notes: string[]
  hash: string | null
  /** Step, stream where it is known, and data for the book; null where there is nothing to do. */
  command: { step: 'report' | 'correct'; stream: string | null; seen?: number; data: JsonObject } | null
  twins: Twin[]
  /** `same`: it is in the book already. */
  outcome: string | null
}

export interface Preview {
  rows: PreviewRow[]
  hidden: number
  asides: number
  fixed: number
}

/** Column of a refusal of the law, by the field it names. */
const titles: Record<string, string> = {
  community: '社区',
  unit: '责任单位',
  item: '细项',
  found: '排查时间',
  rectifiedOn: '完成时间',
  closedOn: '销号时间',
  dueOn: '整改期限',
}
const titleByCode: Record<string, string> = {
  'report.place': '社区',
  'report.site': '点位',
  'report.superior-only': '排查方式',
  'unit.not-yours': '责任单位',
  'due.past': '整改期限',
  'due.too-far': '整改期限',
  'severity.lower': '隐患等级',
  'backfill.staff': '社区',
}

const trial = '00000000-0000-7000-8000-000000000000'

/** What the law will say to this row, asked before anything is written. */
function refusalOf(row: number, data: JsonObject, viewer: Viewer, now: Date): string | undefined {
  const command = {
    id: trial,
    stream: trial,
    kind: 'hazard' as const,
    step: 'report',
    data,
    takenAt: now.toISOString(),
  }
  const context = {
    actor: viewer.actor,
    reference: viewer.reference,
    now: now.toISOString(),
    photos: new Map(),
    next: () => 1,
  }
  const decided = hazardRules.decide(command, new Map(), context)
  if (!isProblem(decided)) return undefined
  const title = titles[String(decided.detail?.field ?? '')] ?? titleByCode[decided.code]
  const said = decided.message.replace(/。$/, '')
  return title ? say(row, title, `：${said}`) : `第 ${row} 行：${said}。`
}

/** A community brings in what is its own; said at the column, whatever the law would say first. */
function foreignPlace(row: number, report: RowReport, viewer: Viewer): string | undefined {
  const { memberships } = viewer.actor
  if (memberships.some(({ role }) => role === 'office')) return undefined
  const own = memberships.some(({ role, unit }) => role === 'community' && unit === report.community)
  return own ? undefined : say(row, '社区', '：您只能导入本社区的隐患')
}

interface Reading {
  words: Words
  report: RowReport | null
  preview: PreviewRow
}

function cellsOf(text: Partial<Record<ImportField, string>>): string[] {
  return importColumns.map(({ field }) => text[field] ?? '')
}

/** The n-th of rows that say exactly the same: each has an id of its own, and the same ones next time. */
function openCounter() {
  const seen = new Map<string, number>()
  return (hash: string) => {
    const n = seen.get(hash) ?? 0
    seen.set(hash, n + 1)
    return n
  }
}

async function markExisting(pool: Pool, viewer: Viewer, readings: readonly Reading[]): Promise<void> {
  const hashes = readings.flatMap(({ preview, report }) => (report && preview.hash ? [preview.hash] : []))
  const existing = await findExisting(pool, viewer.book, hashes)
  for (const { preview, report } of readings) {
    if (!report || !preview.hash) continue
    const found = existing.get(preview.hash)
    if (found?.present) preview.outcome = 'same'
    else preview.command = { step: 'report', stream: found?.next ?? null, data: report.data }
  }
}

/** Reads every row of a filled template against the book as it stands now. */
export async function previewTemplate(
  pool: Pool,
  viewer: Viewer,
  found: Found<ImportField>,
  now: Date,
): Promise<Preview | Problem> {
  const today = shanghaiDate(now.toISOString())
  const catalogue = catalogueInForce(viewer.reference.catalogues, today)
  if (!catalogue) return problem('item.unknown')
  const told = found.rows.filter((row) => !isAside(row, found.columns))
  const serial = [...found.columns].find(([, field]) => field === 'serial')?.[0]
  const rows = told.filter(
    ({ cells }) => !cells.some(({ column, text }) => column === serial && text.trim() === EXAMPLE_MARK),
  )
  if (rows.length === 0) return problem('import.no-rows')
  if (rows.length > MOST_ROWS) return problem('sheet.too-long')
  const count = openCounter()
  const readings = rows.map((row): Reading => {
    const words = readWords(row, found)
    const report = readRow(row.row, words, viewer.reference, catalogue, today)
    const notes = row.hidden ? [`第 ${row.row} 行是隐藏行（可能被筛选掉了），也会导入。`] : []
    const hash = report ? hashOf(words.text, count(hashOf(words.text, 0))) : null
    if (report) {
      const refused = foreignPlace(row.row, report, viewer) ?? refusalOf(row.row, report.data, viewer, now)
      if (refused) words.errors.push(refused)
    }
    const kept = words.errors.length === 0 ? report : null
    const preview: PreviewRow = {
      row: row.row,
      cells: cellsOf(words.text),
      errors: words.errors,
      notes,
      hash: kept && hash,
      command: null,
      twins: [],
      outcome: null,
    }
    return { words, report: kept, preview }
  })
  await markExisting(pool, viewer, readings)
  const asked = readings.flatMap(({ report, preview }) =>
    report && preview.command
      ? [{ row: preview.row, ...report, site: (report.data.site as string | undefined) ?? null }]
      : [],
  )
  const twins = await findTwins(pool, viewer, asked, now)
  for (const { preview } of readings) preview.twins = twins.get(preview.row) ?? []
  return {
    rows: readings.map(({ preview }) => preview),
    hidden: rows.filter(({ hidden }) => hidden).length,
    asides: found.rows.length - rows.length,
    fixed: asked.filter(({ data }) => data.fixed !== undefined).length,
  }
}
