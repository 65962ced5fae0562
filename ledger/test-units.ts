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

/** One more case of each status, so that none depends on the dice. */
export async function liveEveryStatus(book: TestBook): Promise<void> {
  const ways: [who: 'community' | 'colleague' | 'office', step: string, data: object][][] = [
    [['office', 'void', { reason: '不实' }]],
    [['community', 'call-up', { reason: '无权', tried: '劝' }]],
    [
      ['community', 'verify', { unit: 'c01' }],
      ['community', 'rectify', { note: '已改', photos: [] }],
      ['colleague', 'close', { note: '合格', photos: [] }],
    ],
  ]
  for (const way of ways)
    for (let taken = 0; taken <= way.length; taken++) {
      const { stream } = await book.report('volunteer')
      for (const [who, step, data] of way.slice(0, taken)) {
        const result = await book.act(who, step, data, stream)
        if (result.status !== 'accepted') throw new Error(`${step}: ${result.problem?.code}`)
      }
    }
}
