import type { Client } from 'pg'
import type { Entry } from '../domain/entry.ts'
import { rules } from '../domain/kinds.ts'
import type { Tx } from '../platform/server/db.ts'
import { projectCore } from './project.ts'
import type { Project, Projected } from './projected.ts'
import { readBook } from './read.ts'

const CHUNK = 2000

/** Tables of schema `view`, which hold nothing that the entries do not. */
async function viewTables(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    "select table_name from information_schema.tables where table_schema = 'view' order by 1",
  )
  return rows.map((row) => row.table_name)
}

async function freshSchema(client: Client): Promise<string[]> {
  const tables = await viewTables(client)
  await client.query('drop schema if exists view_next cascade')
  await client.query('create schema view_next')
  for (const table of tables) await client.query(`create table view_next.${table} (like view.${table} including all)`)
  return tables
}

/** Folds a chunk and projects it, keeping the states of this book for the next one. */
async function replay(
  client: Client,
  book: string,
  entries: Entry[],
  states: Map<string, unknown>,
  rooms: readonly Project[],
): Promise<void> {
  const changes: Projected[] = entries.map((entry) => {
    const before = states.get(entry.stream) ?? null
    const after = rules[entry.kind].evolve(before, entry)
    states.set(entry.stream, after)
    return { entry, before, after }
  })
  const tx = client as unknown as Tx
  for (const project of [projectCore, ...rooms]) await project(tx, book, changes)
}

interface Replay {
  from: Map<string, number>
  states: Map<string, Map<string, unknown>>
  rooms: readonly Project[]
}

async function replayBooks(client: Client, { from, states, rooms }: Replay): Promise<number> {
  const { rows } = await client.query('select id from ledger.book order by id')
  let count = 0
  for (const { id } of rows) {
    const known = states.get(id) ?? new Map<string, unknown>()
    states.set(id, known)
    for (;;) {
      const entries = await readBook(client, id, from.get(id) ?? 0, CHUNK)
      const last = entries.at(-1)
      if (!last) break
      await replay(client, id, entries, known, rooms)
      from.set(id, last.seq)
      count += entries.length
    }
  }
  return count
}

/** Rows by which two schemas differ, per table; empty when the rebuild equals the live projections. */
async function differences(client: Client, tables: readonly string[]): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await client.query(
      `select count(*)::int as n from (
         (select * from view.${table} except select * from view_next.${table}) union all
         (select * from view_next.${table} except select * from view.${table})) d`,
    )
    if (rows[0].n > 0) found[table] = rows[0].n
  }
  return found
}

export interface Rebuilt {
  entries: number
  /** Rows that differed between the live and the rebuilt projections, by table. */
  differences: Record<string, number>
}

/**
 * Replays every book into a fresh schema and swaps it in. Most is replayed while the app goes on writing; the rest,
 * the comparison and the swap run with all books locked. `client` is the owner's; `appRole` gets its rights back.
 * `rooms` are the projections that the ledger was opened with.
 */
export async function rebuild(
  client: Client,
  appRole: string,
  { swap = true, rooms = [] }: { swap?: boolean; rooms?: readonly Project[] } = {},
): Promise<Rebuilt> {
  const tables = await freshSchema(client)
  await client.query('set search_path = view_next, ledger')
  const play: Replay = { from: new Map(), states: new Map(), rooms }
  let entries = await replayBooks(client, play)
  await client.query('begin')
  try {
    await client.query('select 1 from ledger.book for update')
    entries += await replayBooks(client, play)
    const found = await differences(client, tables)
    if (swap) {
      await client.query('drop schema view cascade')
      await client.query('alter schema view_next rename to view')
      await client.query(`grant usage on schema view to "${appRole}"`)
      await client.query(`grant select, insert, update, delete on all tables in schema view to "${appRole}"`)
    } else await client.query('drop schema view_next cascade')
    await client.query('commit')
    return { entries, differences: found }
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    await client.query('reset search_path')
  }
}
