import { type HazardEntryData, openLeg, platesOf } from '../domain/hazard/state.ts'
import { answeredBy } from '../domain/hazard/steps-extend.ts'
import { owing } from '../domain/hazard/waits.ts'
import type { Tx } from '../platform/server/db.ts'
import { namedPhotos } from './present.ts'
import { type HazardChange, lastOf } from './projected.ts'

function hazardRow({ entry, after }: HazardChange) {
  const leg = openLeg(after)
  return {
    id: after.id,
    number: after.number,
    seq: after.seq,
    version: after.version,
    status: after.status,
    level: after.level,
    community: after.community,
    site: after.site,
    item: after.item,
    source: after.source,
    severity: after.severity,
    suspected_major: after.suspectedMajor,
    obstacle: after.obstacle,
    topic: after.topic,
    owing: owing(after).join(',') || null,
    unit: after.unit,
    holder: leg?.holder ?? null,
    mode: leg?.mode ?? null,
    due: leg?.due ?? null,
    extension: answeredBy(after),
    photo: after.before[0] ?? null,
    reported_at: after.reportedAt,
    updated_at: entry.recordedAt,
    audience: after.audience,
    supervised: platesOf(after),
  }
}

const stateColumns = `id uuid, number text, seq bigint, version int, status text, level text, community text, site text,
  item text, source text, severity text, suspected_major boolean, obstacle text, topic text, owing text, unit text,
  holder text, mode text, due date, extension text, photo text, reported_at timestamptz, updated_at timestamptz,
  audience text[], supervised text`
export const hazardColumns = `${stateColumns}, place text, description text`

const names = (columns: string): string[] => columns.split(',').map((column) => column.trim().split(' ')[0] as string)
const assigned = names(stateColumns)
  .slice(1)
  .map((name) => `${name} = excluded.${name}`)

/** The words that a list shows and a search finds; null where they were never said, or erased. */
export interface CaseWords {
  place: string | null
  description: string | null
}
const wordNames = ['place', 'description'] as const

/** What a group says of cases' words: all of its new cases', and what it corrects of others. */
export interface SaidWords {
  fresh: Map<string, CaseWords>
  corrected: Map<string, Partial<CaseWords>>
}

/** A new case's words are its text's; a 更正 names those that it replaces, by nothing where its text was erased. */
export function wordsOf(changes: readonly HazardChange[]): SaidWords {
  const fresh = new Map<string, CaseWords>()
  const corrected = new Map<string, Partial<CaseWords>>()
  for (const { entry } of changes) {
    const { words } = entry.data as unknown as HazardEntryData
    const said = entry.version === 1 ? wordNames : wordNames.filter((word) => words?.includes(word))
    if (said.length === 0) continue
    const now = Object.fromEntries(said.map((word) => [word, entry.text?.[word] ?? null]))
    const known = fresh.get(entry.stream)
    if (known || entry.version === 1) fresh.set(entry.stream, { ...known, ...now } as unknown as CaseWords)
    else corrected.set(entry.stream, { ...corrected.get(entry.stream), ...now })
  }
  return { fresh, corrected }
}

/** The list row of each hazard; words only of those that are new. */
export const hazardRows = (changes: readonly HazardChange[], { fresh }: SaidWords) =>
  lastOf(changes).map((change) => {
    const { place = null, description = null } = fresh.get(change.entry.stream) ?? {}
    return { ...hazardRow(change), place, description }
  })

/** The list rows; words come with the first entry's text and change by 更正 only. */
export async function projectHazards(
  tx: Tx,
  book: string,
  changes: readonly HazardChange[],
  words: SaidWords,
): Promise<void> {
  const all = names(hazardColumns).join(', ')
  await tx.query(
    `insert into hazard (book_id, ${all}) select $1, ${all}
     from jsonb_to_recordset($2::jsonb) as r(${hazardColumns})
     on conflict (book_id, id) do update set ${assigned.join(', ')}`,
    [book, JSON.stringify(hazardRows(changes, words))],
  )
  await projectWords(tx, book, words)
  await projectPhotos(tx, book, changes)
}

async function projectWords(tx: Tx, book: string, { corrected }: SaidWords): Promise<void> {
  if (corrected.size === 0) return
  const rows = [...corrected].map(([id, words]) => ({ id, words }))
  await tx.query(
    `update hazard h set
       place = case when r.words ? 'place' then r.words ->> 'place' else h.place end,
       description = case when r.words ? 'description' then r.words ->> 'description' else h.description end
     from jsonb_to_recordset($2::jsonb) as r(id uuid, words jsonb) where h.book_id = $1 and h.id = r.id`,
    [book, JSON.stringify(rows)],
  )
}

export const photoColumns = 'sha256 text, stream uuid'

/** Which photos the changes begin to name, each once for a case. */
export function photoRows(changes: readonly HazardChange[]): { sha256: string; stream: string }[] {
  const uses = new Map<string, { sha256: string; stream: string }>()
  for (const { after, before } of changes) {
    // Most steps name none: the lists are the ones from before.
    if (before?.before === after.before && before.after === after.after && before.papers === after.papers) continue
    const known = new Set(before ? namedPhotos(before) : [])
    for (const sha256 of namedPhotos(after))
      if (!known.has(sha256)) uses.set(sha256 + after.id, { sha256, stream: after.id })
  }
  return [...uses.values()]
}

async function projectPhotos(tx: Tx, book: string, changes: readonly HazardChange[]): Promise<void> {
  const uses = photoRows(changes)
  if (uses.length === 0) return
  await tx.query(
    `insert into photo_use (book_id, sha256, stream)
     select $1, sha256, stream from jsonb_to_recordset($2::jsonb) as r(${photoColumns})
     on conflict do nothing`,
    [book, JSON.stringify(uses)],
  )
}
