import type { Client } from 'pg'
import type { Entry } from '../domain/entry.ts'
import { rules } from '../domain/kinds.ts'
import { copyRows } from '../platform/server/copy.ts'
import { type Tx, withSecond } from '../platform/server/db.ts'
import { coreTables, lifeRows } from './life-rows.ts'
import { projectCore } from './project.ts'
import type { Project, Projected } from './projected.ts'
import { readBook } from './read.ts'
import { readLives } from './read-lives.ts'
import { differences, finishSchema, freshSchema, swapSchema } from './rebuild-schema.ts'

/** Entries that one chunk holds: few enough that what is read and written waits in the sockets meanwhile. */
const CHUNK = 250
/** Of what was written meanwhile, which is projected by statements. */
const REST = 4000

/**
 * What the sorts, comparisons and new indexes of a rebuild may take, on each of its two connections; these are the
 * workers, so that their statements need no others.
 */
const SETTINGS = `set work_mem = '128MB'; set maintenance_work_mem = '256MB'; set search_path = view_next, ledger;
  set max_parallel_workers_per_gather = 0; set max_parallel_maintenance_workers = 0`
const RESET = SETTINGS.replace(/set (\w+) = [^;]*/g, 'reset $1')

/** Folds entries that follow on `states`, which moves on with them. */
function foldOn(states: Map<string, unknown>, entries: readonly Entry[]): Projected[] {
  return entries.map((entry) => {
    const before = states.get(entry.stream) ?? null
    const after = rules[entry.kind].evolve(before, entry)
    states.set(entry.stream, after)
    return { entry, before, after }
  })
}

async function projectWith(projects: readonly Project[], client: Client, book: string, changes: Projected[]) {
  for (const one of projects) await one(client as unknown as Tx, book, changes)
}

/** `client` reads and runs the rooms' projections; `second` can COPY. */
interface Hands {
  client: Client
  second: Client
}

/**
 * Replays the book up to `upto` stream by stream: a life is folded in one go, so its rows are written once, as they
 * are in the end, and no more than a few chunks are in memory.
 */
async function replayLives({ client, second }: Hands, book: string, upto: number, options: RebuildOptions) {
  const { rooms = [], chunk = CHUNK } = options
  const rows = lifeRows(book)
  let count = 0
  let written: Promise<void> = Promise.resolve()
  for await (const entries of readLives(client, book, upto, chunk)) {
    const changes = foldOn(new Map(), entries)
    const next = rows.of(changes)
    await written
    written = copyRows(second, next).then(() => projectWith(rooms, client, book, changes))
    // A failure is met where it is awaited.
    written.catch(() => undefined)
    count += entries.length
  }
  await written
  await copyRows(second, rows.sums())
  return count
}

/** Replays what was written since, as the live projections were: entry by entry in the order of the book. */
async function replayRest(client: Client, book: string, after: number, rooms: readonly Project[]): Promise<number> {
  let count = 0
  for (let from = after; ; ) {
    const entries = await readBook(client, book, from, REST)
    const last = entries.at(-1)
    if (!last) return count
    const { rows } = await client.query(
      'select stream, state from view_next.stream where book_id = $1 and stream = any($2::uuid[])',
      [book, [...new Set(entries.map((entry) => entry.stream))]],
    )
    const states = new Map<string, unknown>(rows.map((row) => [row.stream, row.state]))
    await projectWith([projectCore, ...rooms], client, book, foldOn(states, entries))
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
  /** Entries that one chunk holds, about. */
  chunk?: number
}

async function rebuildWith({ client, second }: Hands, appRole: string, options: RebuildOptions): Promise<Rebuilt> {
  const { swap = true, rooms = [], compare = true } = options
  const fresh = await freshSchema(client, coreTables)
  const books = (await client.query('select id, seq from ledger.book order by id')).rows
  let entries = 0
  for (const { id, seq } of books) entries += await replayLives({ client, second }, id, Number(seq), options)
  await finishSchema([client, second], fresh)
  await second.query('begin')
  try {
    // The second connection holds the books, so that it sees what the first has written to the end of them.
    const now = await second.query('select id from ledger.book order by id for update')
    const known = new Map(books.map(({ id, seq }) => [id, Number(seq)]))
    for (const { id } of now.rows) entries += await replayRest(client, id, known.get(id) ?? 0, rooms)
    const found = compare ? await differences([client, second], fresh) : {}
    if (swap) await swapSchema(second, appRole)
    else await second.query('drop schema view_next cascade')
    await second.query('commit')
    return { entries, differences: found }
  } catch (error) {
    await second.query('rollback').catch(() => undefined)
    throw error
  }
}

/**
 * Replays every book into a fresh schema and swaps it in. Most is replayed while the app goes on writing; the rest,
 * the comparison and the swap run with all books locked. `client` is the owner's; `appRole` gets its rights back.
 * What has been written to the fresh schema counts for nothing until the swap.
 */
export async function rebuild(client: Client, appRole: string, options: RebuildOptions = {}): Promise<Rebuilt> {
  try {
    await client.query(SETTINGS)
    return await withSecond(client, async (second) => {
      await second.query(SETTINGS)
      return rebuildWith({ client, second }, appRole, options)
    })
  } finally {
    await client.query(RESET)
  }
}
