import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Entry } from '../domain/entry.ts'
import type { Tx } from '../platform/server/db.ts'
import { followOnce } from './follow.ts'
import { openTestBook, type TestBook } from './test-book.ts'

let book: TestBook

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  for (let i = 0; i < 20; i++) await book.report('grid')
})

afterAll(() => book.end())

const head = async (): Promise<number> => Number((await book.pool.query('select seq from book')).rows[0].seq)
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
const cursor = async (name: string) =>
  Number((await book.pool.query('select seq from follower where name = $1', [name])).rows[0]?.seq ?? 0)

async function catchUp(name: string, handle: (tx: Tx, entries: readonly Entry[]) => Promise<void>, limit: number) {
  while ((await followOnce(book.pool, 'b1', name, handle, limit)) > 0);
}

/** A follower whose work is in the database, as a projection's or a job's is. */
const mark = (name: string) => async (tx: Tx, entries: readonly Entry[]) => {
  for (const { seq } of entries)
    await tx.query("insert into counter (book_id, name, value) values ('b1', $1, $2)", [`${name}-${seq}`, seq])
}
const marked = async (name: string): Promise<number[]> => {
  const { rows } = await book.pool.query('select value from counter where name like $1 order by value', [`${name}-%`])
  return rows.map((row) => Number(row.value))
}

describe('a follower of the book', () => {
  test('is handed every entry once, in order, with its text, and then nothing', async () => {
    const seen: Entry[] = []
    await catchUp('reader', async (_tx, entries) => void seen.push(...entries), 7)
    expect(seen.map((entry) => entry.seq)).toEqual(upTo(await head()))
    expect(seen.at(-1)?.text).toMatchObject({ place: '3栋2单元' })
    expect(await followOnce(book.pool, 'b1', 'reader', async () => undefined)).toBe(0)
    await book.report('grid')
    await catchUp('reader', async (_tx, entries) => void seen.push(...entries), 7)
    expect(seen.map((entry) => entry.seq)).toEqual(upTo(await head()))
  })

  test('that throws between its work and its cursor does the work again, none of it left behind', async () => {
    const tried: number[][] = []
    const fails = followOnce(
      book.pool,
      'b1',
      'thrower',
      async (tx, entries) => {
        tried.push(entries.map((entry) => entry.seq))
        await mark('thrower')(tx, entries)
        throw new Error('power')
      },
      5,
    )
    await expect(fails).rejects.toThrow('power')
    expect(await marked('thrower')).toEqual([])
    expect(await cursor('thrower')).toBe(0)
    await catchUp('thrower', mark('thrower'), 5)
    expect(tried).toEqual([[1, 2, 3, 4, 5]])
    expect(await marked('thrower')).toEqual(upTo(await head()))
  })

  test('whose connection is killed between its work and its cursor does the work again', async () => {
    let kills = 0
    const killed = async (tx: Tx, entries: readonly Entry[]) => {
      await mark('killed')(tx, entries)
      if (kills >= 3) return
      kills += 1
      const { rows } = await tx.query('select pg_backend_pid() as pid')
      await book.owner((client) => client.query('select pg_terminate_backend($1, 5000)', [rows[0].pid]))
    }
    for (;;) {
      const done = await followOnce(book.pool, 'b1', 'killed', killed, 6).catch(() => -1)
      if (done === 0) break
      expect(await marked('killed')).toEqual(upTo(await cursor('killed')))
    }
    expect(kills).toBe(3)
    expect(await marked('killed')).toEqual(upTo(await head()))
  })

  test('run by three processes at once while others write does each entry’s work once', async () => {
    let writing = true
    const follow = async () => {
      for (;;) {
        const last = !writing
        const done = await followOnce(book.pool, 'b1', 'crowd', mark('crowd'), 3)
        if (last && done === 0) return
      }
    }
    const followers = [follow(), follow(), follow()]
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let i = 0; i < 10; i++) await book.report('volunteer')
      }),
    )
    writing = false
    await Promise.all(followers)
    expect(await marked('crowd')).toEqual(upTo(await head()))
  })
})
