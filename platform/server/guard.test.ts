import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openPool, withOwner } from './db.ts'
import { assertGuard } from './guard.ts'
import { roleOf } from './migrate.ts'
import { createTestDatabase, databaseUrl, type TestDatabase } from './test-database.ts'

let database: TestDatabase
let superUrl: string
const made: string[] = []

beforeAll(async () => {
  database = await createTestDatabase({
    appUrl: inject('appUrl'),
    ownerUrl: inject('ownerUrl'),
    template: inject('template'),
  })
  const name = /\/([^/?]+)(\?|$)/.exec(database.ownerUrl)?.[1] ?? ''
  superUrl = databaseUrl(inject('superUrl'), name)
})
afterAll(async () => {
  await database.drop()
  if (made.length === 0) return
  const rest = databaseUrl(inject('superUrl'), 'postgres')
  await withOwner(rest, (client) => client.query(`drop role if exists ${made.reverse().join(', ')}`))
})

const fresh = (): string => {
  const name = `anlan_guard_${randomBytes(5).toString('hex')}`
  made.push(name)
  return name
}

/** Makes a login by these statements, `x` being its name and `y` another role's, and asks the guard about it. */
async function judge(statements: readonly string[]): Promise<string> {
  const [x, y] = [fresh(), fresh()]
  const owner = roleOf(database.ownerUrl)
  const exact = (sql: string) =>
    sql
      .replace(/\bx\b/g, x)
      .replace(/\by\b/g, y)
      .replace(/\bowner_role\b/g, owner)
  await withOwner(superUrl, async (client) => {
    await client.query(`create role ${y} nologin`)
    for (const sql of statements) await client.query(exact(sql))
    await client.query(`alter role ${x} login password 'guard'`)
  })
  const pool = openPool(superUrl.replace(/\/\/[^@]*@/, `//${x}:guard@`), { max: 1 })
  try {
    return await assertGuard(pool).then(
      () => '',
      (error: Error) => error.message,
    )
  } finally {
    await pool.end()
  }
}

test('the login of the app that we make passes', async () => {
  const pool = openPool(database.appUrl, { max: 1 })
  await expect(assertGuard(pool)).resolves.toBeUndefined()
  await pool.end()
})

describe.skipIf(!inject('superUrl'))('a login is refused (needs a superuser to make it)', () => {
  const plain = 'create role x'
  test.each([
    ['is a superuser', /权限过大/, ['create role x superuser']],
    ['may make roles', /权限过大/, ['create role x createrole']],
    ['may pass row security', /权限过大/, ['create role x bypassrls']],
    ['may replicate', /权限过大/, ['create role x replication']],
    [
      'may become a superuser',
      /权限过大（经角色/,
      ['alter role y superuser', 'create role x noinherit', 'grant y to x'],
    ],
    ['may make roles by another role', /权限过大（经/, ['alter role y createrole', plain, 'grant y to x']],
    ['writes all data', /权限过大（经角色 pg_write_all_data/, [plain, 'grant pg_write_all_data to x']],
    ['runs programs', /权限过大/, ['create role x noinherit', 'grant pg_execute_server_program to x']],
    ['belongs to the owner', /所有者/, [plain, 'grant owner_role to x']],
    ['could become the owner', /所有者（经角色/, ['create role x noinherit', 'grant owner_role to x']],
    [
      'could become the owner by another role',
      /所有者/,
      ['create role x noinherit', 'alter role y noinherit', 'grant owner_role to y', 'grant y to x'],
    ],
    ['owns the schema', /所有者/, [plain, 'grant create on database DB to x', 'alter schema ledger owner to x']],
    ['owns a table', /所有者/, [plain, 'alter table ledger.follower owner to x']],
    [
      'owns a table by another role',
      /所有者/,
      ['create role x noinherit', 'alter table auth.session owner to y', 'grant y to x'],
    ],
    ['may update entries', /修改或删除/, [plain, 'grant update on ledger.entry to x']],
    ['may update one column of entries', /修改或删除/, [plain, 'grant update (step) on ledger.entry to x']],
    ['may delete texts', /修改或删除/, [plain, 'grant delete on ledger.entry_text to x']],
    ['may empty the commands', /修改或删除/, [plain, 'grant truncate on ledger.command to x']],
    ['may hang a trigger on entries', /修改或删除/, [plain, 'grant trigger on ledger.entry to x']],
    ['may delete a book', /修改或删除/, [plain, 'grant delete on ledger.book to x']],
    [
      'may update entries by a role it does not inherit',
      /修改或删除.*（经角色/,
      ['create role x noinherit', 'grant update on ledger.entry to y', 'grant y to x'],
    ],
  ])('that %s', async (_name, sentence, statements) => {
    const name = /\/([^/?]+)(\?|$)/.exec(database.ownerUrl)?.[1] ?? ''
    expect(await judge(statements.map((sql) => sql.replace('DB', name)))).toMatch(sentence)
    await withOwner(superUrl, async (client) => {
      const owner = roleOf(database.ownerUrl)
      await client.query(`alter schema ledger owner to ${owner}`)
      for (const table of ['ledger.follower', 'auth.session'])
        await client.query(`alter table ${table} owner to ${owner}`)
    })
  })

  test('to which everybody may update entries', async () => {
    expect(await judge([plain, 'grant update on ledger.entry to public'])).toMatch(/修改或删除/)
    await withOwner(superUrl, (client) => client.query('revoke update on ledger.entry from public'))
  })

  test('that owns the database', async () => {
    const name = /\/([^/?]+)(\?|$)/.exec(database.ownerUrl)?.[1] ?? ''
    expect(await judge([plain, `alter database ${name} owner to x`])).toMatch(/所有者/)
    await withOwner(superUrl, (client) => client.query(`alter database ${name} owner to ${roleOf(database.ownerUrl)}`))
  })

  test('that commits without waiting for the disk', async () => {
    expect(await judge([plain, 'alter role x set synchronous_commit = off'])).toMatch(/synchronous_commit/)
  })

  test('unless it has no more than the rights to add', async () => {
    expect(await judge([plain, 'grant usage on schema ledger to x', 'grant insert on ledger.entry to x'])).toBe('')
  })
})
