import { breakLines, type Line, type Measure } from './lines.ts'
import type { Border, Cell, PageFormat, Table } from './model.ts'
import type { Rule } from './placed.ts'

/** A row, or as much of it as goes on one page. Lengths are points from its upper left corner. */
export interface Band {
  height: number
  lines: { line: Line; x: number; y: number }[]
  rules: Rule[]
}

interface Room {
  format: PageFormat
  measure: Measure
  /** Of the type area, and the height of a page. */
  width: number
  room: number
}

const tall = (lines: readonly Line[]): number => lines.reduce((sum, { height }) => sum + height, 0)

/** How many of these lines, one at least, stand within a height. */
function fitting(lines: readonly Line[], height: number): number {
  let sum = 0
  const count = lines.findIndex((line) => {
    sum += line.height
    return sum > height
  })
  return count < 0 ? lines.length : Math.max(1, count)
}

/** Which row of how many this is: the outer lines of a table are those of its first and last row. */
interface Position {
  isFirst: boolean
  isLast: boolean
}

/** The lines around the cells of a band. Between two cells the later one's line stands, or the earlier one's. */
function frame(cells: readonly Cell[], height: number, { borders }: Table, { isFirst, isLast }: Position): Rule[] {
  const rules: Rule[] = []
  const put = (border: Border | null | undefined, x1: number, y1: number, x2: number, y2: number) => {
    if (border) rules.push({ x1, y1, x2, y2, width: border.width, color: border.color })
  }
  let x = 0
  cells.forEach(({ width, borders: own }, i) => {
    const between = own.left ?? cells[i - 1]?.borders.right
    const usual = i === 0 ? borders.left : borders.insideV
    put(between === undefined && own.left === undefined ? usual : between, x, 0, x, height)
    put(own.top === undefined ? (isFirst ? borders.top : borders.insideH) : own.top, x, 0, x + width, 0)
    const below = isLast ? borders.bottom : borders.insideH
    put(own.bottom === undefined ? below : own.bottom, x, height, x + width, height)
    x += width
  })
  const last = cells.at(-1)?.borders.right
  put(last === undefined ? borders.right : last, x, 0, x, height)
  return rules
}

function bandsOf(cells: readonly Cell[], table: Table, { format, measure, room }: Room, position: Position): Band[] {
  const { margin } = table
  const rest = cells.map(({ paragraphs, width }) =>
    paragraphs.flatMap((one) => breakLines(one, width - margin.left - margin.right, format, '', measure)),
  )
  const bands: Band[] = []
  while (bands.length === 0 || rest.some((lines) => lines.length > 0)) {
    const taken = rest.map((lines) => lines.splice(0, fitting(lines, room - margin.top - margin.bottom)))
    const inner = Math.max(0, ...taken.map(tall))
    const height = inner + margin.top + margin.bottom
    const band: Band = { height, lines: [], rules: frame(cells, height, table, position) }
    let x = 0
    cells.forEach(({ width, align }, i) => {
      const lines = taken[i] as Line[]
      const slack = inner - tall(lines)
      let y = margin.top + (align === 'center' ? slack / 2 : align === 'bottom' ? slack : 0)
      for (const line of lines) {
        band.lines.push({ line, x: x + margin.left, y })
        y += line.height
      }
      x += width
    })
    bands.push(band)
  }
  return bands
}

/** Lays a table out row by row; a row that is higher than a page goes on over several. */
export function layTable(table: Table, room: Room): { x: number; head: Band[]; rows: Band[] } {
  const first = table.head[0] ?? table.rows[0] ?? []
  const slack = room.width - first.reduce((sum, { width }) => sum + width, 0)
  const count = table.head.length + table.rows.length
  const bands = (cells: readonly Cell[], i: number, height: number) =>
    bandsOf(cells, table, { ...room, room: height }, { isFirst: i === 0, isLast: i === count - 1 })
  const head = table.head.flatMap((cells, i) => bands(cells, i, room.room))
  const left = Math.max(room.room - head.reduce((sum, { height }) => sum + height, 0), room.room / 4)
  const rows = table.rows.flatMap((cells, i) => bands(cells, i + table.head.length, left))
  const x = table.align === 'center' ? slack / 2 : table.align === 'right' ? slack : table.indent
  return { x, head, rows }
}
