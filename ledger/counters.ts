import type { Entry } from '../domain/entry.ts'
import type { Tx } from '../platform/server/db.ts'
import type { Projected } from './projected.ts'

export const counterColumns = 'name text, value bigint'

const counterOf = { YH: 'hazard', YT: 'topic', DB: 'supervision', SDB: 'supervision-superior' } as const

/** The number that an entry gave, by the name of its counter; the counters themselves are nowhere in the book. */
function numberIn({ kind, version, step, data }: Entry): [string, number] | null {
  if (kind === 'document') return step === 'number' ? [`document-${data.type}-${data.year}`, Number(data.nr)] : null
  const said =
    kind === 'topic' || kind === 'supervision'
      ? data.number
      : version === 1 && (data.set as { number?: unknown } | undefined)?.number
  const [, prefix, year, value] = /^(YH|YT|DB|SDB)(\d{4})-(\d+)$/.exec(String(said)) ?? []
  return year && value ? [`${counterOf[prefix as keyof typeof counterOf]}-${year}`, Number(value)] : null
}

/** A counter stands at the highest number given. Adds to `highest`, by name. */
export function countNumbers(changes: readonly Pick<Projected, 'entry'>[], highest = new Map<string, number>()) {
  for (const { entry } of changes) {
    const [name, value] = numberIn(entry) ?? []
    if (name !== undefined && value !== undefined) highest.set(name, Math.max(highest.get(name) ?? 0, value))
  }
  return highest
}

export const counterRows = (highest: ReadonlyMap<string, number>) =>
  [...highest].map(([name, value]) => ({ name, value }))

export async function projectCounters(tx: Tx, book: string, changes: readonly Projected[]): Promise<void> {
  const highest = countNumbers(changes)
  if (highest.size === 0) return
  await tx.query(
    `insert into counter (book_id, name, value)
     select $1, name, value from jsonb_to_recordset($2::jsonb) as r(${counterColumns})
     on conflict (book_id, name) do update set value = greatest(counter.value, excluded.value)`,
    [book, JSON.stringify(counterRows(highest))],
  )
}
