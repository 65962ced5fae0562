import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { compareBoards } from '../bench/board.ts'
import { readAccount } from '../features/account/server/reads.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { openTestBook, type TestBook } from '../ledger/test-book.ts'
import { openPlay, type Play, playRound, playUntil, viewerOf } from '../ledger/test-history.ts'
import { roleOf } from '../platform/server/migrate.ts'

let book: TestBook
let play: Play

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  play = await openPlay(book, randomInt(2 ** 31))
})
afterAll(() => book.end())

const board = async (): Promise<string> => {
  const viewer = await viewerOf(book, book.people.leader)
  return JSON.stringify(await readAccount(book.pool, viewer, { by: 'community' }, new Date(play.now)))
}

test('the board says in every cell what a fold in SQL over nothing but the entries says', async () => {
  const found = async (): Promise<number> => JSON.parse(await board()).found
  const isEnough = async () => (await found()) > 10
  await playUntil(play, 40, isEnough, async (round) => {
    if (round % 8 === 7) await compareBoards(book.pool, 'b1', board, 0)
  })
  await compareBoards(book.pool, 'b1', board, 0)
  expect(await found()).toBeGreaterThan(10)
})

test('and so it does after a rebuild, which finds nothing changed', async () => {
  const rebuilt = await book.owner((client) => rebuild(client, roleOf(book.database.appUrl)))
  expect(rebuilt.differences).toEqual({})
  await compareBoards(book.pool, 'b1', board, 0)
  await playRound(play)
  await compareBoards(book.pool, 'b1', board, 0)
})
