import type { Client } from 'pg'

/** A table of the schema that is being filled, and what is quicker made when its rows are there. */
interface FreshTable {
  table: string
  /** Columns of its primary key; none where it has no such key. */
  key: string[]
  /** Statements that make its primary key, where it was left out, and its indexes. */
  later: string[]
}

async function keyOf(client: Client, table: string): Promise<{ made: string | null; key: string[] }> {
  const { rows } = await client.query(
    `select format('constraint %I %s', conname, pg_get_constraintdef(c.oid)) as made, array(
       select a.attname::text from unnest(c.conkey) with ordinality k(attnum, nr)
       join pg_attribute a on (a.attrelid, a.attnum) = (c.conrelid, k.attnum) order by nr) as key
     from pg_constraint c where conrelid = $1::regclass and contype = 'p'`,
    [`view.${table}`],
  )
  return rows[0] ?? { made: null, key: [] }
}

async function indexesOf(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query(
    `select pg_get_indexdef(indexrelid) as def from pg_index where indrelid = $1::regclass and not indisprimary
     order by 1`,
    [`view.${table}`],
  )
  return rows.map(({ def }) => String(def).replace(' ON view.', ' ON view_next.'))
}

/** What `like` does not take over: how the table is filled, and what statistics remember or presume of a column. */
async function leftOut(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query(
    `select 'set (' || array_to_string(reloptions, ', ') || ')' as change from pg_class
     where oid = $1::regclass and reloptions is not null
     union all select format('alter column %I set statistics %s', attname, attstattarget) from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attstattarget >= 0
     union all select format('alter column %I set (%s)', attname, option) from pg_attribute, unnest(attoptions) option
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and option like 'n~_distinct%' escape '~'`,
    [`view.${table}`],
  )
  return rows.map(({ change }) => change)
}

/**
 * Makes `view_next` with the tables, defaults and checks of `view`. Those that will be `copied` get their primary keys
 * when they are full, the others at once.
 */
export async function freshSchema(client: Client, copied: readonly string[]): Promise<FreshTable[]> {
  const named = await client.query(
    "select table_name from information_schema.tables where table_schema = 'view' order by 1",
  )
  await client.query('drop schema if exists view_next cascade')
  await client.query('create schema view_next')
  const fresh: FreshTable[] = []
  for (const { table_name: table } of named.rows) {
    await client.query(`create table view_next.${table} (like view.${table} including all excluding indexes)`)
    for (const change of await leftOut(client, table)) await client.query(`alter table view_next.${table} ${change}`)
    const { made, key } = await keyOf(client, table)
    const primary = made ? [`alter table view_next.${table} add ${made}`] : []
    const isCopied = copied.includes(table)
    if (!isCopied) for (const statement of primary) await client.query(statement)
    fresh.push({ table, key, later: [...(isCopied ? primary : []), ...(await indexesOf(client, table))] })
  }
  return fresh
}

/** Does the jobs on all connections, each taking the next one when it has done its last. */
async function shareOut(clients: readonly Client[], jobs: ((client: Client) => Promise<void>)[]): Promise<void> {
  const left = [...jobs]
  const work = async (client: Client) => {
    for (let job = left.shift(); job; job = left.shift()) await job(client)
  }
  const ended = await Promise.allSettled(clients.map(work))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}

/** The largest first, so that no connection waits long for the other's last. */
async function bySize(client: Client, fresh: readonly FreshTable[]): Promise<FreshTable[]> {
  const { rows } = await client.query(
    `select relname, pg_table_size(oid)::float8 as size from pg_class
     where relnamespace = 'view_next'::regnamespace and relkind = 'r'`,
  )
  const sizes = new Map<string, number>(rows.map(({ relname, size }) => [relname, size]))
  return [...fresh].sort((a, b) => (sizes.get(b.table) ?? 0) - (sizes.get(a.table) ?? 0))
}

/** Makes the keys and indexes that were left out, and tells the planner what is in the tables. */
export async function finishSchema(clients: readonly [Client, Client], fresh: readonly FreshTable[]): Promise<void> {
  const tables = await bySize(clients[0], fresh)
  await shareOut(
    clients,
    tables.map(({ table, later }) => async (client) => {
      for (const statement of [...later, `analyze view_next.${table}`]) await client.query(statement)
    }),
  )
}

/**
 * Rows by which the two schemas differ, per table; empty when the rebuild equals the live projections. One pass: rows
 * meet by their primary key (or as a whole), and one that is missing on either side or is not the same is counted.
 * Whether their bytes are the same is asked first, because it is quicker told.
 */
export async function differences(
  clients: readonly [Client, Client],
  fresh: readonly FreshTable[],
): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  const tables = await bySize(clients[0], fresh)
  await shareOut(
    clients,
    tables.map(({ table, key }) => async (client) => {
      const met = key.length > 0 ? key.map((column) => `a.${column} = b.${column}`).join(' and ') : 'a = b'
      const { rows } = await client.query(
        `select count(*)::int as n from view.${table} a full join view_next.${table} b on ${met}
         where (a *= b) is not true and a is distinct from b`,
      )
      if (rows[0].n > 0) found[table] = rows[0].n
    }),
  )
  return found
}

/** Puts `view_next` in the place of `view`, with the app's rights. */
export async function swapSchema(client: Client, appRole: string): Promise<void> {
  await client.query('drop schema view cascade')
  await client.query('alter schema view_next rename to view')
  await client.query(`grant usage on schema view to "${appRole}"`)
  await client.query(`grant select, insert, update, delete on all tables in schema view to "${appRole}"`)
}
