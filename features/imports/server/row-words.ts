import { dayFaults, isDayFault, parseDay } from '../../../domain/sheet/day-text.ts'
import { type ImportField, importColumnOf, importColumns } from '../../../domain/sheet/import-columns.ts'
import { columnLetters, type SheetCell, type SheetMerge, type SheetRow } from '../../../platform/server/sheets/cells.ts'
import type { Found } from './find-sheet.ts'

/** A row's cells as text by field, and what is wrong with them as sentences that name row and column. */
export interface Words {
  text: Partial<Record<ImportField, string>>
  errors: string[]
}

/** Numbers from here on have lost their last digits in any spreadsheet. */
const LOST = 1e15

export const say = (row: number, title: string, what: string): string => `第 ${row} 行“${title}”${what}。`

function faultOf(cell: SheetCell): string | undefined {
  if (cell.kind === 'formula') return '是公式，请选中后“选择性粘贴”为数值'
  if (cell.kind === 'error') return `是错误值 ${cell.text}，请改正`
  if (cell.kind === 'number' && Math.abs(Number(cell.text)) >= LOST)
    return '是 16 位以上的数字，末尾几位已经丢失，请把单元格设为文本后重填'
  return undefined
}

const phone = /^(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|[2-9]\d{6,7}|400-?\d{3}-?\d{4})$/

function phoneFault(text: string): string | undefined {
  if (/^\d(\.\d+)?[eE]\+?\d+$/.test(text)) return `成了科学计数“${text}”，请把单元格设为文本后重填`
  return phone.test(text.replace(/\s/g, '')) ? undefined : `“${text.slice(0, 30)}”不像电话号码，请核对`
}

const clean = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/^[\s\u3000]+|[\s\u3000]+$/g, '')

/** One cell as text, or what is wrong with it. */
function wordOf(cell: SheetCell, field: ImportField): { text: string; fault?: string } {
  const { kind, most } = importColumnOf(field)
  const text = clean(cell.text)
  const fault = faultOf(cell)
  if (fault || text === '') return { text, fault }
  if (kind === 'day') {
    if (cell.kind === 'date') return { text }
    const day = parseDay(text)
    return isDayFault(day) ? { text, fault: `“${text.slice(0, 30)}”${dayFaults[day]}` } : { text: day }
  }
  if (text.length > most) return { text, fault: `超过 ${most} 个字，请精简` }
  return field === 'phone' ? { text, fault: phoneFault(text) } : { text }
}

const mergedAt = (merges: readonly SheetMerge[], row: number, column: number): SheetMerge | undefined =>
  merges.find(({ top, bottom, left, right }) => top <= row && row <= bottom && left <= column && column <= right)

function sayMerge({ top, left, bottom, right }: SheetMerge): string {
  return `是合并单元格（${columnLetters(left)}${top}:${columnLetters(right)}${bottom}），请取消合并后每行都填`
}

/** Reads a row's words; what is missing, merged, calculated or no day is said. */
export function readWords(row: SheetRow, { columns, sheet }: Found<ImportField>): Words {
  const cells = new Map(row.cells.map((cell) => [cell.column, cell]))
  const words: Words = { text: {}, errors: [] }
  const merged = new Set<ImportField>()
  for (const [column, field] of columns) {
    const { title } = importColumnOf(field)
    const merge = mergedAt(sheet.merges, row.row, column)
    if (merge) {
      words.errors.push(say(row.row, title, sayMerge(merge)))
      merged.add(field)
    }
    const cell = cells.get(column)
    if (!cell) continue
    const { text, fault } = wordOf(cell, field)
    words.text[field] = text
    if (fault && !merge) words.errors.push(say(row.row, title, fault))
  }
  for (const { field, title, required } of importColumns)
    if (required && !words.text[field] && !merged.has(field)) words.errors.push(say(row.row, title, '没有填'))
  return words
}

const sums = /^(合计|总计|小计|累计|共计|填表人|填报人|制表人|审核人|审批人|注[:：]|说明[:：]|备注[:：])/

/** Lines that are no hazards: sums, signatures, and rows with nothing but a serial number. */
export function isAside(row: SheetRow, columns: ReadonlyMap<number, string>): boolean {
  const said = row.cells.filter(({ text }) => clean(text) !== '')
  if (said.length === 0) return true
  if (said.some(({ text }) => sums.test(text.replace(/[\s\u3000]/g, ''))) && said.length <= 6) return true
  return said.every(({ column }) => columns.get(column) === 'serial' || !columns.has(column))
}
