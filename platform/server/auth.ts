import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { type Problem, problem } from '../../domain/problem.ts'

/** argon2id, 19 MiB, two passes (OWASP's floor). */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const SESSION_HOURS = 12
/** Of a token, and of a session on somebody's own phone. */
const LONG_DAYS = 90
/** How exactly a device's last use is known, in minutes: not every request writes. */
const SEEN = 10
/** Wrong passwords that cost nothing; from then on the wait doubles, up to fifteen minutes. */
const FREE_TRIES = 5
const LONGEST_WAIT = 900

export interface Session {
  /** Null of who signed in by a device and has no password. */
  username: string | null
  person: string
  book: string
  device?: { id: string; shared: boolean }
}

export interface NewAccount {
  username: string
  person: string
  book: string
  password: string
}

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
export const cookieName = (secure: boolean): string => (secure ? '__Host-anlan' : 'anlan')

/** Of a password or of six digits. */
export const hashPassword = (password: string): Promise<string> => hash(password, argon)

/** Gives a person of a book a username and password. */
export async function createAccount(db: Pick<Pool, 'query'>, account: NewAccount & { hashed?: string }): Promise<void> {
  await db.query('insert into account (username, book_id, person, password_hash) values ($1, $2, $3, $4)', [
    account.username,
    account.book,
    account.person,
    account.hashed ?? (await hashPassword(account.password)),
  ])
}

let decoy: Promise<string> | undefined

/** Is this name made to wait? Names that nobody has wait alike: the answer tells nothing of who exists. */
async function isWaiting(pool: Pool, name: Buffer, now: Date): Promise<boolean> {
  const { rows } = await pool.query('select 1 from sign_in_try where name_hash = $1 and retry_at > $2', [name, now])
  return rows.length > 0
}

async function countWrong(pool: Pool, name: Buffer, now: Date): Promise<void> {
  await pool.query(
    `insert into sign_in_try as t (name_hash, failures, last_at) values ($1, 1, $3)
     on conflict (name_hash) do update set failures = t.failures + 1, last_at = $3,
       retry_at = case when t.failures + 1 < $2 then null
         else $3::timestamptz + make_interval(secs => least(power(2, least(t.failures + 1 - $2, 20)), $4)) end`,
    [name, FREE_TRIES, now, LONGEST_WAIT],
  )
  await pool.query("delete from sign_in_try where last_at < $1::timestamptz - interval '1 day'", [now])
}

/** Checks a password. An unknown name costs as much as a wrong password and gets the same answers. */
export async function checkPassword(
  pool: Pool,
  username: string,
  password: string,
  now: Date,
): Promise<Session | Problem> {
  const name = sha256(username)
  if (await isWaiting(pool, name, now)) return problem('session.slow-down')
  const { rows } = await pool.query('select book_id, person, password_hash from account where username = $1', [
    username,
  ])
  const account = rows[0]
  const right = account ? await verify(account.password_hash, password) : await checkNobody(password)
  // Many guesses sent at once: those that finish after the name was made to wait learn nothing either.
  if (await isWaiting(pool, name, now)) return problem('session.slow-down')
  if (!account || !right) {
    await countWrong(pool, name, now)
    return problem('session.wrong')
  }
  await pool.query('delete from sign_in_try where name_hash = $1', [name])
  return { username, person: account.person, book: account.book_id }
}

/** As costly as a wrong password, where nobody is there to have one. */
export async function checkNobody(given: string): Promise<false> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'))
  await verify(await decoy, given)
  return false
}

/** Opens a session; only the hash of its secret is kept. @returns the secret and when it ends */
export async function openSession(pool: Pool, session: Session, kind: 'cookie' | 'token', now: Date) {
  const { username, person, book, device } = session
  const secret = randomBytes(32).toString('base64url')
  const long = kind === 'token' || (device !== undefined && !device.shared)
  const expires = new Date(now.getTime() + (long ? LONG_DAYS * 24 : SESSION_HOURS) * 3_600_000)
  await pool.query(
    `insert into session (token_hash, username, book_id, person, device, kind, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [sha256(secret), username, book, person, device?.id ?? null, kind, now, expires],
  )
  return { secret, expires }
}

export function secretOf(request: FastifyRequest, secure: boolean): string | undefined {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  return bearer ?? request.cookies[cookieName(secure)]
}

/** The session behind a request, as it is now. */
export async function findSession(pool: Pool, secret: string | undefined, now: Date): Promise<Session | Problem> {
  if (!secret) return problem('session.required')
  const { rows } = await pool.query(
    `select s.username, s.person, s.book_id, s.device, d.shared, p.state ->> 'disabled' as disabled,
       d.seen_at < $2::timestamptz - make_interval(mins => $3) as unseen
     from session s
     left join device d on d.id = s.device
     left join stream p on p.book_id = s.book_id and p.stream = s.person
     where s.token_hash = $1 and s.expires_at > $2 and d.revoked_at is null`,
    [sha256(secret), now, SEEN],
  )
  const row = rows[0]
  if (!row) return problem('session.required')
  if (row.disabled === 'true') return problem('session.disabled')
  if (row.unseen) await pool.query('update device set seen_at = $2 where id = $1', [row.device, now])
  const session = { username: row.username, person: row.person, book: row.book_id }
  return row.device ? { ...session, device: { id: row.device, shared: row.shared } } : session
}

/** Ends what somebody has open: everything, or all but the one named. */
export async function closeSessions(
  db: Pick<Pool, 'query'>,
  { book, person }: Pick<Session, 'book' | 'person'>,
  except = '',
): Promise<void> {
  const kept = except ? sha256(except) : Buffer.alloc(0)
  await db.query('delete from session where book_id = $1 and person = $2 and token_hash <> $3', [book, person, kept])
}

/** The hash by which a session is found. */
export const sessionKey = (secret: string): Buffer => sha256(secret)

/** SQL that says whether a session is open, as `findSession` sees it; the duties behind it are the book's to say. */
export const stillOpen = (key: string, now: string): string =>
  `exists (select 1 from session s left join device d on d.id = s.device
    where s.token_hash = ${key} and s.expires_at > ${now} and d.revoked_at is null)`

export async function closeSession(pool: Pool, secret: string): Promise<void> {
  await pool.query('delete from session where token_hash = $1', [sha256(secret)])
}
