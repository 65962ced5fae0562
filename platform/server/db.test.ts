import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { isUnreachable, openPool, readTx, type Tx, withTx } from './db.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let database: TestDatabase
let pool: ReturnType<typeof openPool>

beforeAll(async () => {
  database = await createTestDatabase({
    appUrl: inject('appUrl'),
    ownerUrl: inject('ownerUrl'),
    template: inject('template'),
  })
  pool = openPool(database.appUrl, { max: 4 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const pidOf = async (tx: Tx): Promise<number> => (await tx.query('select pg_backend_pid() as pid')).rows[0].pid
const end = (pid: number) => pool.query('select pg_terminate_backend($1)', [pid])
const works = async () => (await pool.query('select 1 as one')).rows[0].one === 1

async function gone(pid: number): Promise<void> {
  const count = async () => (await pool.query('select 1 from pg_stat_activity where pid = $1', [pid])).rows.length
  while ((await count()) > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  // The news travels to this process by itself.
  await new Promise((resolve) => setTimeout(resolve, 50))
}

describe('a connection that is killed', () => {
  test('in the middle of a statement fails that transaction as unreachable, and the next one works', async () => {
    const failed = withTx(pool, async (tx) => {
      const pid = await pidOf(tx)
      const slept = tx.query('select pg_sleep(20)')
      await Promise.all([slept, end(pid)])
    })
    await expect(failed).rejects.toSatisfy(isUnreachable)
    expect(await works()).toBe(true)
  })

  test('between two statements of a transaction does not end the process', async () => {
    const failed = withTx(pool, async (tx) => {
      const pid = await pidOf(tx)
      await end(pid)
      await gone(pid)
      await tx.query('select 1')
    })
    await expect(failed).rejects.toSatisfy(isUnreachable)
    expect(await works()).toBe(true)
  })

  test('while it idles in the pool is replaced', async () => {
    const pid = await readTx(pool, pidOf)
    await withTx(pool, async (tx) => {
      if ((await pidOf(tx)) !== pid) await end(pid)
    })
    await Promise.all(Array.from({ length: 8 }, () => works().catch(() => false)))
    expect(await works()).toBe(true)
  })
})

describe('a statement that does not end', () => {
  test('is given up by the server and counts as busy, not as a fault of the program', async () => {
    const hasty = openPool(database.appUrl, { max: 1, statementTimeout: 100 })
    await expect(hasty.query('select pg_sleep(20)')).rejects.toSatisfy(isUnreachable)
    expect((await hasty.query('select 2 as two')).rows[0].two).toBe(2)
    await hasty.end()
  })

  test('is given up by the app where the server does not', async () => {
    const hasty = openPool(database.appUrl, { max: 1, statementTimeout: 100 })
    const stuck = withTx(hasty, async (tx) => {
      await tx.query('set local statement_timeout = 0')
      await tx.query('select pg_sleep(6)')
    })
    await expect(stuck).rejects.toSatisfy(isUnreachable)
    expect((await hasty.query('select 2 as two')).rows[0].two).toBe(2)
    await hasty.end()
  })
})

test('a server that is not there is unreachable, an error of ours is not', async () => {
  const nowhere = openPool('postgresql://nobody@/nothing?host=/tmp/there-is-no-such-folder')
  await expect(nowhere.query('select 1')).rejects.toSatisfy(isUnreachable)
  await nowhere.end()
  await expect(pool.query('select nothing_of_that_name')).rejects.not.toSatisfy(isUnreachable)
})
