import { readFileSync } from 'node:fs'
import PDFDocument from 'pdfkit'
import { problem } from '../../../domain/problem.ts'
import { fontFile, missingIn } from './fonts.ts'
import type { Measure } from './lines.ts'
import type { Paper, RunStyle } from './model.ts'
import { layPages } from './pages.ts'
import { PaperFault } from './paper-fault.ts'
import type { Page } from './placed.ts'

/** Fonts that office programs set headings in; their strokes are heavy, so that they are printed with the bold. */
const HEAVY = /小标宋|大标宋|黑体|粗|SimHei|YaHei|Bold|Black/i

const weightOf = ({ bold, font }: RunStyle): 'regular' | 'bold' => (bold || HEAVY.test(font) ? 'bold' : 'regular')

/** Drawing only puts characters where the layout says: it breaks no line and follows no link. */
function drawPage(pdf: PDFKit.PDFDocument, page: Page): void {
  for (const { x1, y1, x2, y2, width, color } of page.rules)
    pdf.lineWidth(width).strokeColor(`#${color}`).moveTo(x1, y1).lineTo(x2, y2).stroke()
  for (const { text, style, x, y, gap } of page.texts) {
    const { scale } = style
    // A scale is applied to the spacing too.
    const spread = { characterSpacing: (style.spacing + gap) / scale, horizontalScaling: scale * 100 }
    const options = { lineBreak: false, baseline: 'alphabetic', ...spread } as const
    pdf.font(weightOf(style)).fontSize(style.size).fillColor(`#${style.color}`).text(text, x, y, options)
  }
}

function openPdf(paper: Paper): PDFKit.PDFDocument {
  const { width, height } = paper.format
  const made = new Date(paper.created)
  const info = {
    Title: paper.title,
    Author: paper.author,
    Creator: '安澜',
    Producer: '安澜',
    CreationDate: made,
    ModDate: made,
  }
  const pdf = new PDFDocument({ size: [width, height], margin: 0, autoFirstPage: false, lang: 'zh-CN', info })
  for (const weight of ['regular', 'bold'] as const) pdf.registerFont(weight, readFileSync(fontFile(weight)))
  return pdf
}

function refuseMissing(pages: readonly Page[]): void {
  const missing = missingIn(pages.flatMap(({ texts }) => texts.map(({ text }) => text)).join('\n'))
  if (missing.length === 0) return
  const say = `“${missing.join('”“')}”不在印制用的字库里，印不出来，请核对用字或改用别的写法。`
  throw new PaperFault(problem('document.glyph', { characters: missing }, say))
}

/**
 * The PDF of a paper, its fonts embedded. The same paper gives the same bytes: it holds no clock and no chance.
 * @param onPage is told of each page that is drawn, counted from 1, and how many there are
 * @throws PaperFault when the printing font lacks a character
 */
export async function drawPaper(paper: Paper, onPage: (page: number, of: number) => void): Promise<Buffer> {
  const pdf = openPdf(paper)
  const widths = new Map<string, number>()
  const measure: Measure = (character, style) => {
    const weight = weightOf(style)
    const key = weight + character
    let width = widths.get(key)
    if (width === undefined) {
      width = pdf.font(weight).fontSize(1000).widthOfString(character) / 1000
      widths.set(key, width)
    }
    return width * style.size * style.scale + style.spacing
  }
  const pages = layPages(paper, measure)
  refuseMissing(pages)
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => pdf.on('end', resolve))
  for (const [i, page] of pages.entries()) {
    pdf.addPage()
    drawPage(pdf, page)
    onPage(i + 1, pages.length)
  }
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}
