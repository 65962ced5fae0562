import { type HazardEntryData, openLeg } from '../domain/hazard/state.ts'
import type { Tx } from '../platform/server/db.ts'
import { namedPhotos } from './present.ts'
import type { HazardChange } from './projected.ts'

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
    unit: after.unit,
    holder: leg?.holder ?? null,
    mode: leg?.mode ?? null,
    due: leg?.due ?? null,
    photo: after.before[0] ?? null,
    reported_at: after.reportedAt,
    updated_at: entry.recordedAt,
    audience: after.audience,
  }
}

const columns = `id uuid, number text, seq bigint, version int, status text, level text, community text, site text,
  item text, source text, severity text, suspected_major boolean, unit text, holder text, mode text, due date, photo text,
  reported_at timestamptz, updated_at timestamptz, audience text[]`
const names = columns.split(',').map((column) => column.trim().split(' ')[0])
const assigned = names.slice(1).map((name) => `${name} = excluded.${name}`)

/** The list row of each hazard; its words come with the first entry's text and change by 更正 only. */
export async function projectHazards(tx: Tx, book: string, changes: readonly HazardChange[]): Promise<void> {
  const last = new Map(changes.map((change) => [change.entry.stream, change]))
  const first = new Map(
    changes.filter((change) => change.entry.version === 1).map((change) => [change.entry.stream, change.entry.text]),
  )
  const rows = [...last.values()].map((change) => {
    const text = first.get(change.entry.stream)
    return { ...hazardRow(change), place: text?.place ?? null, description: text?.description ?? null }
  })
  await tx.query(
    `insert into hazard (book_id, ${names.join(', ')}, place, description)
     select $1, ${names.join(', ')}, place, description
     from jsonb_to_recordset($2::jsonb) as r(${columns}, place text, description text)
     on conflict (book_id, id) do update set ${assigned.join(', ')}`,
    [book, JSON.stringify(rows)],
  )
  await projectWords(tx, book, changes)
  await projectCounters(tx, book, changes)
  await projectPhotos(tx, book, changes)
}

/** Words that a correction replaces: the entry says which, its text says what, and nothing where that was erased. */
async function projectWords(tx: Tx, book: string, changes: readonly HazardChange[]): Promise<void> {
  const corrected = new Map<string, { place?: unknown; description?: unknown }>()
  for (const { entry } of changes) {
    const { words } = entry.data as unknown as HazardEntryData
    const said = (words ?? []).filter((word) => word === 'place' || word === 'description')
    if (said.length === 0) continue
    const now = Object.fromEntries(said.map((word) => [word, entry.text?.[word] ?? null]))
    corrected.set(entry.stream, { ...corrected.get(entry.stream), ...now })
  }
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

/** A counter stands at the highest number given; the number itself is in the entry. */
async function projectCounters(tx: Tx, book: string, changes: readonly HazardChange[]): Promise<void> {
  const numbered = changes.filter((change) => change.before === null).map((change) => change.after.number)
  const highest = new Map<string, number>()
  for (const number of numbered) {
    const [, year, value] = /^YH(\d{4})-(\d+)$/.exec(number) ?? []
    if (year && value) highest.set(`hazard-${year}`, Math.max(highest.get(`hazard-${year}`) ?? 0, Number(value)))
  }
  if (highest.size === 0) return
  await tx.query(
    `insert into counter (book_id, name, value)
     select $1, name, value from jsonb_to_recordset($2::jsonb) as r(name text, value bigint)
     on conflict (book_id, name) do update set value = greatest(counter.value, excluded.value)`,
    [book, JSON.stringify([...highest].map(([name, value]) => ({ name, value })))],
  )
}

async function projectPhotos(tx: Tx, book: string, changes: readonly HazardChange[]): Promise<void> {
  const uses = changes.flatMap(({ after, before }) => {
    const known = new Set(before ? namedPhotos(before) : [])
    const named = namedPhotos(after).filter((hash) => !known.has(hash))
    return named.map((sha256) => ({ sha256, stream: after.id }))
  })
  if (uses.length === 0) return
  await tx.query(
    `insert into photo_use (book_id, sha256, stream)
     select $1, sha256, stream from jsonb_to_recordset($2::jsonb) as r(sha256 text, stream uuid)
     on conflict do nothing`,
    [book, JSON.stringify(uses)],
  )
}
