import { columnOf, type SheetCell, type SheetLimits, type SheetMerge, type SheetRead, type SheetRow } from './cells.ts'
import type { Package } from './package.ts'
import { serialToDay } from './serial.ts'
import type { SheetPart, WorkbookParts } from './workbook.ts'
import { attribute, readXml } from './xml.ts'

/** A cell before its shared string is known: `shared` is the index. */
export interface RawCell extends SheetCell {
  shared?: number
}

/** A number as people would write it out; a long one keeps the digits that the file has. */
function plainNumber(value: string): string {
  const n = Number(value)
  if (!Number.isFinite(n)) return value
  return Number.isInteger(n) && Math.abs(n) < 1e21 ? BigInt(n).toString() : String(Number(n.toPrecision(15)))
}

/** Excel writes control characters as _x000D_. */
export const decodeEscapes = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text

interface Open {
  column: number
  type: string
  style: number
  value: string
  formula: boolean
}

function toCell(open: Open, book: WorkbookParts): RawCell | null {
  const { column, type, value, formula } = open
  if (value === '' && !formula) return null
  const kind = formula ? 'formula' : undefined
  if (type === 's') return { column, kind: kind ?? 'text', text: '', shared: Number(value) }
  if (type === 'inlineStr' || type === 'str') return { column, kind: kind ?? 'text', text: decodeEscapes(value) }
  if (type === 'b') return { column, kind: kind ?? 'boolean', text: value === '1' ? '是' : '否' }
  if (type === 'e') return { column, kind: kind ?? 'error', text: value }
  if (type === 'd') return { column, kind: kind ?? 'date', text: value.slice(0, 10) }
  const day = book.days[open.style] ? serialToDay(Number(value), book.date1904) : null
  if (day) return { column, kind: kind ?? 'date', text: day }
  return { column, kind: kind ?? 'number', text: plainNumber(value) }
}

function toMerge(reference: string): SheetMerge {
  const [from = '', to = from] = reference.split(':')
  const row = (one: string) => Number(/\d+$/.exec(one)?.[0] ?? 0)
  return { top: row(from), left: columnOf(from), bottom: row(to), right: columnOf(to) }
}

/** Most merged ranges that are told. */
const MERGES = 5000

/** Reads rows until there are more than wanted; blank ones, formatted or not, count for nothing. */
export async function readWorksheet(
  file: Package,
  book: WorkbookParts,
  sheet: SheetPart,
  limits: SheetLimits,
): Promise<Omit<SheetRead, 'rows'> & { rows: (Omit<SheetRow, 'cells'> & { cells: RawCell[] })[] }> {
  const read = { name: sheet.name, hidden: sheet.hidden, merges: [] as SheetMerge[] }
  const rows: (Omit<SheetRow, 'cells'> & { cells: RawCell[] })[] = []
  const bound = { tooManyRows: false, tooManyColumns: false }
  let row = { row: 0, hidden: false, cells: [] as RawCell[] }
  let column = 0
  let cell: Open | null = null
  let words = false
  let phonetic = false
  const startRow = (raw: string) => {
    const given = Number(attribute(raw, 'r'))
    row = { row: given > 0 ? given : row.row + 1, hidden: attribute(raw, 'hidden') === '1', cells: [] }
    column = 0
  }
  const startCell = (raw: string) => {
    column = columnOf(attribute(raw, 'r') ?? '') || column + 1
    const style = Number(attribute(raw, 's') ?? 0)
    cell = { column, type: attribute(raw, 't') ?? 'n', style, value: '', formula: false }
  }
  const endCell = () => {
    const done = cell && toCell(cell, book)
    cell = null
    if (!done) return
    if (done.column > limits.columns) bound.tooManyColumns = true
    else row.cells.push(done)
  }
  const endRow = () => {
    if (row.cells.length === 0) return false
    if (rows.length >= limits.rows) bound.tooManyRows = true
    else rows.push(row)
    return bound.tooManyRows
  }
  await readXml(file.part(sheet.part), {
    open(name, raw) {
      if (name === 'row') startRow(raw)
      else if (name === 'c') startCell(raw)
      else if (name === 'f' && cell) cell.formula = true
      else if (name === 'v' || name === 't') words = true
      else if (name === 'rPh') phonetic = true
      else if (name === 'mergeCell' && read.merges.length < MERGES)
        read.merges.push(toMerge(attribute(raw, 'ref') ?? ''))
      return undefined
    },
    close(name) {
      if (name === 'v' || name === 't') words = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'c') endCell()
      else if (name === 'row') return endRow()
      return undefined
    },
    text(text) {
      if (words && !phonetic && cell) cell.value += text
    },
  })
  return { ...read, rows, ...bound }
}
