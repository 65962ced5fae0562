import { breakLines, type Line, type Measure } from './lines.ts'
import type { Cell, PageFormat, Table } from './model.ts'
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

/** The lines of a band's frame: each cell's own upper and side lines, and the one below all. */
function frame(cells: readonly Cell[], height: number, border: Table['border']): Rule[] {
  if (!border) return []
  const rules: Rule[] = []
  const total = cells.reduce((sum, { width }) => sum + width, 0)
  let x = 0
  for (const at of [0, ...cells.map(({ width }) => (x += width))])
    rules.push({ x1: at, x2: at, y1: 0, y2: height, ...border })
  for (const y of [0, height]) rules.push({ x1: 0, x2: total, y1: y, y2: y, ...border })
  return rules
}

function bandsOf(cells: readonly Cell[], table: Table, { format, measure, room }: Room): Band[] {
  const { margin, border } = table
  const rest = cells.map(({ paragraphs, width }) =>
    paragraphs.flatMap((one) => breakLines(one, width - margin.left - margin.right, format, '', measure)),
  )
  const bands: Band[] = []
  while (bands.length === 0 || rest.some((lines) => lines.length > 0)) {
    const taken = rest.map((lines) => lines.splice(0, fitting(lines, room - margin.top - margin.bottom)))
    const inner = Math.max(0, ...taken.map(tall))
    const height = inner + margin.top + margin.bottom
    const band: Band = { height, lines: [], rules: frame(cells, height, border) }
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
  const head = table.head.flatMap((cells) => bandsOf(cells, table, room))
  const left = room.room - head.reduce((sum, { height }) => sum + height, 0)
  const rows = table.rows.flatMap((cells) => bandsOf(cells, table, { ...room, room: Math.max(left, room.room / 4) }))
  const x = table.align === 'center' ? slack / 2 : table.align === 'right' ? slack : table.indent
  return { x, head, rows }
}
