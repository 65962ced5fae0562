import type { Pool } from 'pg'

/** How often the characters of a search stand together, as far as PostgreSQL's statistics know. */
export interface Frequencies {
  /** Share of the cases that have all of these numbers, at most. */
  shareOf(grams: readonly number[]): number
  /**
   * Is it quicker to go by the index to the share `having` of the cases, than to walk the newest until `wanted` rows
   * of which the share `found` is are met?
   */
  isQuicker(having: number, found: number, wanted: number): boolean
}

/** Of one row: fetched by the index and looked at, or met on a walk and looked at. Only their ratio counts. */
const FETCH = 5
const MEET = 1
/** How long a copy of the statistics is used, in ms: they change when PostgreSQL analyzes the table. */
const KEEP = 60_000

const copies = new WeakMap<Pool, { at: number; often: Promise<Frequencies> }>()

async function read(pool: Pool): Promise<Frequencies> {
  const { rows } = await pool.query(
    `select greatest(c.reltuples, 0) as cases, s.most_common_elems::text::int[] as grams,
       s.most_common_elem_freqs as shares
     from pg_class c left join pg_stats s
       on s.schemaname = 'view' and s.tablename = 'search' and s.attname = 'grams'
     where c.oid = 'view.search'::regclass`,
  )
  const { cases = 0, grams, shares } = rows[0] ?? {}
  const known = new Map<number, number>((grams ?? []).map((gram: number, i: number) => [gram, shares[i]]))
  // What is not among the frequent ones is rarer than the rarest of them.
  const least = known.size > 0 ? Math.min(...known.values()) : 0
  return {
    shareOf: (list) => Math.min(1, ...list.map((gram) => known.get(gram) ?? least)),
    isQuicker: (having, found, wanted) =>
      having * cases * FETCH <= Math.min(cases, wanted / Math.max(found, 1e-9)) * MEET,
  }
}

/** The statistics, read at most once a minute for a pool. They decide how an answer is found, never what it is. */
export function loadFrequencies(pool: Pool): Promise<Frequencies> {
  const kept = copies.get(pool)
  if (kept && performance.now() - kept.at < KEEP) return kept.often
  const often = read(pool)
  copies.set(pool, { at: performance.now(), often })
  often.catch(() => copies.delete(pool))
  return often
}
