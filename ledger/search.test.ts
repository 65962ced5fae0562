import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { isProblem } from '../domain/problem.ts'
import type { Frequencies } from './frequencies.ts'
import { gramsOf, gramsOfWord } from './grams.ts'
import { presentFrom, rareWord, standingWhere } from './standing.ts'
import { openTestBook, type TestBook } from './test-book.ts'
import { dice } from './test-history.ts'
import { getViewer, type Viewer } from './viewer.ts'

const seed = Number(process.env.HISTORY_SEED ?? randomInt(2 ** 31))
const rolls = dice(seed)
let book: TestBook
let viewer: Viewer
const texts: string[] = []

/** Few characters, so that words meet: Chinese, both cases, wildcards of SQL, digits, letters that lower oddly, pairs. */
const alphabet = [...'燃气软管白蚁aAbBkK\u212aiI\u0130éÉſs%_\\ 88号-ΣσςＡａ𠮷😀']
const draw = (length: number) => Array.from({ length }, () => rolls.pick(alphabet)).join('')
const always: Frequencies = { shareOf: () => 0, isQuicker: () => true }
const present = { asOf: '', seq: 0, present: true }

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  const found = await getViewer(book.pool, book.people.office, 'b1', book.clock(), book.database.appUrl)
  if (isProblem(found)) throw new Error(found.code)
  viewer = found
  for (let i = 0; i < 120; i++) {
    const [place, description] = [`x${draw(3 + rolls.below(8))}`, `y${draw(3 + rolls.below(12))}`]
    texts.push(place, description)
    const { result } = await book.report('grid', { place, description })
    expect(result.status, JSON.stringify(result)).toBe('accepted')
  }
})
afterAll(() => book.end())

async function ids(q: string, often: Frequencies | null): Promise<string[]> {
  const rare = often && rareWord(q, viewer, often)
  const w = standingWhere({ q }, viewer, present, { rare })
  const { rows } = await book.pool.query(
    `select h.id from ${presentFrom} where ${w.clauses.join(' and ')} order by h.id`,
    w.values,
  )
  return rows.map((row) => row.id)
}

async function byIlike(q: string): Promise<string[]> {
  const words = q.split(/\s+/).filter(Boolean)
  const like = words.map((word) => `%${word.replace(/[\\%_]/g, (c) => `\\${c}`)}%`)
  const said = like.map((_, i) => `(number ilike $${i + 1} or place ilike $${i + 1} or description ilike $${i + 1})`)
  const { rows } = await book.pool.query(`select id from hazard where ${said.join(' and ')} order by id`, like)
  return rows.map((row) => row.id)
}

/** A word out of a text, some of its letters in the other case, or any characters at all. */
function term(): string {
  const points = Array.from(rolls.pick(texts))
  const from = rolls.below(points.length)
  const cut = points.slice(from, from + 1 + rolls.below(5)).join('')
  const word = rolls.below(3) === 0 ? draw(1 + rolls.below(4)) : cut
  return rolls.below(2) === 0 ? word : rolls.below(2) === 0 ? word.toUpperCase() : word.toLowerCase()
}

describe('a search', () => {
  test('finds by the index exactly what it finds by walking, and what ilike finds', async () => {
    for (let i = 0; i < 400; i++) {
      const q = rolls.below(4) === 0 ? `${term()} ${term()}` : term()
      if (q.trim() === '') continue
      const told = `seed ${seed} ${JSON.stringify(q)}`
      const walked = await ids(q, null)
      expect(await ids(q, always), told).toEqual(walked)
      expect(walked, told).toEqual(await byIlike(q))
    }
  })

  test('goes by the index for a word of two characters and not for one, nor for a name of a community', () => {
    expect(rareWord('白蚁', viewer, always)).toEqual(gramsOfWord('白蚁'))
    expect(rareWord('蚁', viewer, always)).toBeNull()
    expect(rareWord('示范一', viewer, always)).toBeNull()
    expect(rareWord('示范一 白蚁', viewer, always)).toEqual(gramsOfWord('白蚁'))
  })

  test('keeps no numbers of words that stand in two texts', () => {
    expect(gramsOf(['燃气', '软管'])).not.toContain(gramsOfWord('气软')[0])
    expect(gramsOf([null, null])).toEqual([])
  })

  test('follows the words of a case when they change', async () => {
    const { stream } = await book.report('grid', { place: '甲乙丙', description: '丁戊' })
    expect(await ids('甲乙', always)).toEqual([stream])
    const { rows } = await book.pool.query('select grams from search where hazard = $1', [stream])
    expect(rows[0].grams).toEqual(expect.arrayContaining(gramsOfWord('甲乙丙')))
    const correct = { place: '庚辛', reason: '写错了' }
    const corrected = await book.act('community', 'correct', correct, stream)
    expect(corrected.status, JSON.stringify(corrected)).toBe('accepted')
    expect(await ids('甲乙', always)).toEqual([])
    expect(await ids('庚辛', always)).toEqual([stream])
    expect(await ids('丁戊', always)).toEqual([stream])
  })
})
