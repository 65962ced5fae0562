import type { Catalogue } from './catalogue.ts'

/** The version in force on a day: the last one whose `from` is not after it. */
export function catalogueInForce(catalogues: readonly Catalogue[], day: string): Catalogue | undefined {
  return [...catalogues]
    .filter((catalogue) => catalogue.from <= day)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1)
}
