import { randomBytes, randomUUID } from 'node:crypto'
import { verify } from '@node-rs/argon2'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { type Problem, problem } from '../../domain/problem.ts'
import { uuid } from '../../domain/schema.ts'
import { checkNobody, hashPassword, type Session, sha256 } from './auth.ts'
import { type Tx, withTx } from './db.ts'
import { holdInvite, type Invited, spendInvite } from './invites.ts'

/** How long a link may lie in a chat before somebody opens it. */
const LINK_DAYS = 7

/** Wrong codes that cost nothing; from the next on one waits 30 s and each time twice as long. */
const FREE_TRIES = 5
const FIRST_WAIT = 30
/** Wrong codes in a row after which the device is no longer bound. */
const MOST_TRIES = 10

export const deviceCookie = (secure: boolean): string => (secure ? '__Host-anlan-device' : 'anlan-device')

export interface DeviceSignIn {
  session: Session & { device: { id: string; shared: boolean } }
  /** The device's own secret, for its cookie. */
  cookie: string
}

/**
 * Makes a link's secret for a person. An earlier link is void from now on, and so is every device bound before: whoever
 * asks for a new link has lost the phone or never had it. @returns the secret, which is kept nowhere
 */
export async function issueInvite(pool: Pool, { book, person }: Invited, now: Date) {
  const secret = randomBytes(32).toString('base64url')
  const expires = new Date(now.getTime() + LINK_DAYS * 86_400_000)
  await withTx(pool, async (tx) => {
    await tx.query(
      `update invite set voided_at = $3 where book_id = $1 and person = $2 and used_at is null and voided_at is null`,
      [book, person, now],
    )
    await revoke(tx, 'book_id = $2 and person = $3', [now, book, person])
    await tx.query(
      'insert into invite (secret_hash, book_id, person, issued_at, expires_at) values ($1, $2, $3, $4, $5)',
      [sha256(secret), book, person, now, expires],
    )
  })
  return { secret, expires }
}

interface Binding {
  secret: string
  pin: string
  shared: boolean
  label: string
  /** What the browser already holds: a shared device that others use too keeps it. */
  cookie: string | undefined
}

/** The secret of this browser: its own where both it and the newcomer are shared, else a new one for one person. */
async function secretFor(tx: Tx, { shared, cookie }: Binding, now: Date): Promise<string> {
  if (!cookie) return randomBytes(32).toString('base64url')
  const known = sha256(cookie)
  if (shared) {
    const { rows } = await tx.query(
      'select 1 from device where secret_hash = $1 and shared and revoked_at is null limit 1',
      [known],
    )
    if (rows.length > 0) return cookie
  }
  // The browser forgets the old secret with the new cookie, so what hung on it must not stay open.
  await revoke(tx, 'secret_hash = $2', [now, known])
  return randomBytes(32).toString('base64url')
}

/** Ends devices and whatever is open on them, tokens made on them included. `$1` is the time. */
async function revoke(db: Pick<Tx, 'query'>, where: string, values: [Date, ...unknown[]]): Promise<number> {
  const { rows } = await db.query(
    `update device set revoked_at = $1 where ${where} and revoked_at is null returning id`,
    values,
  )
  await db.query('delete from session where device = any($1::uuid[])', [rows.map((row) => row.id)])
  return rows.length
}

