/** What stands in one cell of an uploaded sheet. `text` of a day is YYYY-MM-DD, of a formula its stored result. */
export interface SheetCell {
  /** Column, from 1. */
  column: number
  kind: 'text' | 'number' | 'date' | 'formula' | 'boolean' | 'error'
  text: string
}

/** A row that has something in it; `row` is its number as Excel shows it. */
export interface SheetRow {
  row: number
  hidden: boolean
  cells: SheetCell[]
}

/** A merged range, inclusive, rows and columns from 1. */
export interface SheetMerge {
  top: number
  left: number
  bottom: number
  right: number
}

export interface SheetRead {
  name: string
  hidden: boolean
  rows: SheetRow[]
  merges: SheetMerge[]
  /** There are more rows, columns or characters than were asked for; what is above the bound was not read. */
  tooManyRows: boolean
  tooManyColumns: boolean
}

/** How much of a workbook is wanted. */
export interface SheetLimits {
  rows: number
  columns: number
  sheets: number
  /** Of all cells together. */
  characters: number
}

const A = 64

/** Column number of a reference such as AB12, from 1; 0 where it names none. */
export function columnOf(reference: string): number {
  let column = 0
  for (const c of reference) {
    const code = c.charCodeAt(0)
    if (code < 65 || code > 90) break
    column = column * 26 + code - A
  }
  return column
}

/** Letters of a column, as people call it: 1 is A, 28 is AB. */
export function columnLetters(column: number): string {
  let rest = column
  let letters = ''
  while (rest > 0) {
    letters = String.fromCharCode(A + 1 + ((rest - 1) % 26)) + letters
    rest = Math.floor((rest - 1) / 26)
  }
  return letters
}
