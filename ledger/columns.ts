import type { Copied, CopyValue } from '../platform/server/copy.ts'

/** Names and types of columns, as `name type, name type`. */
const typesOf = (columns: string): [string, string][] =>
  columns.split(',').map((column) => column.trim().split(' ') as [string, string])

const quote = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`

function element(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return quote(typeof value === 'string' ? value : JSON.stringify(value))
}

/**
 * Rows as one array a column: a third of what PostgreSQL takes for the same rows as `jsonb_to_recordset`. Objects go
 * as JSON; a column that is an array itself cannot. @returns the `from` item `r`, and its parameters from `first` on
 */
export function columnar(
  rows: readonly Record<string, unknown>[],
  columns: string,
  first = 2,
): { from: string; names: string; values: string[] } {
  const typed = typesOf(columns)
  const names = typed.map(([name]) => name).join(', ')
  const arrays = typed.map(([, type], i) => `$${i + first}::${type}[]`).join(', ')
  const values = typed.map(([name]) => spelled(rows.map((row) => row[name])))
  return { from: `unnest(${arrays}) as r(${names})`, names, values }
}

/** Elements of an array in PostgreSQL's own spelling. */
const spelled = (elements: readonly unknown[]): string => `{${elements.map(element).join(',')}}`

function copyable(value: unknown): CopyValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'object') return Array.isArray(value) ? spelled(value) : JSON.stringify(value)
  return value as CopyValue
}

/** A table's rows as COPY takes them, the book before them. Lists go as arrays, other objects as JSON. */
export function copied(table: string, columns: string, book: string, rows: readonly Record<string, unknown>[]): Copied {
  const names = typesOf(columns).map(([name]) => name)
  return {
    into: `${table} (book_id, ${names.join(', ')})`,
    rows: rows.map((row) => [book, ...names.map((name) => copyable(row[name]))]),
  }
}
