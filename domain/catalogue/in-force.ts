import type { Catalogue } from './catalogue.ts'

/** The version in force on a day: the last one whose `from` is not after it. */
export function catalogueInForce(catalogues: readonly Catalogue[], day: string): Catalogue | undefined {
  const [current] = catalogues.filter(({ from }) => from <= day).sort((a, b) => (a.from > b.from ? -1 : 1))
  return current
}