/** Binds the browser that opened a link to the link's person, once; from then on six digits sign in there. */
export async function bindDevice(pool: Pool, binding: Binding, now: Date): Promise<DeviceSignIn | Problem> {
  const hashed = await hashPassword(binding.pin)
  return withTx(pool, async (tx) => {
    const invited = await holdInvite(tx, binding.secret, now)
    if ('code' in invited) return invited
    const { book, person } = invited
    const cookie = await secretFor(tx, binding, now)
    await revoke(tx, 'secret_hash = $2 and book_id = $3 and person = $4', [now, sha256(cookie), book, person])
    await spendInvite(tx, binding.secret, now)
    const id = randomUUID()
    await tx.query(
      `insert into device (id, secret_hash, book_id, person, shared, label, pin_hash, bound_at, seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
      [id, sha256(cookie), book, person, binding.shared, binding.label, hashed, now],
    )
    const { rows } = await tx.query('select username from account where book_id = $1 and person = $2 limit 1', [
      book,
      person,
    ])
    const username = rows[0]?.username ?? null
    return { session: { username, book, person, device: { id, shared: binding.shared } }, cookie }
  })
}

interface Holder {
  id: string
  book_id: string
  person: string
  shared: boolean
  name: string | null
  username: string | null
}

/** The wrong try is counted before the code is looked at: guesses sent at once are no cheaper than in a row. */
async function reserveTry(pool: Pool, id: string, now: Date): Promise<{ pin_hash: string; failures: number } | null> {
  const { rows } = await pool.query(
    `update device set failures = failures + 1, retry_at = case when failures + 1 < $3 then null
       else $2::timestamptz + make_interval(secs => $4 * power(2, failures + 1 - $3)) end
     where id = $1 and revoked_at is null and failures < $5 and (retry_at is null or retry_at <= $2)
     returning pin_hash, failures`,
    [id, now, FREE_TRIES, FIRST_WAIT, MOST_TRIES],
  )
  return rows[0] ?? null
}

async function tryHolder(pool: Pool, holder: Holder, pin: string, now: Date): Promise<Session | Problem> {
  const reserved = await reserveTry(pool, holder.id, now)
  if (!reserved) return problem('session.slow-down', undefined, '六位密码输错次数过多，请稍后再试。')
  if (await verify(reserved.pin_hash, pin)) {
    const { rowCount } = await pool.query(
      'update device set failures = 0, retry_at = null, seen_at = $2 where id = $1 and revoked_at is null',
      [holder.id, now],
    )
    if (!rowCount) return problem('session.unbound')
    const { username, person, book_id: book, id, shared } = holder
    return { username, person, book, device: { id, shared } }
  }
  if (reserved.failures < MOST_TRIES) return problem('session.pin-wrong')
  await revoke(pool, 'id = $2', [now, holder.id])
  const said = `六位密码连续输错 ${MOST_TRIES} 次，这台设备已解除绑定，请找社区书记重新开登录链接。`
  return problem('session.unbound', undefined, said)
}

/**
 * Signs in on a bound device. On a shared one the person says who he is: nobody is listed, and a name that is not bound
 * here gets the same answer as a wrong code.
 */
export async function checkPin(
  pool: Pool,
  { cookie, pin, name }: { cookie: string | undefined; pin: string; name: string | undefined },
  now: Date,
): Promise<Session | Problem> {
  if (!cookie) return problem('session.unbound')
  const { rows } = await pool.query<Holder>(
    `select d.id, d.book_id, d.person, d.shared, p.name,
       (select a.username from account a where (a.book_id, a.person) = (d.book_id, d.person) limit 1) as username
     from device d left join person p on (p.book_id, p.id) = (d.book_id, d.person)
     where d.secret_hash = $1 and d.revoked_at is null order by d.bound_at`,
    [sha256(cookie)],
  )
  if (rows.length === 0) return problem('session.unbound')
  const own = rows.filter((row) => !row.shared || row.name === name?.trim())
  let answer: Session | Problem = problem('session.pin-wrong')
  if (own.length === 0) await checkNobody(pin)
  for (const holder of own) {
    answer = await tryHolder(pool, holder, pin, now)
    if (!('code' in answer)) return answer
  }
  return answer
}

export interface DeviceRow {
  id: string
  label: string
  shared: boolean
  boundAt: string
  seenAt: string
}

/** Devices on which somebody can sign in, the last used first. */
export async function listDevices(pool: Pool, book: string, person: string): Promise<DeviceRow[]> {
  const { rows } = await pool.query(
    `select id, label, shared, bound_at, seen_at from device
     where book_id = $1 and person = $2 and revoked_at is null order by seen_at desc, id`,
    [book, person],
  )
  return rows.map(({ id, label, shared, bound_at, seen_at }) => ({
    ...{ id, label, shared },
    boundAt: bound_at.toISOString(),
    seenAt: seen_at.toISOString(),
  }))
}

/** Whose device it is; null when there is none that is bound. */
export async function findDeviceOwner(pool: Pool, book: string, id: string): Promise<string | null> {
  if (!z.safeParse(uuid, id).success) return null
  const { rows } = await pool.query('select person from device where book_id = $1 and id = $2 and revoked_at is null', [
    book,
    id,
  ])
  return rows[0]?.person ?? null
}

export const revokeDevice = (pool: Pool, book: string, id: string, now: Date): Promise<number> =>
  withTx(pool, (tx) => revoke(tx, 'book_id = $2 and id = $3', [now, book, id]))

/**
 * The key under which somebody's unsent work lies on shared devices, 64 hex digits; drawn when it is first asked for. It
 * belongs to the person and outlives his devices: who lost his link reads on after the next one.
 */
export async function storeKeyOf(pool: Pool, book: string, person: string): Promise<string> {
  const { rows } = await pool.query(
    `with fresh as (insert into store_key (book_id, person, key) values ($1, $2, $3) on conflict do nothing returning key)
     select encode(key, 'hex') as key from fresh
     union all select encode(key, 'hex') from store_key where book_id = $1 and person = $2`,
    [book, person, randomBytes(32)],
  )
  return rows[0]?.key ?? storeKeyOf(pool, book, person)
}
