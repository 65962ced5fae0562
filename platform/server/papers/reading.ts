import { problem } from '../../../domain/problem.ts'
import { PaperFault } from './paper-fault.ts'
import type { Styles } from './read-styles.ts'

/** What a part of the package is read with. */
export interface Reading {
  styles: Styles
  /** Distance of the grid's lines, in points; 0 where there is no grid. */
  pitch: number
  /** What the grid adds to each character of the body's size, in points. */
  pull: number
  /** Width between the margins, in points. */
  width: number
  /** The side of the leaf that a header or footer is read for; the text itself has none. */
  side?: 'odd' | 'even'
}

/** Refuses a template for something that the PDF could not show. */
export function refuse(what: string): never {
  const say = `模板里有${what}，不能排进 PDF，请改用普通段落和表格后再上传。`
  throw new PaperFault(problem('document.template-part', { part: what }, say))
}
