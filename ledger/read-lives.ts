import type { Client } from 'pg'
import type { Entry, Kind } from '../domain/entry.ts'
import { entryFrom } from './rows.ts'

/** Instants without a zone, in UTC, so that their text does not hang on the session's. */
const columns = `e.seq, e.stream, e.version, e.kind, e.step, e.data, encode(e.text_hash, 'hex'), e.actor, e.command_id,
  e.ordinal, e.taken_at at time zone 'UTC', e.recorded_at at time zone 'UTC', t.text`

/** Takes values as PostgreSQL sends them: its driver's own parsers take twice the time of all that is needed here. */
const asText = { getTypeParser: () => (text: string) => text }

type Texts = [string, string, string, Kind, string, string, string | null, string, string, string, ...string[]]

/** `2026-03-02 01:00:00.12` as an ISO instant. */
const instant = (text: string): string => `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20).padEnd(3, '0')}Z`

function entryOf(book: string, row: Texts): Entry {
  const [seq, stream, version, kind, step, data, textHash, actor, commandId, ordinal, takenAt, recordedAt, text] = row
  return {
    book,
    seq: Number(seq),
    stream,
    version: Number(version),
    kind,
    step,
    data: JSON.parse(data),
    text: text ? JSON.parse(text) : null,
    textHash,
    actor,
    commandId,
    ordinal: Number(ordinal),
    takenAt: instant(takenAt as string),
    recordedAt: instant(recordedAt as string),
  }
}

/** Where the entries of the last stream begin, of which more may follow. */
function lastBegins(entries: readonly Entry[]): number {
  const last = entries.at(-1)?.stream
  let at = entries.length
  while (at > 0 && entries[at - 1]?.stream === last) at -= 1
  return at
}

/**
 * The book up to a seq, stream after stream, each whole and in its own order, about `limit` entries at a time. The next
 * are on their way while the last are worked on. Holds a transaction of `client`'s open, which others may write in.
 */
export async function* readLives(client: Client, book: string, upto: number, limit: number): AsyncGenerator<Entry[]> {
  await client.query('begin')
  try {
    await client.query(
      `declare lives no scroll cursor for select ${columns} from ${entryFrom}
       where e.book_id = $1 and e.seq <= $2 order by e.stream, e.version`,
      [book, upto],
    )
    const fetch = () => {
      const rows = client.query<Texts>({ text: `fetch ${limit} from lives`, rowMode: 'array', types: asText })
      // A failure is met where it is awaited.
      rows.catch(() => undefined)
      return rows
    }
    let open: Entry[] = []
    for (let coming = fetch(); ; ) {
      const { rows } = await coming
      if (rows.length === 0) break
      coming = fetch()
      const entries = [...open, ...rows.map((row) => entryOf(book, row))]
      const whole = lastBegins(entries)
      open = entries.slice(whole)
      if (whole > 0) yield entries.slice(0, whole)
    }
    if (open.length > 0) yield open
  } finally {
    // What others wrote here before a failure does not matter: the schema that they fill is thrown away.
    await client.query('commit')
  }
}
