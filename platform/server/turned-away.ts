import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { type Command, commandSchema } from '../../domain/entry.ts'
import { isStorableDeep } from '../../domain/schema.ts'
import { sha256 } from './auth.ts'

/** Most commands that are kept of one person, and the most characters of one. */
const MOST = 200
const LONGEST = 8_000

export interface TurnedAway {
  person: string
  command: Command
  at: Date
}

const isKeepable = (command: Command): boolean => isStorableDeep(command) && JSON.stringify(command).length <= LONGEST

/** Commands that a phone may have sent; what is none, or what no database can store, is left out. */
const commandsIn = (body: unknown): Command[] => {
  const sent = (body as { commands?: unknown } | null)?.commands
  const parsed = Array.isArray(sent) ? sent.slice(0, MOST).map((raw) => z.safeParse(commandSchema, raw)) : []
  return parsed.flatMap(({ data }) => (data && isKeepable(data) ? [data] : []))
}

/**
 * Keeps what a disabled person's phone still wished to send, for those who keep him: the book takes none of it. Sent
 * again it is kept once, and no more than `MOST` of one person. @returns how many of these are kept
 */
export async function keepTurnedAway(pool: Pool, secret: string, body: unknown, now: Date): Promise<number> {
  const commands = commandsIn(body)
  if (commands.length === 0) return 0
  const { rows } = await pool.query(
    `with mine as (select book_id, person from session where token_hash = $1),
     sent as (select (one.value ->> 'id')::uuid as id, one.value as command, one.nr
       from jsonb_array_elements($2::jsonb) with ordinality one(value, nr)),
     known as (select t.command_id from turned_away t join mine using (book_id, person)),
     kept as (
       insert into turned_away (book_id, person, command_id, command, at)
       select book_id, person, id, command, $3 from mine cross join sent
       where id not in (select command_id from known)
       order by nr limit greatest(0, $4 - (select count(*) from known))
       on conflict do nothing returning command_id)
     select (select count(*) from kept)::int
       + (select count(*) from known where command_id in (select id from sent))::int as kept`,
    [sha256(secret), JSON.stringify(commands), now, MOST],
  )
  return rows[0].kept
}

/** What these people's phones could not hand in and the book has not answered since, in the order in which it came. */
export async function listTurnedAway(pool: Pool, book: string, people: readonly string[]): Promise<TurnedAway[]> {
  if (people.length === 0) return []
  const { rows } = await pool.query<TurnedAway>(
    `select t.person, t.command, t.at from turned_away t
     where t.book_id = $1 and t.person = any($2::uuid[]) and not exists (
       select 1 from command c where c.book_id = t.book_id and c.id = t.command_id)
     order by t.nr`,
    [book, people],
  )
  return rows
}
