import type { Pool } from 'pg'
import { GroundError } from './postgres-binaries.ts'

interface Facts {
  super: boolean
  powerful: boolean
  version: number
  ctype: string
  fsync: string
  sync: string
  pages: string
  writes: boolean
  member: boolean
}

/** What makes a database or login unfit to keep the book, as sentences; in order of weight (law 5). */
function faults(facts: Facts): string[] {
  return [
    facts.version < 150000 && 'PostgreSQL 版本太旧，需要 15 或以上。',
    (facts.super || facts.powerful) && 'DATABASE_URL 的登录权限过大（超级用户或可建角色），请换一个普通登录。',
    facts.member && 'DATABASE_URL 的登录属于台账表的所有者，可以改写台账，请换一个登录。',
    facts.writes && 'DATABASE_URL 的登录可以修改或删除台账条目，请收回它的权限。',
    facts.fsync !== 'on' && '数据库的 fsync 是关闭的，断电会丢失数据，请打开。',
    facts.sync === 'off' && '数据库的 synchronous_commit 是关闭的，断电会丢失数据，请打开。',
    facts.pages !== 'on' && '数据库的 full_page_writes 是关闭的，断电会损坏数据，请打开。',
    ['C', 'POSIX'].includes(facts.ctype) &&
      '数据库的字符分类（ctype）是 C，中文无法检索，请用 C.UTF-8 或 zh_CN.UTF-8 重建。',
  ].filter((said): said is string => typeof said === 'string')
}

/** Refuses to start on a login that could alter the book, or on a server that could lose it. */
export async function assertGuard(app: Pool): Promise<void> {
  const { rows } = await app.query<Facts>(
    `select r.rolsuper as super, r.rolcreaterole or r.rolbypassrls as powerful,
       current_setting('server_version_num')::int as version,
       (select datctype from pg_database where datname = current_database()) as ctype,
       current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
       current_setting('full_page_writes') as pages,
       has_table_privilege('ledger.entry', 'UPDATE, DELETE, TRUNCATE')
         or has_any_column_privilege('ledger.entry', 'UPDATE') as writes,
       exists (select 1 from pg_class c where c.oid = 'ledger.entry'::regclass
         and pg_has_role(current_user, c.relowner, 'MEMBER')) as member
     from pg_roles r where r.rolname = current_user`,
  )
  const [first] = rows[0] ? faults(rows[0]) : []
  if (first) throw new GroundError(first)
}
