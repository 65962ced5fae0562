/** A paper as it is laid out. All lengths are points; colours are six hexadecimal digits. */
export interface RunStyle {
  /** The font that the .docx names; what is printed with is chosen from it. */
  font: string
  size: number
  bold: boolean
  color: string
  underline: boolean
  /** Width of its characters against their own: 0.66 is two thirds. */
  scale: number
  /** Added after each character. */
  spacing: number
}

export type Inline =
  | { kind: 'text'; text: string; style: RunStyle }
  | { kind: 'tab' | 'break' | 'page-break'; style: RunStyle }
  | { kind: 'page-number'; style: RunStyle }

export interface Border {
  /** Of all its lines and what lies between them. */
  width: number
  /** A double one: the line beside the text, the gap, the line beyond it. Absent is one line. */
  double?: readonly [near: number, gap: number, far: number]
  /** Distance from the text. */
  space: number
  color: string
}

export interface Borders {
  top?: Border
  bottom?: Border
  /** Between paragraphs that have the same borders; the inner ones have no others then. */
  between?: Border
  /** How far the lines reach beyond the paragraph's sides. */
  left: number
  right: number
}

export interface ParagraphStyle {
  align: 'left' | 'center' | 'right' | 'both'
  left: number
  right: number
  /** Of the first line, beyond `left`; negative where it hangs. */
  first: number
  before: number
  after: number
  /** `exact` and `least` are points; `auto` is a multiple of the font's own height or of the grid. */
  line: { rule: 'exact' | 'least' | 'auto'; value: number }
  /** Lines stand on the page's grid. */
  snap: boolean
  keepNext: boolean
  breakBefore: boolean
  tabs: readonly { at: number; align: 'left' | 'center' | 'right' }[]
  borders: Borders
  /** Stands at the foot of the type area of the page on which it comes (版记). */
  atFoot: boolean
}

export interface Paragraph {
  kind: 'paragraph'
  style: ParagraphStyle
  inlines: readonly Inline[]
  /** What an empty paragraph is as high as. */
  mark: RunStyle
}

type Edge = 'top' | 'right' | 'bottom' | 'left'

export interface Cell {
  width: number
  /** Its own lines; null is none, absent is what the table has there. */
  borders: Partial<Record<Edge, Border | null>>
  align: 'top' | 'center' | 'bottom'
  paragraphs: readonly Paragraph[]
}

export interface Table {
  kind: 'table'
  align: 'left' | 'center' | 'right'
  indent: number
  /** Repeated on each page. */
  head: readonly (readonly Cell[])[]
  rows: readonly (readonly Cell[])[]
  /** Lines around it and between its cells; absent is none. */
  borders: Partial<Record<Edge | 'insideH' | 'insideV', Border>>
  margin: { top: number; right: number; bottom: number; left: number }
}

export type Block = Paragraph | Table

/** Margins of a page and its grid. */
export interface PageFormat {
  width: number
  height: number
  top: number
  right: number
  bottom: number
  left: number
  /** Of the header from the upper edge and of the footer from the lower one. */
  header: number
  footer: number
  /** Distance of the grid's lines; 0 where there is none. */
  pitch: number
}

/** What stands outside the type area, for the first, the odd and the even pages. */
export interface Edges {
  first: readonly Paragraph[] | null
  odd: readonly Paragraph[]
  even: readonly Paragraph[] | null
}

export interface Paper {
  format: PageFormat
  blocks: readonly Block[]
  headers: Edges
  footers: Edges
  /** From the properties of the file. */
  title: string
  author: string
  /** When it was made, ISO 8601; a fixed day where the file does not say. */
  created: string
}
