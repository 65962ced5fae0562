import { EXPORT_HEADING, EXPORT_TITLE, exportColumns } from '../../../domain/sheet/export-columns.ts'
import { columnLetters } from '../../../platform/server/sheets/cells.ts'
import type { BookPlan, CellStyle } from '../../../platform/server/sheets/write.ts'

const side = { style: 'thin', color: { rgb: '000000' } } as const
const border = { top: side, bottom: side, left: side, right: side }
const heading: CellStyle = {
  font: { name: '黑体', size: 10, bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'EDEDED' } },
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  border,
}
const cell: CellStyle = {
  numFmt: '@',
  font: { name: '宋体', size: 9 },
  alignment: { vertical: 'center', wrapText: true },
  border,
}
const centred: CellStyle = { ...cell, alignment: { horizontal: 'center', vertical: 'center', wrapText: true } }
const wide = new Set(['place', 'description', 'outcome', 'party', 'item'])

export interface ExportHead {
  /** Who files it, and until when it speaks; both stand in row 2. */
  unit: string
  asOf: string
  summary: string
  rows: number
}

interface Span {
  group: string
  from: number
  to: number
}

/** Neighbouring columns of one group share a heading. */
function spansOf(): Span[] {
  return exportColumns.reduce<Span[]>((spans, { group }, i) => {
    const last = spans.at(-1)
    if (group === '') return spans
    if (last?.group === group) last.to = i
    else spans.push({ group, from: i, to: i })
    return spans
  }, [])
}

/** The ledger as superiors expect it: title, who and until when, two rows of headings, print set-up, hidden id and version. */
export function exportPlan({ unit, asOf, summary, rows }: ExportHead): BookPlan {
  const shown = exportColumns.filter(({ group }) => group !== '').length
  const split = 13
  const cells = new Map<string, { value: string; type: 'string'; style: CellStyle }>()
  const put = (row: number, at: number, value: string, style: CellStyle) =>
    cells.set(`${row},${at}`, { value, type: 'string', style })
  const plain: CellStyle = { font: { name: '宋体', size: 10 }, alignment: { vertical: 'center', wrapText: true } }
  const title = `${unit}${EXPORT_TITLE}`
  put(0, 0, title, {
    font: { name: '方正小标宋简体', size: 22 },
    alignment: { horizontal: 'center', vertical: 'center' },
  })
  put(1, 0, `填报单位：${unit}　　${summary}`, plain)
  put(1, split, `填报时间：截至 ${asOf}`, { ...plain, alignment: { horizontal: 'right', vertical: 'center' } })
  const spans = spansOf()
  exportColumns.forEach(({ title: said, group }, i) => {
    put(2, i, spans.find(({ from }) => from === i)?.group ?? '', heading)
    put(3, i, said, group === '' ? { ...heading, font: { size: 8 } } : heading)
  })
  const merge = (row: number, startCol: number, endCol: number) => ({ startRow: row, endRow: row, startCol, endCol })
  const last = columnLetters(exportColumns.length)
  return {
    title,
    sheet: {
      name: '台账',
      columns: exportColumns.map(({ width, group }) => ({ width, hidden: group === '' })),
      rows: Array.from({ length: EXPORT_HEADING }, (_, r) =>
        exportColumns.map((_column, c) => cells.get(`${r},${c}`)?.value ?? null),
      ),
      rowDefs: new Map([
        [0, { height: 36 }],
        [1, { height: 20 }],
        [2, { height: 18 }],
        [3, { height: 28 }],
      ]),
      cells,
      merges: [
        merge(0, 0, shown - 1),
        merge(1, 0, split - 1),
        merge(1, split, shown - 1),
        ...spans.map(({ from, to }) => merge(2, from, to)),
      ],
      freezePane: { rows: EXPORT_HEADING, columns: 2 },
      autoFilter: { range: `A${EXPORT_HEADING}:${last}${EXPORT_HEADING + Math.max(1, rows)}` },
      pageSetup: {
        paperSize: 'a4',
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
        printTitlesRow: `$3:$${EXPORT_HEADING}`,
        horizontalCentered: true,
        margins: { left: 0.4, right: 0.4, top: 0.6, bottom: 0.7, header: 0.3, footer: 0.3 },
      },
      headerFooter: { oddFooter: '&L填表人：&C审核人：&R第&P页，共&N页' },
    },
    styles: { plain: exportColumns.map(({ field }) => (wide.has(field) ? cell : centred)) },
  }
}
