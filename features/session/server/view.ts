import type { Pool } from 'pg'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { isProblem, type Problem } from '../../../domain/problem.ts'
import { isOn } from '../../../domain/units/deputies.ts'
import type { Membership } from '../../../domain/units/roles.ts'
import { readNames } from '../../../ledger/read.ts'
import { getViewer } from '../../../ledger/viewer.ts'
import type { Session } from '../../../platform/server/auth.ts'
import { storeKeyOf } from '../../../platform/server/devices.ts'
import { usedOf } from '../../../platform/server/disk.ts'
import type { SessionView } from '../contract.ts'

const plain = (held: readonly Membership[]) => held.map(({ role, unit }) => ({ role, unit }))

async function deviceOf(pool: Pool, { book, person, device }: Session): Promise<SessionView['device']> {
  if (!device?.shared) return device ?? null
  return { ...device, key: await storeKeyOf(pool, book, person) }
}

/** Part of the disk from which on those who can do something about it are warned. */
const WARN_FROM = 0.8

async function diskOf(dataDir: string, roles: readonly Membership[]): Promise<number | null> {
  if (!roles.some(({ role }) => role === 'admin' || role === 'office')) return null
  const used = await usedOf(dataDir)
  return used < WARN_FROM ? null : Math.floor(used * 100)
}

/** Who is signed in, with which duties, for whom he stands in today and who for him. */
export async function viewOf(
  { pool, dataDir }: { pool: Pool; dataDir: string },
  session: Session,
  now: Date,
): Promise<SessionView | Problem> {
  const viewer = await getViewer(pool, session.person, session.book, now)
  if (isProblem(viewer)) return viewer
  const { people } = viewer.reference
  const today = shanghaiDate(now.toISOString())
  const principals = viewer.actor.principals ?? []
  const deputies = (people.get(session.person)?.deputies ?? []).filter(({ to }) => to >= today)
  const known = [session.person, ...principals.map((one) => one.person), ...deputies.map((one) => one.person)]
  const names = await readNames(pool, session.book, known)
  const books = await pool.query('select id, name from book where id = $1', [session.book])
  const nameOf = (person: string) => names.get(person) ?? '（姓名已删除）'
  const until = (principal: string) =>
    people.get(principal)?.deputies?.find((one) => one.person === session.person && isOn(one, today))?.to ?? today
  const roles = plain(viewer.actor.memberships)
  return {
    person: session.person,
    name: names.get(session.person) ?? session.username ?? '',
    username: session.username ?? '',
    roles,
    units: [...new Set(roles.map((held) => held.unit))],
    books: books.rows,
    deputizes: principals.map(({ person, memberships }) => ({
      ...{ name: nameOf(person), to: until(person), roles: plain(memberships) },
    })),
    deputies: deputies.map(({ person, from, to }) => ({ name: nameOf(person), from, to })),
    device: await deviceOf(pool, session),
    diskUsed: await diskOf(dataDir, viewer.actor.memberships),
  }
}
