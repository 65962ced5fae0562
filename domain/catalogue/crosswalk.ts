import { allItems, type Catalogue, findItem } from './catalogue.ts'
import { inOrder } from './in-force.ts'

/**
 * The item of version `to` under which a case reported as `item` counts: the crosswalks of all versions in between,
 * one after the other. Null where one of them says that it is not listed any more; undefined for an unknown item.
 */
export function itemIn(
  catalogues: readonly Catalogue[],
  item: string,
  from: string,
  to: string,
): string | null | undefined {
  const line = inOrder(catalogues)
  const first = line.findIndex(({ version }) => version === from)
  const last = line.findIndex(({ version }) => version === to)
  if (first < 0 || last < first || !findItem(line[first] as Catalogue, item)) return undefined
  let now: string | null = item
  for (const next of line.slice(first + 1, last + 1)) {
    if (now === null) return null
    const given: string | null | undefined = next.crosswalk?.[now]
    now = given === undefined ? (findItem(next, now)?.code ?? null) : given
  }
  return now
}

/** Cases of one item as they were reported: of which version, how many. */
export interface Tally {
  version: string
  item: string
  n: number
}

export interface Basis {
  /** Cases by item of the version, in its order; items without cases have nought. */
  rows: { item: string; n: number }[]
  /** Cases that the version lists no more; with the rows they make up all. */
  unlisted: number
  /** Cases of items that the city's return has a number for. */
  city: number
}

/** The same cases counted on the basis of one version: rows and what is not listed sum to the whole. */
export function onBasis(catalogues: readonly Catalogue[], version: Catalogue, tallies: readonly Tally[]): Basis {
  const counts = new Map<string | null, number>()
  for (const { version: from, item, n } of tallies) {
    const now = itemIn(catalogues, item, from, version.version) ?? null
    counts.set(now, (counts.get(now) ?? 0) + n)
  }
  const items = allItems(version)
  return {
    rows: items.map(({ code }) => ({ item: code, n: counts.get(code) ?? 0 })),
    unlisted: counts.get(null) ?? 0,
    city: items.filter(({ city }) => city !== null).reduce((sum, { code }) => sum + (counts.get(code) ?? 0), 0),
  }
}
