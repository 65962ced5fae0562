import type { Pool } from 'pg'
import { readListText } from '../features/cases/server/reads.ts'
import { rowColumns } from '../ledger/present.ts'
import type { Viewer } from '../ledger/viewer.ts'
import { median } from './rounds.ts'

/** Common and rare words of two, three and four characters, numbers, a place with a word, words that nobody wrote. */
const terms = {
  rare: ['白蚁', '鸽棚', '井盖翘'],
  other: [
    '龙舌兰',
    '旗杆拉索',
    '电瓶',
    '裸露',
    '楼道',
    '燃气软管',
    '消防通道',
    '建设路88号',
    '麓山大道2',
    '18栋',
    '00123',
    'YH2026',
    '单元 白蚁',
    '建设路 燃气',
  ],
  absent: ['鳄鱼', '鳄鱼池', '灭火龙舌', '管道电梯'],
}

const escaped = (word: string): string => `%${word.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

/** The same page by `like` over number, place and description of the newest first: no index of words. */
async function byLike(pool: Pool, book: string, term: string): Promise<string[]> {
  const words = term.split(/\s+/)
  const said = words.map(
    (_, i) => `(h.number like $${i + 2} or h.place like $${i + 2} or h.description like $${i + 2})`,
  )
  const { rows } = await pool.query(
    `select (select row_to_json(c)::text from (select ${rowColumns}) c) as json from hazard h
     where h.book_id = $1 and ${said.join(' and ')} order by h.seq desc limit 51`,
    [book, ...words.map(escaped)],
  )
  return rows.slice(0, 50).map((row) => row.json)
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const from = performance.now()
  const value = await work()
  return [performance.now() - from, value]
}

export interface Sought {
  term: string
  rare: boolean
  like: number
  ours: number
  found: number
}

/** Not counted: a connection keeps a plan from the sixth time on. */
const WARM = 6

/** Each term both ways in turn, medians; both must give the same first page. */
export async function seek(pool: Pool, viewer: Viewer, rounds: number): Promise<Sought[]> {
  const out: Sought[] = []
  for (const [kind, list] of Object.entries(terms))
    for (const term of list) {
      const like: number[] = []
      const ours: number[] = []
      let found = 0
      for (let round = -WARM; round < rounds; round++) {
        const [a, rows] = await timed(() => byLike(pool, viewer.book, term))
        const [b, page] = await timed(() => readListText(pool, viewer, { q: term }, new Date()))
        const text = page && 'text' in page ? page.text : ''
        // A word that is in a community's or item's name finds those cases as well.
        if (kind !== 'other' && !text.startsWith(`{"items":[${rows.join(',')}]`))
          throw new Error(`${term}: pages differ`)
        found = rows.length
        if (round < 0) continue
        like.push(a)
        ours.push(b)
      }
      out.push({ term, rare: kind === 'rare', like: median(like), ours: median(ours), found })
    }
  return out
}
