import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { seesReporter } from '../../../domain/hazard/audience.ts'
import { type Problem, problem } from '../../../domain/problem.ts'
import { uuid } from '../../../domain/schema.ts'
import { facesOf } from '../../../domain/units/deputies.ts'
import { guardsPerson, isKeeper, keepsDuties, keepsPerson, seesPerson } from '../../../domain/units/keeping.ts'
import { maskPhone } from '../../../domain/units/phone.ts'
import { type Membership, roles } from '../../../domain/units/roles.ts'
import type { Person } from '../../../domain/units/units.ts'
import { readEntries, readNames } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { listDevices } from '../../../platform/server/devices.ts'
import { listTurnedAway, type TurnedAway } from '../../../platform/server/turned-away.ts'
import type { PersonEntry, PersonRow, PersonView } from '../contract.ts'
import { readTurnedAway } from './turned-away.ts'

const sees = (viewer: Viewer, person: Person): boolean =>
  facesOf(viewer.actor).some((actor) => seesPerson(actor, person, viewer.reference.units))

const keeps = (viewer: Viewer, person: Person): boolean =>
  facesOf(viewer.actor).some((actor) => keepsPerson(actor, person, viewer.reference.units))

/** May he read what somebody wished to report? It says who reported, so keeping him is not enough (promise 4). */
const hears = (viewer: Viewer, person: Person): boolean => seesReporter(viewer.actor) && keeps(viewer, person)

interface Known {
  id: string
  name: string | null
  phone: string | null
  devices: number
  username: string | null
  seen: Date | null
  invited: Date | null
}

