import type { Pool } from 'pg'
import { ALIKE, alike } from '../../../domain/hazard/similar.ts'
import { type Status, statusNames } from '../../../domain/hazard/state.ts'
import type { Viewer } from '../../../ledger/viewer.ts'

/** What a row may be a duplicate of: an earlier row of the file, or a hazard of the book. */
export interface Twin {
  row: number | null
  id: string | null
  number: string | null
  place: string
  description: string
  status: string | null
}

export interface Asked {
  row: number
  community: string
  item: string
  site: string | null
  place: string
  description: string
}

/** Cases of a community and item that are compared by their words, and twins that are told of a row. */
const COMPARED = 200
const TOLD = 3
/** Finished cases older than this many days are another story. */
const RECENT_DAYS = 60

interface Known extends Omit<Twin, 'row' | 'id' | 'number'> {
  id: string
  number: string
  community: string
  item: string
  site: string | null
}

async function readKnown(
  pool: Pool,
  viewer: Viewer,
  asked: readonly Asked[],
  now: Date,
): Promise<Map<string, Known[]>> {
  const pairs = [...new Set(asked.map(({ community, item }) => `${community} ${item}`))].map((pair) => pair.split(' '))
  const since = new Date(now.getTime() - RECENT_DAYS * 86_400_000)
  const { rows } = await pool.query<Known>(
    `select k.* from unnest($2::text[], $3::text[]) as p(community, item)
     cross join lateral (select h.id, h.number, h.community, h.item, h.site, h.place, h.description, h.status from hazard h
       where h.book_id = $1 and h.community = p.community and h.item = p.item and h.status <> 'void'
         and (h.status <> 'closed' or h.reported_at >= $4) and h.place is not null and h.audience && $5::text[]
       order by h.seq desc limit ${COMPARED}) k`,
    [viewer.book, pairs.map(([community]) => community), pairs.map(([, item]) => item), since, viewer.scope],
  )
  const known = new Map<string, Known[]>()
  for (const row of rows) {
    const key = `${row.community} ${row.item}`
    known.set(key, [...(known.get(key) ?? []), row])
  }
  return known
}

const toTwin = ({ id, number, place, description, status }: Known): Twin => ({
  row: null,
  id,
  number,
  place,
  description: description ?? '',
  status: statusNames[status as Status],
})

/** Neighbouring characters and figures of a place: two that share none are never alike, and that is quickly seen. */
function gramsOf(place: string | null): Set<string> {
  const plain = (place ?? '').replace(/\s/g, '')
  const grams = new Set<string>(plain.match(/[\d一二三四五六七八九十]/g) ?? [])
  for (let i = 0; i + 1 < plain.length; i++) grams.add(plain.slice(i, i + 2))
  return grams
}

function shares(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const gram of one) if (other.has(gram)) return true
  return false
}

/** Rows compared before others get their turn at the processor. */
const PAUSE = 25

/** Suspected duplicates of each row: same community and item, similar place and words. */
export async function findTwins(
  pool: Pool,
  viewer: Viewer,
  asked: readonly Asked[],
  now: Date,
): Promise<Map<number, Twin[]>> {
  const known = await readKnown(pool, viewer, asked, now)
  type Seen<T> = T & { grams: Set<string> }
  const seen = <T extends { place: string }>(one: T): Seen<T> => ({ ...one, grams: gramsOf(one.place) })
  const inBook = new Map([...known].map(([key, list]) => [key, list.map(seen)]))
  const inFile = new Map<string, Seen<Asked>[]>()
  const twins = new Map<number, Twin[]>()
  for (const [i, row] of asked.entries()) {
    if (i % PAUSE === PAUSE - 1) await new Promise((resolve) => setImmediate(resolve))
    const one = seen(row)
    const key = `${one.community} ${one.item}`
    const like = <T extends Seen<Asked> | Seen<Known>>(other: T) =>
      shares(one.grams, other.grams) && alike(one, other) >= ALIKE
    const known = (inBook.get(key) ?? []).filter(like).map(toTwin)
    const earlier = inFile.get(key) ?? []
    const twice = earlier
      .filter(like)
      .map(({ row, place, description }) => ({ row, id: null, number: null, place, description, status: null }))
    const found = [...known, ...twice].slice(0, TOLD)
    if (found.length > 0) twins.set(one.row, found)
    earlier.push(one)
    inFile.set(key, earlier.slice(-COMPARED))
  }
  return twins
}
