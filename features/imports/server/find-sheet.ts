import { type Problem, problem } from '../../../domain/problem.ts'
import { type ExportField, exportColumns } from '../../../domain/sheet/export-columns.ts'
import { bareHeading, fieldOf, type ImportField, importColumns } from '../../../domain/sheet/import-columns.ts'
import type { SheetRead, SheetRow } from '../../../platform/server/sheets/cells.ts'

/** A sheet whose headings are known: which field each column is, and the rows below them. */
export interface Found<F extends string> {
  sheet: SheetRead
  columns: Map<number, F>
  rows: SheetRow[]
}
export type FoundSheet = ({ kind: 'template' } & Found<ImportField>) | ({ kind: 'export' } & Found<ExportField>)

/** Headings stand in the first rows; how many known ones make a row of headings. */
const FIRST_ROWS = 12
const ENOUGH = 6

function columnsOf<F extends string>(row: SheetRow, field: (heading: string) => F | undefined): Map<number, F> {
  const known = new Map<number, F>()
  for (const { column, text } of row.cells) {
    const found = field(text)
    if (found && ![...known.values()].includes(found)) known.set(column, found)
  }
  return known
}

const exportFieldOf = (heading: string): ExportField | undefined => {
  const bare = bareHeading(heading)
  return exportColumns.find(({ title }) => bareHeading(title) === bare)?.field
}

function headingOf<F extends string>(sheet: SheetRead, field: (heading: string) => F | undefined) {
  const candidates = sheet.rows
    .filter(({ row }) => row <= FIRST_ROWS)
    .map((row) => ({ row: row.row, columns: columnsOf(row, field) }))
  return candidates.reduce<{ row: number; columns: Map<number, F> } | undefined>(
    (best, one) => (one.columns.size > (best?.columns.size ?? 0) ? one : best),
    undefined,
  )
}

const below = (sheet: SheetRead, row: number) => sheet.rows.filter((one) => one.row > row)

/** The first sheet with our headings: an exported list is known by its hidden columns, a template by the required ones. */
export function findSheet(sheets: readonly SheetRead[]): FoundSheet | Problem {
  for (const sheet of sheets.filter(({ hidden }) => !hidden)) {
    const exported = headingOf(sheet, exportFieldOf)
    const fields = [...(exported?.columns.values() ?? [])]
    if (exported && fields.includes('id') && fields.includes('version'))
      return { kind: 'export', sheet, columns: exported.columns, rows: below(sheet, exported.row) }
    const template = headingOf(sheet, fieldOf)
    if (!template || template.columns.size < ENOUGH) continue
    const missing = importColumns.filter(
      ({ field, required }) => required && ![...template.columns.values()].includes(field),
    )
    if (missing.length > 0) {
      const titles = missing.map(({ title }) => `“${title}”`).join('、')
      return problem(
        'import.columns',
        undefined,
        `第 ${template.row} 行的表头缺少${titles}列，请用最新的模板重新填写。`,
      )
    }
    return { kind: 'template', sheet, columns: template.columns, rows: below(sheet, template.row) }
  }
  return problem('import.heading')
}
