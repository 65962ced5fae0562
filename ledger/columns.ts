import { type Copied, type CopyValue, copyField } from '../platform/server/copy.ts'

/** Names and types of columns, as `name type, name type`. */
const typesOf = (columns: string): [string, string][] =>
  columns.split(',').map((column) => column.trim().split(' ') as [string, string])

const quote = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`

function element(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return quote(typeof value === 'string' ? value : JSON.stringify(value))
}

/** Elements of an array in PostgreSQL's own spelling. */
const spelled = (elements: readonly unknown[]): string => `{${elements.map(element).join(',')}}`

/** A row by its columns' names, or as its values in the order of the columns. */
export type Row = { readonly [name: string]: unknown } | readonly unknown[]

const isList = (row: Row): row is readonly unknown[] => Array.isArray(row)

/**
 * Rows as one array a column: a third of what PostgreSQL takes for the same rows as `jsonb_to_recordset`. Objects go
 * as JSON; a column that is an array itself cannot. @returns the `from` item `r`, and its parameters from `first` on
 */
export function columnar(
  rows: readonly Row[],
  columns: string,
  first = 2,
): { from: string; names: string; values: string[] } {
  const typed = typesOf(columns)
  const names = typed.map(([name]) => name).join(', ')
  const arrays = typed.map(([, type], i) => `$${i + first}::${type}[]`).join(', ')
  const values = typed.map(([name], i) => spelled(rows.map((row) => (isList(row) ? row[i] : row[name]))))
  return { from: `unnest(${arrays}) as r(${names})`, names, values }
}

function copyable(value: unknown): CopyValue {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object') return value as CopyValue
  return Array.isArray(value) ? spelled(value) : JSON.stringify(value)
}

/** The same rows for COPY, the book before them. Lists go as arrays, other objects as JSON. */
export function copied(table: string, columns: string, book: string, rows: readonly Row[]): Copied {
  const names = typesOf(columns).map(([name]) => name)
  let text = ''
  for (const row of rows) {
    text += copyField(book)
    for (let i = 0; i < names.length; i++)
      text += `\t${copyField(copyable(isList(row) ? row[i] : row[names[i] as string]))}`
    text += '\n'
  }
  return { into: `${table} (book_id, ${names.join(', ')})`, text }
}
