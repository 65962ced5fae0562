import {
  AlignmentType,
  BorderStyle,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import type { PaperBlock, PaperTable } from './content.ts'
import { CHARACTER, FONT, SIZE } from './gb9704.ts'
import type { Paragraph as ModelParagraph } from './model.ts'

/** How a paragraph of the template looks, in the words of the library; points become twentieths. */
export interface Look {
  run: IRunOptions
  paragraph: IParagraphOptions
  /** Width of the type area, in twentieths of a point. */
  width: number
}

const twips = (points: number): number => Math.round(points * 20)

const alignments = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  both: AlignmentType.BOTH,
} as const

/** The look of the paragraph that holds a placeholder: what takes its place looks the same. */
export function lookOf({ style, inlines, mark }: ModelParagraph, width: number): Look {
  const run = inlines.find(({ kind }) => kind === 'text')?.style ?? mark
  const { line } = style
  const rule =
    line.rule === 'exact' ? LineRuleType.EXACT : line.rule === 'least' ? LineRuleType.AT_LEAST : LineRuleType.AUTO
  return {
    width: twips(width),
    run: {
      font: run.font,
      size: run.size * 2,
      bold: run.bold,
      color: run.color,
      ...(run.underline ? { underline: {} } : {}),
      ...(run.scale === 1 ? {} : { scale: Math.round(run.scale * 100) }),
      characterSpacing: twips(run.spacing),
    },
    paragraph: {
      widowControl: false,
      keepNext: style.keepNext,
      alignment: alignments[style.align],
      indent: { left: twips(style.left), right: twips(style.right), firstLine: twips(style.first) },
      spacing: {
        before: twips(style.before),
        after: twips(style.after),
        line: line.rule === 'auto' ? Math.round(line.value * 240) : twips(line.value),
        lineRule: rule,
      },
    },
  }
}

const DIGITS = '零一二三四五六七八九'

/** 1 to 9999 as Chinese numbers headings: 一, 十, 十二, 二十三, 一百零一, 一百一十. */
function chinese(n: number): string {
  for (const [unit, word] of [
    [1000, '千'],
    [100, '百'],
  ] as const) {
    const rest = n % unit
    if (n < unit) continue
    const gap = rest > 0 && rest < unit / 10 ? '零' : ''
    const ten = rest > 9 && rest < 20 && gap === '' ? '一' : ''
    return `${DIGITS[Math.floor(n / unit)]}${word}${rest > 0 ? gap + ten + chinese(rest) : ''}`
  }
  const tens = Math.floor(n / 10)
  const ones = n % 10 === 0 && tens > 0 ? '' : (DIGITS[n % 10] as string)
  return tens === 0 ? ones : `${tens === 1 ? '' : DIGITS[tens]}十${ones}`
}

/** GB/T 9704: 一、 （一） 1. （1）. */
const numbers = [
  (n: number) => `${chinese(n)}、`,
  (n: number) => `（${chinese(n)}）`,
  (n: number) => `${n}.`,
  (n: number) => `（${n}）`,
]
/** GB/T 9704: the first level in 黑体, the second in 楷体, the others as the text. */
const headingFonts: (string | undefined)[] = [FONT.heading, FONT.second]

/** Counts headings; one of a higher level begins the lower ones anew. */
function counter(): (level: number) => string {
  const counts = [0, 0, 0, 0]
  return (level) => {
    counts[level - 1] = (counts[level - 1] as number) + 1
    counts.fill(0, level)
    return (numbers[level - 1] as (n: number) => string)(counts[level - 1] as number)
  }
}

const line = { style: BorderStyle.SINGLE, size: 4, color: '000000' }
const borders = {
  top: line,
  bottom: line,
  left: line,
  right: line,
  insideHorizontal: line,
  insideVertical: line,
}
/** A line of a table in 小四: one and a half times its size. */
const TABLE_LINE = 360
/** Between the words of a cell and its sides. */
const CELL_SIDE = 80
/** Between a table and the text below it. */
const AFTER_TABLE = 180

