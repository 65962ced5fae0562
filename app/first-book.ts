import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { publishedCalendar } from '../domain/calendar/calendar-data.ts'
import { catalogue2019 } from '../domain/catalogue/catalogue-2019.ts'
import { seedUnits } from '../domain/units/seed-units.ts'
import { openLedger } from '../ledger/append.ts'
import { enrol, type Founder, foundBook } from '../ledger/found.ts'
import { createAccount } from '../platform/server/auth.ts'
import { type Clock, systemClock } from '../platform/server/clock.ts'
import { withOwner } from '../platform/server/db.ts'

export const BOOK = 'hy'

/** Creates the book's row, which only the owner may, and founds it: units, catalogue, calendar. */
export async function openBook(pool: Pool, ownerUrl: string, clock: Clock, name: string): Promise<Founder> {
  await withOwner(ownerUrl, (owner) =>
    owner.query('insert into ledger.book (id, name) values ($1, $2) on conflict do nothing', [BOOK, name]),
  )
  const founder = { ledger: openLedger({ pool, clock, random: randomBytes }), book: BOOK, clock, random: randomBytes }
  await foundBook(founder, { units: seedUnits, catalogue: catalogue2019, calendar: publishedCalendar })
  return founder
}

export const isFounded = async (pool: Pool): Promise<boolean> =>
  (await pool.query('select 1 from account limit 1')).rows.length > 0

/**
 * The first start of a real installation: an empty book and one administrator, whose password is printed once. A first
 * start that was cut off is completed by the next one; two at once wait for each other.
 */
export function prepareBook({ pool, ownerUrl }: { pool: Pool; ownerUrl: string }): Promise<void> {
  return withOwner(ownerUrl, async (owner) => {
    await owner.query('select pg_advisory_lock(20261202)')
    if (await isFounded(pool)) return
    const founder = await openBook(pool, ownerUrl, systemClock, '平安社区工程百日攻坚行动台账')
    const admin = { name: '管理员', memberships: [{ role: 'admin' as const, unit: 'jd' }], key: 'first-admin' }
    const [person] = await enrol(founder, [admin])
    const password = randomBytes(12).toString('base64url')
    // Printed before it holds: cut off in between, the next start makes and prints another.
    process.stdout.write(`首次启动：管理员账号 admin，密码 ${password}（只显示这一次）\n`)
    await createAccount(pool, { username: 'admin', book: BOOK, person: person ?? '', password })
  })
}
