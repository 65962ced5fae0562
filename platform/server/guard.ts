import type { Pool } from 'pg'
import { GroundError } from './postgres-binaries.ts'

interface Facts {
  version: number
  ctype: string
  fsync: string
  sync: string
  pages: string
  /** First role that the login is or can become and that has a power no login of the app may have; null if none. */
  powerful: string | null
  /** The same for roles that own a part of the book, its schemas or the database. */
  owner: string | null
  /** The same for roles that may change or delete what was written, or let a trigger do it. */
  writer: string | null
}

const viaRole = (role: string | null, login: string) => (role === login ? '' : `（经角色 ${role}）`)

/** What makes a database or login unfit to keep the book, as sentences; in order of weight (law 5). */
function faults(facts: Facts & { login: string }): string[] {
  const { login } = facts
  return [
    facts.version < 150000 && 'PostgreSQL 版本太旧，需要 15 或以上。',
    facts.powerful &&
      `DATABASE_URL 的登录权限过大${viaRole(facts.powerful, login)}：不能是超级用户、可建角色、可绕过行级安全或可读写服务器文件的登录，请换一个。`,
    facts.owner && `DATABASE_URL 的登录属于台账表的所有者${viaRole(facts.owner, login)}，可以改写台账，请换一个登录。`,
    facts.writer && `DATABASE_URL 的登录可以修改或删除台账条目${viaRole(facts.writer, login)}，请收回它的权限。`,
    facts.fsync !== 'on' && '数据库的 fsync 是关闭的，断电会丢失数据，请打开。',
    facts.sync === 'off' && '数据库的 synchronous_commit 是关闭的，断电会丢失数据，请打开。',
    facts.pages !== 'on' && '数据库的 full_page_writes 是关闭的，断电会损坏数据，请打开。',
    ['C', 'POSIX'].includes(facts.ctype) &&
      '数据库的字符分类（ctype）是 C，中文无法检索，请用 C.UTF-8 或 zh_CN.UTF-8 重建。',
  ].filter((said): said is string => typeof said === 'string')
}

/**
 * `reach` is every role the login is or belongs to, directly or through others, with or without INHERIT: it could take
 * each by SET ROLE. A superuser belongs to every role and is named by its own row first.
 */
const factsOf = `
  with reach as (
    select r.* from pg_roles r where pg_has_role(current_user, r.oid, 'MEMBER')
    order by r.rolname <> current_user, r.rolname
  ), kept as (
    select c.oid, c.relname, c.relowner from pg_class c
    where c.relnamespace in ('ledger'::regnamespace, 'view'::regnamespace, 'auth'::regnamespace)
      or c.oid = to_regclass('public.migration')
  )
  select current_user as login, current_setting('server_version_num')::int as version,
    (select datctype from pg_database where datname = current_database()) as ctype,
    current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
    current_setting('full_page_writes') as pages,
    (select rolname from reach where rolsuper or rolcreaterole or rolbypassrls or rolreplication
       or rolname in ('pg_write_all_data', 'pg_write_server_files', 'pg_read_server_files',
                      'pg_execute_server_program') limit 1) as powerful,
    (select rolname from reach where oid in (select relowner from kept)
       or oid in (select nspowner from pg_namespace where nspname in ('ledger', 'view', 'auth'))
       or oid in (select proowner from pg_proc where pronamespace = 'ledger'::regnamespace)
       or oid = (select datdba from pg_database where datname = current_database()) limit 1) as owner,
    (select rolname from reach, kept
       where (relname in ('entry', 'entry_text', 'command')
           and (has_table_privilege(reach.oid, kept.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
             or has_any_column_privilege(reach.oid, kept.oid, 'UPDATE')))
         or (relname in ('book', 'migration') and has_table_privilege(reach.oid, kept.oid, 'DELETE, TRUNCATE, TRIGGER'))
       limit 1) as writer`

/** Refuses to start on a login that could alter the book, or on a server that could lose it. */
export async function assertGuard(app: Pool): Promise<void> {
  const { rows } = await app.query<Facts & { login: string }>(factsOf)
  const [first] = rows[0] ? faults(rows[0]) : []
  if (first) throw new GroundError(first)
}