/** Room in twentieths of a point; what is half as wide as high counts half. */
const widthOf = (text: string, halfPoints: number): number =>
  [...text].reduce((sum, c) => sum + (c < '\u0100' ? 5 : 10), 0) * halfPoints

function cellOf(text: string, width: number, align: 'center' | 'left', isHead: boolean, look: Look): TableCell {
  const run = { ...look.run, text, size: SIZE.table, characterSpacing: 0, ...(isHead ? { font: FONT.heading } : {}) }
  return new TableCell({
    verticalAlign: VerticalAlign.CENTER,
    width: { size: width, type: WidthType.DXA },
    children: [
      new Paragraph({
        widowControl: false,
        alignment: align,
        spacing: { line: TABLE_LINE, lineRule: LineRuleType.EXACT },
        children: [new TextRun(run)],
      }),
    ],
  })
}

function tableOf({ widths, head, rows }: PaperTable, look: Look): Table {
  const all = widths.reduce((sum, width) => sum + width, 0)
  const columns = widths.map((width) => Math.floor((width / all) * look.width))
  const isLong = columns.map((width, i) =>
    rows.some((cells) => widthOf(cells[i] as string, SIZE.table) > width - 2 * CELL_SIDE),
  )
  const row = (cells: string[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: false,
      children: cells.map((text, i) =>
        cellOf(text, columns[i] as number, isLong[i] && !isHead ? 'left' : 'center', isHead, look),
      ),
    })
  return new Table({
    width: { size: columns.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: columns,
    alignment: AlignmentType.CENTER,
    layout: 'fixed',
    margins: { left: CELL_SIDE, right: CELL_SIDE, top: 40, bottom: 40 },
    borders,
    rows: [row(head, true), ...rows.map((cells) => row(cells, false))],
  })
}

/** The text of a paper as paragraphs that look like the template's own, its headings numbered, its tables ruled. */
export function bodyOf(blocks: readonly PaperBlock[], look: Look): (Paragraph | Table)[] {
  const next = counter()
  return blocks.map((block, i) => {
    if (block.kind === 'table') return tableOf(block, look)
    const { spacing } = look.paragraph
    const before = blocks[i - 1]?.kind === 'table' ? AFTER_TABLE : spacing?.before
    const paragraph = { ...look.paragraph, keepNext: false, spacing: { ...spacing, before } }
    if (block.kind === 'paragraph')
      return new Paragraph({ ...paragraph, children: [new TextRun({ ...look.run, text: block.text })] })
    const font = headingFonts[block.level - 1]
    const run = new TextRun({ ...look.run, ...(font ? { font } : {}), text: next(block.level) + block.text })
    return new Paragraph({ ...paragraph, keepNext: true, children: [run] })
  })
}

/** 附件说明: two characters in; names line up under the first one, and so do the lines that they go on over. */
export function attachmentsOf(names: readonly string[], look: Look): Paragraph[] {
  const { spacing } = look.paragraph
  return names.map((name, i) => {
    const word = i === 0 ? '附件：' : ''
    const number = names.length > 1 ? `${i + 1}.` : ''
    const hang = (i === 0 ? 3 : 0) + (number ? number.length / 2 : 0)
    const left = (5 + (number ? number.length / 2 : 0)) * CHARACTER
    return new Paragraph({
      ...look.paragraph,
      spacing: i === 0 ? spacing : { ...spacing, before: 0 },
      indent: { left, hanging: hang * CHARACTER },
      children: [new TextRun({ ...look.run, text: word + number + name })],
    })
  })
}

/**
 * 署名 that is too long for the room its template gives it: it ends where that room ends, and begins as far to the left
 * as it must. Null where it has room.
 */
export function longSignature(words: string, { style, mark, inlines }: ModelParagraph, look: Look): Paragraph | null {
  const { size, spacing } = inlines.find(({ kind }) => kind === 'text')?.style ?? mark
  const needed = widthOf(words, size * 2) + twips(spacing) * [...words].length
  const right = twips(style.right)
  if (needed <= look.width - twips(style.left) - right) return null
  const indent = { left: Math.max(0, look.width - right - needed), right }
  return new Paragraph({ ...look.paragraph, indent, children: [new TextRun({ ...look.run, text: words })] })
}
