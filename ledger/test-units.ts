import type { JsonObject } from '../domain/entry.ts'
import type { Unit } from '../domain/units/units.ts'
import type { Result } from './append.ts'
import type { TestBook } from './test-book.ts'

/** The unit's own stream, as its entry says. */
export async function streamOf(book: TestBook, code: string): Promise<string> {
  const { rows } = await book.pool.query<{ stream: string; state: Unit }>(
    "select stream, state from stream where kind = 'unit' and book_id = 'b1'",
  )
  return rows.find(({ state }) => state.code === code)?.stream ?? book.id()
}

/** Takes a step of a unit as the administrator. */
export async function changeUnit(book: TestBook, code: string, step: string, data: JsonObject): Promise<Result> {
  return book.act('admin', step, data, await streamOf(book, code), { kind: 'unit' })
}
