import * as z from 'zod/mini'
import type { Command, Kind } from '../domain/entry.ts'
import { rules } from '../domain/kinds.ts'
import type { Problem } from '../domain/problem.ts'
import { uuid } from '../domain/schema.ts'
import { emptyReference, referenceKinds, withState } from '../domain/units/reference.ts'
import type { Reference } from '../domain/units/units.ts'
import type { Tx } from '../platform/server/db.ts'

export interface BookHead {
  seq: number
  headAt: Date
  headHash: Buffer | null
  referenceSeq: number
}

/** Takes the book: from here to commit nobody else appends to it (law 2). Null if there is no such book. */
export async function lockBook(tx: Tx, book: string): Promise<BookHead | null> {
  const { rows } = await tx.query('select seq, head_at, head_hash, reference_seq from book where id = $1 for update', [
    book,
  ])
  const row = rows[0]
  if (!row) return null
  return {
    seq: Number(row.seq),
    headAt: row.head_at,
    headHash: row.head_hash,
    referenceSeq: Number(row.reference_seq),
  }
}

const cache = new Map<string, { seq: number; reference: Reference }>()
const cacheLimit = 16

/** Units, people, catalogues and calendar as of `seq`; kept in memory until one of them changes. */
export async function loadReference(
  tx: Pick<Tx, 'query'>,
  book: string,
  seq: number,
  cacheKey: string,
): Promise<Reference> {
  const key = `${cacheKey}/${book}`
  const kept = cache.get(key)
  if (kept?.seq === seq) return kept.reference
  const { rows } = await tx.query(
    "select kind, stream, state from stream where book_id = $1 and kind <> 'hazard' and kind = any($2) order by seq",
    [book, referenceKinds],
  )
  const reference = rows.reduce<Reference>(
    (sofar, row) => withState(sofar, row.kind as Kind, row.stream, row.state),
    emptyReference,
  )
  if (cache.size >= cacheLimit) cache.clear()
  cache.set(key, { seq, reference })
  return reference
}

export interface Loaded {
  kind: Kind
  version: number
  state: unknown
}

async function loadByIds(tx: Tx, book: string, ids: readonly string[], into: Map<string, Loaded>): Promise<void> {
  const unknown = [...new Set(ids)].filter((id) => isUuid(id) && !into.has(id))
  if (unknown.length === 0) return
  const { rows } = await tx.query(
    'select stream, kind, version, state from stream where book_id = $1 and stream = any($2::uuid[])',
    [book, unknown],
  )
  for (const { stream, kind, version, state } of rows) into.set(stream, { kind, version, state })
}

/** States of every stream the commands name, and of those that the streams they are about name for them. */
export async function loadStreams(tx: Tx, book: string, commands: readonly Command[]): Promise<Map<string, Loaded>> {
  const found = new Map<string, Loaded>()
  const named = commands.flatMap((command) => [command.stream, ...rules[command.kind].names(command)])
  await loadByIds(tx, book, named, found)
  const further = commands.flatMap((command) => {
    const own = found.get(command.stream)
    return own?.kind === command.kind ? rules[command.kind].names(command, own.state) : []
  })
  await loadByIds(tx, book, further, found)
  return found
}

const isUuid = (id: string): boolean => z.safeParse(uuid, id).success

export interface PhotoRow {
  uploaders: string[]
  tokens: string[]
}

/**
 * Photos that have arrived among those the commands need: which of `actors` sent them, which of `tokens` see them.
 * Only who acts in this group is asked about: a demo photo may be named by hundreds of cases.
 */
export async function loadPhotos(
  tx: Tx,
  book: string,
  hashes: string[],
  { actors, tokens }: { actors: string[]; tokens: string[] },
): Promise<Map<string, PhotoRow>> {
  if (hashes.length === 0) return new Map()
  const { rows } = await tx.query(
    `select p.sha256, array(
       select o.uploader from photo_uploader o
       where (o.book_id, o.sha256) = (p.book_id, p.sha256) and o.uploader = any($3)) as uploaders, array(
       select distinct t from photo_use u
       join hazard h on (h.book_id, h.id) = (u.book_id, u.stream), unnest(h.audience) t
       where (u.book_id, u.sha256) = (p.book_id, p.sha256) and t = any($4)) as tokens
     from photo p where p.book_id = $1 and p.sha256 = any($2)`,
    [book, hashes, actors, tokens],
  )
  return new Map(rows.map((row) => [row.sha256, { uploaders: row.uploaders, tokens: row.tokens }]))
}

export async function loadCounters(tx: Tx, book: string): Promise<Map<string, number>> {
  const { rows } = await tx.query('select name, value from counter where book_id = $1', [book])
  return new Map(rows.map((row) => [row.name, Number(row.value)]))
}

/** Open cases by unit: whose place it is, whose responsibility, or in whose hands they are. */
export async function loadOpenCases(tx: Tx, book: string, codes: readonly string[]): Promise<Map<string, number>> {
  if (codes.length === 0) return new Map()
  const { rows } = await tx.query(
    `select code, count(*)::int as n from unnest($2::text[]) code
     join hazard h on h.book_id = $1 and h.status not in ('closed', 'void')
       and code in (h.community, h.site, h.unit, h.holder) group by code`,
    [book, codes],
  )
  return new Map(rows.map(({ code, n }) => [code, n]))
}

export interface Answered {
  actor: string
  bodyHash: Buffer
  stream: string
  seq: number | null
  version: number | null
  problem: Problem | null
}

/** Commands of these ids that were answered before. */
export async function loadAnswered(tx: Tx, book: string, ids: string[]): Promise<Map<string, Answered>> {
  const { rows } = await tx.query(
    'select id, actor, body_hash, stream, seq, version, problem from command where book_id = $1 and id = any($2::uuid[])',
    [book, ids],
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        actor: row.actor,
        bodyHash: row.body_hash,
        stream: row.stream,
        seq: row.seq === null ? null : Number(row.seq),
        version: row.version,
        problem: row.problem,
      },
    ]),
  )
}