/** What is not in the book: names, phones, and with what they sign in. */
async function readKnown(pool: Pool, book: string, ids: readonly string[], now: Date): Promise<Map<string, Known>> {
  const { rows } = await pool.query<Known>(
    `select p.id, p.name, p.phone, d.devices, a.username, i.invited,
       nullif(greatest(d.seen, s.seen), '-infinity') as seen
     from person p
     left join lateral (select count(*)::int as devices, coalesce(max(seen_at), '-infinity') as seen from device
       where (book_id, person) = (p.book_id, p.id) and revoked_at is null) d on true
     left join lateral (select coalesce(max(created_at), '-infinity') as seen from session
       where (book_id, person) = (p.book_id, p.id)) s on true
     left join lateral (select username from account where (book_id, person) = (p.book_id, p.id) limit 1) a on true
     left join lateral (select max(expires_at) as invited from invite where (book_id, person) = (p.book_id, p.id)
       and used_at is null and voided_at is null and expires_at > $3) i on true
     where p.book_id = $1 and p.id = any($2::uuid[])`,
    [book, ids, now],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

const plain = (duties: readonly Membership[]) => duties.map(({ role, unit }) => ({ role, unit }))

interface About {
  known: ReadonlyMap<string, Known>
  names: ReadonlyMap<string, string | null>
  turnedAway: readonly TurnedAway[]
}

function rowOf(person: Person, { known, names, turnedAway }: About, viewer: Viewer): PersonRow {
  const { units } = viewer.reference
  const about = known.get(person.id)
  const actors = facesOf(viewer.actor)
  return {
    id: person.id,
    name: about?.name ?? null,
    phone: about?.phone ? maskPhone(about.phone) : null,
    duties: plain(person.memberships),
    disabled: person.disabled,
    retracted: person.retracted ? plain(person.retracted) : null,
    deputies: (person.deputies ?? []).map(({ person: id, from, to }) => ({
      ...{ person: id, name: names.get(id) ?? null, from, to },
    })),
    devices: about?.devices ?? 0,
    username: about?.username ?? null,
    seenAt: about?.seen?.toISOString() ?? null,
    turnedAway: turnedAway.filter((one) => one.person === person.id).length,
    linkUntil: about?.invited?.toISOString() ?? null,
    keeps: keeps(viewer, person),
    guards: actors.some((actor) => guardsPerson(actor, person, units)),
  }
}

async function rowsOf(pool: Pool, viewer: Viewer, people: readonly Person[], now: Date): Promise<PersonRow[]> {
  const ids = people.map((person) => person.id)
  const known = await readKnown(pool, viewer.book, ids, now)
  const deputies = people.flatMap((person) => (person.deputies ?? []).map((one) => one.person))
  const names = await readNames(pool, viewer.book, deputies)
  const told = people.filter((person) => hears(viewer, person)).map(({ id }) => id)
  const turnedAway = await listTurnedAway(pool, viewer.book, told)
  return people.map((person) => rowOf(person, { known, names, turnedAway }, viewer))
}

/** Everybody this viewer may know of, in the order of enrolment; nobody for who keeps and guards nobody. */
export async function readPeople(pool: Pool, viewer: Viewer, now: Date) {
  const { people, units } = viewer.reference
  const keepers = facesOf(viewer.actor).filter(isKeeper)
  const given = [...units.values()].flatMap(({ code }) =>
    roles.filter((role) => keepers.some((actor) => keepsDuties(actor, [{ role, unit: code }], units))),
  )
  return {
    items: await rowsOf(
      pool,
      viewer,
      [...people.values()].filter((person) => sees(viewer, person)),
      now,
    ),
    gives: roles.filter((role) => given.includes(role)),
    salt: keepers.length > 0 ? await readSalt(pool, viewer.book) : null,
  }
}

/** The book's own salt of ids from sheets, made when first asked for. */
async function readSalt(pool: Pool, book: string): Promise<string> {
  await pool.query('insert into roster (book_id, salt) values ($1, $2) on conflict do nothing', [book, randomBytes(16)])
  const { rows } = await pool.query('select salt from roster where book_id = $1', [book])
  return rows[0].salt.toString('hex')
}

/** The person behind an id that this viewer may know of. A foreign id and an absent one get the same answer. */
export function findPerson(viewer: Viewer, id: string): Person | Problem {
  const person = z.safeParse(uuid, id).success ? viewer.reference.people.get(id) : undefined
  return person && sees(viewer, person) ? person : problem('not-found')
}

async function readHistory(pool: Pool, book: string, id: string): Promise<PersonEntry[]> {
  const entries = await readEntries(pool, book, [id])
  const named = entries.flatMap(({ actor, data }) =>
    [actor, data.behalf, data.deputy].filter((one) => typeof one === 'string'),
  )
  const names = await readNames(pool, book, named as string[])
  const nameOf = (one: unknown) => names.get(String(one)) ?? (one === 'system' ? '系统' : '（姓名已删除）')
  return entries.map(({ seq, step, recordedAt, actor, data, text }) => ({
    seq,
    step,
    at: recordedAt,
    by: nameOf(actor),
    behalf: typeof data.behalf === 'string' ? nameOf(data.behalf) : null,
    duties: Array.isArray(data.memberships) ? plain(data.memberships as unknown as Membership[]) : null,
    deputy:
      typeof data.deputy === 'string'
        ? { name: nameOf(data.deputy), from: (data.from as string) ?? null, to: (data.to as string) ?? null }
        : null,
    reason: typeof text?.reason === 'string' ? text.reason : null,
  }))
}

export async function readPerson(pool: Pool, viewer: Viewer, id: string, now: Date): Promise<PersonView | Problem> {
  const person = findPerson(viewer, id)
  if ('code' in person) return person
  const [row] = await rowsOf(pool, viewer, [person], now)
  const devices = await listDevices(pool, viewer.book, person.id)
  const turnedAway = hears(viewer, person) ? await readTurnedAway(pool, viewer, person.id) : []
  return { person: row as PersonRow, devices, entries: await readHistory(pool, viewer.book, person.id), turnedAway }
}

export async function readPhone(pool: Pool, book: string, id: string): Promise<string | null> {
  const { rows } = await pool.query('select phone from person where book_id = $1 and id = $2', [book, id])
  return rows[0]?.phone ?? null
}
