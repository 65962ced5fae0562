import type { Pool } from 'pg'
import { type Problem, problem } from '../../domain/problem.ts'
import { closeSessions, hashPassword, type Session, sha256 } from './auth.ts'
import { type Tx, withTx } from './db.ts'

export interface Invited {
  book: string
  person: string
}

/** The person of a link that can still be used; holds it until the transaction ends, so two cannot use it at once. */
export async function holdInvite(tx: Tx, secret: string, now: Date): Promise<Invited | Problem> {
  const { rows } = await tx.query(
    `select i.book_id, i.person, p.state ->> 'disabled' as disabled from invite i
     left join stream p on p.book_id = i.book_id and p.stream = i.person
     where i.secret_hash = $1 and i.used_at is null and i.voided_at is null and i.expires_at > $2 for update of i`,
    [sha256(secret), now],
  )
  const row = rows[0]
  if (!row) return problem('session.link-gone')
  if (row.disabled === 'true') return problem('session.disabled')
  return { book: row.book_id, person: row.person }
}

export const spendInvite = (tx: Tx, secret: string, now: Date) =>
  tx.query('update invite set used_at = $2 where secret_hash = $1', [sha256(secret), now])

/** Gives a link's person a user name and password, or new ones; what he had open by the old ones ends. */
export async function setAccount(
  pool: Pool,
  given: { secret: string; username: string; password: string },
  now: Date,
): Promise<Session | Problem> {
  const { secret, username } = given
  const hashed = await hashPassword(given.password)
  return withTx(pool, async (tx) => {
    const invited = await holdInvite(tx, secret, now)
    if ('code' in invited) return invited
    const { book, person } = invited
    const made = await tx.query(
      `insert into account as a (username, book_id, person, password_hash) values ($1, $2, $3, $4)
       on conflict (username) do update set password_hash = excluded.password_hash
         where (a.book_id, a.person) = (excluded.book_id, excluded.person)`,
      [username, book, person, hashed],
    )
    if (made.rowCount === 0) return problem('session.name-taken')
    await tx.query('delete from account where book_id = $1 and person = $2 and username <> $3', [
      book,
      person,
      username,
    ])
    await spendInvite(tx, secret, now)
    await closeSessions(tx, invited)
    await tx.query('delete from sign_in_try where name_hash = $1', [sha256(username)])
    return { username, book, person }
  })
}

/** A new password by who knows the old one; every other session of his ends. */
export async function changePassword(
  pool: Pool,
  session: Session,
  { password, secret }: { password: string; secret: string },
): Promise<void> {
  const hashed = await hashPassword(password)
  await pool.query('update account set password_hash = $2 where username = $1', [session.username, hashed])
  await closeSessions(pool, session, secret)
}
