import type { Client } from 'pg'

/** A schema beside `view` that is being filled, and what it still lacks. */
export interface Fresh {
  /** Tables of `view`, which hold nothing that the entries do not. */
  tables: string[]
  /** Indexes beside the primary keys: quicker made when the rows are there. */
  indexes: string[]
}

/** Makes `view_next` with the tables, defaults, checks and primary keys of `view`. */
export async function freshSchema(client: Client): Promise<Fresh> {
  const named = await client.query(
    "select table_name from information_schema.tables where table_schema = 'view' order by 1",
  )
  const tables: string[] = named.rows.map((row) => row.table_name)
  await client.query('drop schema if exists view_next cascade')
  await client.query('create schema view_next')
  for (const table of tables) {
    await client.query(`create table view_next.${table} (like view.${table} including all
    excluding indexes${await primaryKey(client, table)})`)
    for (const change of await leftOut(client, table)) await client.query(`alter table view_next.${table} ${change}`)
  }
  const { rows } = await client.query(
    `select pg_get_indexdef(i.indexrelid) as def from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace = 'view'::regnamespace and not i.indisprimary order by 1`,
  )
  return { tables, indexes: rows.map(({ def }) => String(def).replace(' ON view.', ' ON view_next.')) }
}

async function primaryKey(client: Client, table: string): Promise<string> {
  const { rows } = await client.query(
    "select conname, pg_get_constraintdef(oid) as def from pg_constraint where conrelid = $1::regclass and contype = 'p'",
    [`view.${table}`],
  )
  return rows[0] ? `, constraint ${rows[0].conname} ${rows[0].def}` : ''
}

/** What `like` does not take over: how the table is filled, and how much of a column statistics remember. */
async function leftOut(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query(
    `select 'set (' || array_to_string(reloptions, ', ') || ')' as change from pg_class
     where oid = $1::regclass and reloptions is not null
     union all select format('alter column %I set statistics %s', attname, attstattarget) from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attstattarget >= 0`,
    [`view.${table}`],
  )
  return rows.map(({ change }) => change)
}

/** Makes the indexes that were left out, and tells the planner what is in the tables. */
export async function finishSchema(client: Client, { tables, indexes }: Fresh): Promise<void> {
  for (const index of indexes) await client.query(index)
  for (const table of tables) await client.query(`analyze view_next.${table}`)
}

/** Rows by which two schemas differ, per table; empty when the rebuild equals the live projections. */
export async function differences(client: Client, tables: readonly string[]): Promise<Record<string, number>> {
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

/** Puts `view_next` in the place of `view`, with the app's rights. */
export async function swapSchema(client: Client, appRole: string): Promise<void> {
  await client.query('drop schema view cascade')
  await client.query('alter schema view_next rename to view')
  await client.query(`grant usage on schema view to "${appRole}"`)
  await client.query(`grant select, insert, update, delete on all tables in schema view to "${appRole}"`)
}
