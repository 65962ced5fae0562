import { type EdgeRooms, edgeRooms } from './edges.ts'
import { breakLines, type Line, type Measure } from './lines.ts'
import type { Block, Border, Borders, PageFormat, Paper, Paragraph, Table } from './model.ts'
import { placeLine, ruleAbove, ruleBelow } from './place.ts'
import type { Page } from './placed.ts'
import { type Band, layTable } from './table-bands.ts'

/** Lengths that arithmetic leaves over, in points. */
const DUST = 0.05

const tall = (lines: readonly Line[]): number => lines.reduce((sum, { height }) => sum + height, 0)
const bandsHeight = (bands: readonly Band[]): number => bands.reduce((sum, { height }) => sum + height, 0)
const thick = (border: Border | undefined): number => (border ? border.space + border.width : 0)

/** Paragraphs with the same borders that follow each other are in one frame: lines around all, and between them. */
function mergeBorders(blocks: readonly Block[]): Block[] {
  const borders = blocks.map((block) => (block.kind === 'paragraph' ? block.style.borders : undefined))
  const keys = borders.map((one) => (one && (one.top || one.bottom) ? JSON.stringify(one) : undefined))
  return blocks.map((block, i) => {
    if (block.kind === 'table' || keys[i] === undefined) return block
    const { top, bottom, between, ...sides } = block.style.borders
    const joins = keys[i - 1] === keys[i]
    const goesOn = keys[i + 1] === keys[i]
    const own = joins ? { between } : { top }
    return { ...block, style: { ...block.style, borders: { ...sides, ...own, ...(goesOn ? {} : { bottom }) } } }
  })
}

/** Lays blocks one below the other, beginning a new page where the room is used up. */
class Setter {
  readonly pages: Page[] = [{ texts: [], rules: [] }]
  private y: number
  private foot: Paragraph[] = []

  constructor(
    private readonly format: PageFormat,
    private readonly measure: Measure,
    private readonly edges: EdgeRooms,
  ) {
    this.y = this.top
  }

  /** Where the text begins on the page that is being set: a header that needs more room pushes it down. */
  private get top(): number {
    return this.topOf(this.pages.length)
  }

  private topOf(number: number): number {
    return Math.max(this.format.top, this.edges.headerEnd(number))
  }

  private get page(): Page {
    return this.pages.at(-1) as Page
  }

  private get end(): number {
    return this.format.height - this.format.bottom + DUST
  }

  private get width(): number {
    return this.format.width - this.format.left - this.format.right
  }

  private turn(): void {
    this.pages.push({ texts: [], rules: [] })
    this.y = this.top
  }

  private lines(paragraph: Paragraph): Line[] {
    return breakLines(paragraph, this.width, this.format, '', this.measure)
  }

  set(blocks: readonly Block[]): void {
    const merged = mergeBorders(blocks)
    merged.forEach((block, i) => {
      if (block.kind === 'table') this.table(block)
      else if (block.style.atFoot) this.foot.push(block)
      else {
        this.keep(merged.slice(i))
        this.paragraph(block)
      }
    })
    this.setFoot()
  }

  /** Paragraphs that are kept with what follows go to a new page with it, unless they fill a page by themselves. */
  private keep(blocks: readonly Block[]): void {
    if (blocks[0]?.kind !== 'paragraph' || !blocks[0].style.keepNext) return
    let height = 0
    for (const block of blocks) {
      if (block.kind === 'table') {
        const { head, rows } = this.bands(block)
        height += bandsHeight([...head, ...rows.slice(0, 1)])
        break
      }
      const lines = this.lines(block)
      height += block.style.before
      height += block.style.keepNext ? tall(lines) : (lines[0]?.height ?? 0)
      if (!block.style.keepNext) break
      height += block.style.after
    }
    const { top } = this
    if (this.y > top && this.y + height > this.end && height < this.end - top) this.turn()
  }

  private paragraph(paragraph: Paragraph): void {
    const { before, after, breakBefore } = paragraph.style
    const isFirst = this.pages.length === 1 && this.y === this.top
    if (breakBefore && !isFirst) this.turn()
    if (this.y > this.top || isFirst) this.y += before
    this.y = ruleAbove(this.page, paragraph, this.format, this.y)
    for (const line of this.lines(paragraph)) {
      if (this.y + line.height > this.end && this.y > this.top) this.turn()
      placeLine(this.page, line, this.format.left, this.y)
      this.y += line.height
      if (line.ends) this.turn()
    }
    this.y = ruleBelow(this.page, paragraph, this.format, this.y) + after
  }

  private bands(table: Table) {
    const { format, measure, width, end } = this
    return layTable(table, { format, measure, width, room: end - this.topOf(this.pages.length + 1) })
  }

  private table(table: Table): void {
    const { format } = this
    const laid = this.bands(table)
    const put = (band: Band) => {
      const x = format.left + laid.x
      for (const { line, x: dx, y } of band.lines) placeLine(this.page, line, x + dx, this.y + y)
      for (const one of band.rules)
        this.page.rules.push({
          ...one,
          x1: x + one.x1,
          x2: x + one.x2,
          y1: this.y + one.y1,
          y2: this.y + one.y2,
        })
      this.y += band.height
    }
    const begins = bandsHeight([...laid.head, ...laid.rows.slice(0, 1)])
    if (this.y + begins > this.end && this.y > this.top) this.turn()
    laid.head.forEach(put)
    for (const band of laid.rows) {
      if (this.y + band.height > this.end) {
        this.turn()
        laid.head.forEach(put)
      }
      put(band)
    }
  }

  /** What belongs to the foot of the type area ends on its last line, on a new page where there is no room. */
  private setFoot(): void {
    const spaces = ({ top, between, bottom }: Borders) => thick(top ?? between) + thick(bottom)
    const heights = this.foot.map((paragraph) => {
      const { before, after, borders } = paragraph.style
      return before + after + spaces(borders) + tall(this.lines(paragraph))
    })
    const height = heights.reduce((sum, one) => sum + one, 0)
    if (height === 0) return
    if (this.y + height > this.end) this.turn()
    this.y = this.end - DUST - height
    for (const paragraph of this.foot) this.paragraph(paragraph)
  }
}

/** Lays a paper out on its pages: what stands where, in points from the upper left corner. */
export function layPages(paper: Paper, measure: Measure): Page[] {
  const edges = edgeRooms(paper, measure)
  const setter = new Setter(paper.format, measure, edges)
  setter.set(paper.blocks)
  setter.pages.forEach((page, i) => {
    edges.place(page, i + 1)
  })
  return setter.pages
}
