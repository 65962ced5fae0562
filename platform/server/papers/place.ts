import type { Line } from './lines.ts'
import type { Border, PageFormat, Paragraph } from './model.ts'
import type { Page, Rule } from './placed.ts'

const rule = (x: number, y: number, width: number, thick: number, color: string): Rule => ({
  ...{ x1: x, y1: y, x2: x + width, y2: y },
  width: thick,
  color,
})

/** A line of text with what is underlined in it. */
export function placeLine(page: Page, line: Line, x: number, y: number): void {
  for (const { text, style, x: at, width, gap } of line.pieces) {
    page.texts.push({ text, style, x: x + at, y: y + line.baseline, gap })
    if (style.underline)
      page.rules.push(rule(x + at, y + line.baseline + style.size / 8, width, style.size / 20, style.color))
  }
}

/** A border over the width of the paragraph and what its sides reach beyond it; `y` is its upper edge. */
function placeBorder(page: Page, { style }: Paragraph, format: PageFormat, y: number, border: Border): void {
  const { borders, left, right, first } = style
  const from = left + Math.min(0, first) - borders.left
  const x = format.left + from
  const width = format.width - format.left - format.right - right + borders.right - from
  const isAbove = border !== borders.bottom
  const { color, double } = border
  const [upper, gap, lower] = isAbove && double ? [double[2], double[1], double[0]] : (double ?? [border.width, 0, 0])
  page.rules.push(rule(x, y + upper / 2, width, upper, color))
  if (lower > 0) page.rules.push(rule(x, y + upper + gap + lower / 2, width, lower, color))
}

/** The line over a paragraph or between it and the one before. @returns where the text begins */
export function ruleAbove(page: Page, paragraph: Paragraph, format: PageFormat, y: number): number {
  const { top, between } = paragraph.style.borders
  const above = top ?? between
  if (!above) return y
  placeBorder(page, paragraph, format, y, above)
  return y + above.width + above.space
}

/** The line under a paragraph. @returns where the paragraph ends */
export function ruleBelow(page: Page, paragraph: Paragraph, format: PageFormat, y: number): number {
  const { bottom } = paragraph.style.borders
  if (!bottom) return y
  placeBorder(page, paragraph, format, y + bottom.space, bottom)
  return y + bottom.space + bottom.width
}
