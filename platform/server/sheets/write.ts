import { type CellStyle, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import yauzl from 'yauzl'
import { columnLetters } from './cells.ts'
import { type ZipPart, zip } from './zip.ts'

export type { CellStyle, WriteSheet }

/** One row to be written. Every value is text: nothing that somebody typed can become a formula or a link. */
export interface OutRow {
  cells: readonly string[]
  /** Name of the style row; `plain` where none is given. */
  style?: string
  /** Its number where rows are to keep their place; else the next one. */
  row?: number
  /** In points; not every program finds out by itself how high wrapped text stands. */
  height?: number
}

/** A workbook whose first sheet is filled row by row; the other sheets are small and whole. */
export interface BookPlan {
  title: string
  /** The first sheet with its heading rows only. */
  sheet: WriteSheet & { rows: (string | null)[][] }
  /** A style for each column, by name of the row's style. */
  styles: Record<string, readonly CellStyle[]>
  /** Style that empty cells below take, by its name. */
  columnStyle?: string
  others?: readonly WriteSheet[]
}

const MARK = '\u2063'
const SHEET = 'xl/worksheets/sheet1.xml'

async function partsOf(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const file = await yauzl.fromBufferPromise(Buffer.from(bytes), { lazyEntries: true })
  const parts = new Map<string, Buffer>()
  for await (const entry of file.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of await file.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    parts.set(entry.fileName, Buffer.concat(chunks))
  }
  return parts
}

/** The heading as the library writes it, with one more row for each style: from these the styles' numbers are read. */
async function skeleton(plan: BookPlan): Promise<Map<string, Buffer>> {
  const { sheet } = plan
  const cells = new Map(sheet.cells)
  const from = sheet.rows.length
  const samples = Object.values(plan.styles).map((styles, i) => {
    styles.forEach((style, column) => {
      cells.set(`${from + i},${column}`, { value: MARK, type: 'string', style })
    })
    return styles.map(() => MARK)
  })
  const first = { ...sheet, rows: [...sheet.rows, ...samples], cells }
  const properties = { title: plan.title, creator: '安澜' }
  const bytes = await writeXlsx({
    sheets: [first, ...(plan.others ?? [])],
    properties,
    defaultFont: { name: '宋体', size: 10 },
  })
  return partsOf(bytes)
}

/** Control characters below blank but tab and line feed, what is no character, and an underscore that would read as an escape. */
const forbidden = /[^\P{Cc}\t\n\u007f-\u009f]|[\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gu

/** Most texts hold nothing to escape; a loop sees that several times faster than an expression. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 32 || c === 38 || c === 60 || c === 62 || c === 95 || c >= 0xfffe) return false
  }
  return true
}

/** Text of an XML element; what XML cannot say is written as spreadsheets do, `_x000D_`. */
function escapeText(text: string): string {
  if (isPlain(text)) return text
  return text
    .replace(forbidden, (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
}

/** Most characters that a cell may hold. */
const MOST_TEXT = 32_767
/** Characters of XML that are packed at a time. */
const BLOCK = 32 * 1024

function splitSheet(xml: string, plan: BookPlan) {
  const from = plan.sheet.rows.length + 1
  const names = Object.keys(plan.styles)
  const begin = xml.indexOf(`<row r="${from}"`)
  const end = xml.indexOf('</sheetData>')
  const samples = xml.slice(begin, end).split('</row>')
  const numbers = names.map((_, i) => [...(samples[i] ?? '').matchAll(/ s="(\d+)"/g)].map(([, number]) => number))
  const styles = new Map(names.map((name, i) => [name, numbers[i] ?? []]))
  const defaults = plan.columnStyle === undefined ? [] : (styles.get(plan.columnStyle) ?? [])
  const head = xml
    .slice(0, begin)
    .replace(/<dimension [^>]*>/, '')
    .replace(/<col min="(\d+)"/g, (whole, column) => {
      const style = defaults[Number(column) - 1]
      return style === undefined ? whole : `${whole} style="${style}"`
    })
  return { head, tail: xml.slice(end), styles, from }
}

type Rows = Iterable<OutRow> | AsyncIterable<OutRow>

/** Blanks at its ends, which a reader drops unless it is told to keep them. */
const hasEdge = (text: string): boolean => text.charCodeAt(0) <= 32 || text.charCodeAt(text.length - 1) <= 32

/** XML of one row; a column's letters and style are the same in every row. */
function rowXml(
  cells: readonly string[],
  row: number,
  height: number | undefined,
  heads: readonly string[],
  tails: readonly string[],
): string {
  const number = String(row)
  const parts = [height === undefined ? `<row r="${row}">` : `<row r="${row}" ht="${height}" customHeight="1">`]
  for (let i = 0; i < cells.length; i++) {
    const text = cells[i] as string
    const tail = tails[i] ?? '"'
    if (text === '') parts.push(heads[i] as string, number, tail, '/>')
    else {
      const said = escapeText(String(text).slice(0, MOST_TEXT))
      parts.push(heads[i] as string, number, tail, hasEdge(text) ? KEPT : TEXT, said, TEXT_END)
    }
  }
  parts.push('</row>')
  // Joined at once: a string grown bit by bit is slow to turn into bytes.
  return parts.join('')
}

const TEXT = ' t="inlineStr"><is><t>'
const KEPT = ' t="inlineStr"><is><t xml:space="preserve">'
const TEXT_END = '</t></is></c>'

async function* sheetXml(split: ReturnType<typeof splitSheet>, rows: Rows): AsyncGenerator<Buffer> {
  const heads: string[] = []
  const tails = new Map([...split.styles].map(([name, numbers]) => [name, numbers.map((number) => `" s="${number}"`)]))
  let block = [split.head]
  let size = 0
  let next = split.from
  for await (const { cells, style = 'plain', row = next, height } of rows) {
    for (let i = heads.length; i < cells.length; i++) heads.push(`<c r="${columnLetters(i + 1)}`)
    const xml = rowXml(cells, row, height, heads, tails.get(style) ?? [])
    block.push(xml)
    size += xml.length
    next = row + 1
    if (size < BLOCK) continue
    yield Buffer.from(block.join(''))
    block = []
    size = 0
  }
  block.push(split.tail)
  yield Buffer.from(block.join(''))
}

/** The bytes of a workbook, made as they are taken from rows as they come. */
export async function* writeBook(plan: BookPlan, rows: Rows): AsyncGenerator<Buffer> {
  const parts = await skeleton(plan)
  const split = splitSheet((parts.get(SHEET) as Buffer).toString('utf8'), plan)
  const written: ZipPart[] = [...parts].map(([name, content]) => ({ name, content }))
  const packed = written.filter(({ name }) => name !== SHEET)
  yield* zip([...packed, { name: SHEET, content: sheetXml(split, rows) }])
}
