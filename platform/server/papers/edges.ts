import { breakLines, type Measure } from './lines.ts'
import type { Edges, Paper, Paragraph } from './model.ts'
import { placeLine, ruleAbove, ruleBelow } from './place.ts'
import type { Page } from './placed.ts'

/** What headers and footers take of a page, and their setting; pages count from one. */
export interface EdgeRooms {
  /** Where the header of this page ends, in points from the upper edge; 0 where it has none. */
  headerEnd(number: number): number
  place(page: Page, number: number): void
}

const edge = (edges: Edges, number: number): readonly Paragraph[] =>
  (number === 1 ? edges.first : null) ?? (number % 2 === 0 ? edges.even : null) ?? edges.odd

/** A header hangs from its distance to the upper edge, a footer stands on its distance from the lower one. */
export function edgeRooms({ headers, footers, format }: Paper, measure: Measure): EdgeRooms {
  const width = format.width - format.left - format.right
  const set = (page: Page, paragraphs: readonly Paragraph[], number: number, from: number): number => {
    let y = from
    for (const paragraph of paragraphs) {
      y = ruleAbove(page, paragraph, format, y + paragraph.style.before)
      for (const line of breakLines(paragraph, width, format, String(number), measure)) {
        placeLine(page, line, format.left, y)
        y += line.height
      }
      y = ruleBelow(page, paragraph, format, y) + paragraph.style.after
    }
    return y
  }
  const nowhere = (): Page => ({ texts: [], rules: [] })
  return {
    headerEnd(number) {
      const above = edge(headers, number)
      return above.length > 0 ? set(nowhere(), above, number, format.header) : 0
    },
    place(page, number) {
      const below = edge(footers, number)
      set(page, edge(headers, number), number, format.header)
      set(page, below, number, format.height - format.footer - set(nowhere(), below, number, 0))
    },
  }
}
