import type { Client } from 'pg'
import type { Entry } from '../domain/entry.ts'
import { rules } from '../domain/kinds.ts'
import type { Tx } from '../platform/server/db.ts'
import { projectCore } from './project.ts'
import type { Project, Projected } from './projected.ts'
import { readBook, readByStream } from './read.ts'
import { differences, finishSchema, freshSchema, swapSchema } from './rebuild-schema.ts'

/** Entries that one chunk holds. */
const CHUNK = 4000

/** What the sorts, comparisons and new indexes of a rebuild may take. */
const MEMORY = "set work_mem = '128MB'; set maintenance_work_mem = '256MB'"

/** Folds entries that follow on `states`, which moves on with them. */
function foldOn(states: Map<string, unknown>, entries: readonly Entry[]): Projected[] {
  return entries.map((entry) => {
    const before = states.get(entry.stream) ?? null
    const after = rules[entry.kind].evolve(before, entry)
    states.set(entry.stream, after)
    return { entry, before, after }
  })
}

async function project(client: Client, book: string, changes: Projected[], rooms: readonly Project[]): Promise<void> {
  for (const one of [projectCore, ...rooms]) await one(client as unknown as Tx, book, changes)
}

/**
 * Replays the book up to `upto` stream by stream: a life is folded in one go, so its rows are written once, as they
 * are in the end, and no more than a chunk is in memory.
 */
async function replayLives(client: Client, book: string, upto: number, rooms: readonly Project[]): Promise<number> {
  let count = 0
  let projected: Promise<void> = Promise.resolve()
  let reading = readByStream(client, book, upto, null, CHUNK)
  for (;;) {
    const { entries, last } = await reading
    const next = last === null ? null : readByStream(client, book, upto, last, CHUNK)
    // Read while the chunk before is folded; a failure is met where it is awaited.
    next?.catch(() => undefined)
    const changes = foldOn(new Map(), entries)
    await projected
    projected = project(client, book, changes, rooms)
    projected.catch(() => undefined)
    count += entries.length
    if (!next) break
    reading = next
  }
  await projected
  return count
}

/** Replays what was written since, as the live projections were: entry by entry in the order of the book. */
async function replayRest(client: Client, book: string, after: number, rooms: readonly Project[]): Promise<number> {
  let count = 0
  for (let from = after; ; ) {
    const entries = await readBook(client, book, from, CHUNK)
    const last = entries.at(-1)
    if (!last) return count
    const { rows } = await client.query(
      'select stream, state from view_next.stream where book_id = $1 and stream = any($2::uuid[])',
      [book, [...new Set(entries.map((entry) => entry.stream))]],
    )
    const states = new Map<string, unknown>(rows.map((row) => [row.stream, row.state]))
    await project(client, book, foldOn(states, entries), rooms)
    count += entries.length
    from = last.seq
  }
}

export interface Rebuilt {
  entries: number
  /** Rows that differed between the live and the rebuilt projections, by table. */
  differences: Record<string, number>
}

interface RebuildOptions {
  swap?: boolean
  /** The projections that the ledger was opened with. */
  rooms?: readonly Project[]
  /** False where there is nothing yet to compare with: a book that was loaded in bulk. */
  compare?: boolean
}

/**
 * Replays every book into a fresh schema and swaps it in. Most is replayed while the app goes on writing; the rest,
 * the comparison and the swap run with all books locked. `client` is the owner's; `appRole` gets its rights back.
 */
export async function rebuild(
  client: Client,
  appRole: string,
  { swap = true, rooms = [], compare = true }: RebuildOptions = {},
): Promise<Rebuilt> {
  await client.query(MEMORY)
  const fresh = await freshSchema(client)
  await client.query('set search_path = view_next, ledger')
  const books = (await client.query('select id, seq from ledger.book order by id')).rows
  let entries = 0
  for (const { id, seq } of books) entries += await replayLives(client, id, Number(seq), rooms)
  await finishSchema(client, fresh)
  await client.query('begin')
  try {
    const now = await client.query('select id from ledger.book order by id for update')
    const known = new Map(books.map(({ id, seq }) => [id, Number(seq)]))
    for (const { id } of now.rows) entries += await replayRest(client, id, known.get(id) ?? 0, rooms)
    const found = compare ? await differences(client, fresh.tables) : {}
    if (swap) await swapSchema(client, appRole)
    else await client.query('drop schema view_next cascade')
    await client.query('commit')
    return { entries, differences: found }
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    await client.query('reset search_path; reset work_mem; reset maintenance_work_mem')
  }
}
