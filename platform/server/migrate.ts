import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { withOwner } from './db.ts'
import { GroundError } from './postgres-binaries.ts'

const NAME = /^\d{8}-\d{2}-[a-z0-9-]+\.sql$/

/** Name of the login in a database URL. */
export const roleOf = (url: string): string => decodeURIComponent(new URL(url.replace('@/', '@localhost/')).username)

/**
 * Applies the dated migrations that a database lacks, each in its own transaction, in order. An applied file must not
 * have changed since. `:app_role` in a file stands for the app's login. Two starts at once wait for each other.
 */
export async function migrate(ownerUrl: string, appRole: string, folder: string): Promise<string[]> {
  return withOwner(ownerUrl, async (client) => {
    await client.query('select pg_advisory_lock(20261201)')
    await client.query(
      'create table if not exists public.migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query('select name, sha256 from public.migration')
    const applied = new Map(rows.map((row) => [row.name, row.sha256]))
    const done: string[] = []
    for (const name of readdirSync(folder)
      .filter((file) => NAME.test(file))
      .sort()) {
      const sql = readFileSync(path.join(folder, name), 'utf8')
      const sha256 = createHash('sha256').update(sql).digest('hex')
      const known = applied.get(name)
      if (known === undefined) {
        await apply(client, name, sha256, sql.replaceAll(':app_role', pg.escapeIdentifier(appRole)))
        done.push(name)
      } else if (known !== sha256) throw new GroundError(`数据库迁移文件 ${name} 在执行后被改动过，不能继续。`)
    }
    return done
  })
}

async function apply(client: pg.Client, name: string, sha256: string, sql: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into public.migration (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
