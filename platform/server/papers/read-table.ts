import { attribute } from '../sheets/xml.ts'
import type { Block, Cell, Paragraph, Table } from './model.ts'
import { child, type Element } from './parts.ts'
import { borderOf, isOn, numberOf, tableStyle } from './read-styles.ts'
import { type Reading, refuse } from './reading.ts'

type ReadBlocks = (element: Element, reading: Reading) => Block[]

const rowsOf = (element: Element, name: string): Element[] =>
  element.children.flatMap((one) =>
    one.name === name ? [one] : /^sdt(Content)?$/.test(one.name) ? rowsOf(one, name) : [],
  )

/** Word's own inner margin of a cell at its sides. */
const SIDE = 5.4

const edges = ['top', 'right', 'bottom', 'left'] as const
/** Older files say where a line begins and ends, newer ones left and right. */
const older = { top: 'top', right: 'end', bottom: 'bottom', left: 'start', insideH: 'insideH', insideV: 'insideV' }

/** The first of these that speaks of an edge decides it. */
function bordersIn(properties: readonly (Element | undefined)[]): Table['borders'] {
  const found: Table['borders'] = {}
  for (const edge of [...edges, 'insideH', 'insideV'] as const)
    for (const one of properties) {
      const lines = child(one, 'tblBorders')
      const line = child(lines, edge) ?? child(lines, older[edge])
      if (!line) continue
      found[edge] = borderOf(line)
      break
    }
  return found
}

function cellBorders(properties: Element | undefined): Cell['borders'] {
  const lines = child(properties, 'tcBorders')
  const found = edges.map((edge) => [edge, child(lines, edge) ?? child(lines, older[edge])] as const)
  return Object.fromEntries(found.flatMap(([edge, line]) => (line ? [[edge, borderOf(line) ?? null]] : [])))
}

function marginIn(properties: readonly (Element | undefined)[]): Table['margin'] {
  const side = (...names: string[]) => {
    for (const one of properties)
      for (const name of names) {
        const found = numberOf(child(child(one, 'tblCellMar'), name), 'w')
        if (found !== undefined) return found
      }
    return undefined
  }
  return {
    top: side('top') ?? 0,
    bottom: side('bottom') ?? 0,
    left: side('left', 'start') ?? SIDE,
    right: side('right', 'end') ?? SIDE,
  }
}

function readCell(element: Element, width: number, reading: Reading, read: ReadBlocks): Cell {
  const properties = child(element, 'tcPr')
  if (child(properties, 'vMerge')) refuse('上下合并的单元格')
  const paragraphs = read(element, { ...reading, width }).map((block): Paragraph => {
    return block.kind === 'table' ? refuse('表格里的表格') : block
  })
  const align = attribute(child(properties, 'vAlign')?.raw ?? '', 'val')
  return {
    width,
    borders: cellBorders(properties),
    align: align === 'center' || align === 'bottom' ? align : 'top',
    paragraphs,
  }
}

function readRow(element: Element, grid: readonly number[], reading: Reading, read: ReadBlocks): Cell[] {
  let at = 0
  return rowsOf(element, 'tc').map((cell) => {
    const span = numberOf(child(child(cell, 'tcPr'), 'gridSpan'), 'val', 1) ?? 1
    const width = grid.slice(at, at + span).reduce((sum, one) => sum + one, 0)
    at += span
    return readCell(cell, width, reading, read)
  })
}

/** Widths of the columns in points: those of the grid, else equal shares. */
function gridOf(element: Element, columns: number, width: number): number[] {
  const grid = child(element, 'tblGrid')?.children.map((one) => numberOf(one, 'w') ?? 0) ?? []
  const sum = grid.reduce((all, one) => all + one, 0)
  return grid.length >= columns && sum > 0 ? grid : Array.from({ length: columns }, () => width / columns)
}

/** A table without merged rows; its widths are those of its grid. */
export function readTable(element: Element, reading: Reading, read: ReadBlocks): Table {
  const own = child(element, 'tblPr')
  const properties = [own, ...tableStyle(reading.styles, own).reverse()]
  const rows = rowsOf(element, 'tr')
  const columns = Math.max(1, ...rows.map((row) => rowsOf(row, 'tc').length))
  const grid = gridOf(element, columns, reading.width)
  const cells = rows.map((row) => readRow(row, grid, reading, read))
  const heads = rows.findIndex((row) => !isOn(child(child(row, 'trPr'), 'tblHeader')))
  const align = attribute(child(own, 'jc')?.raw ?? '', 'val')
  const split = Math.max(heads, 0)
  return {
    kind: 'table',
    align: align === 'center' ? 'center' : align === 'right' || align === 'end' ? 'right' : 'left',
    indent: numberOf(child(own, 'tblInd'), 'w') ?? 0,
    head: cells.slice(0, split),
    rows: cells.slice(split),
    borders: bordersIn(properties),
    margin: marginIn(properties),
  }
}
