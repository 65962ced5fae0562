import type { Catalogue } from './catalogue.ts'

/** The version in force on a day: the last one whose `from` is not after it; of two from one day the later published. */
export function catalogueInForce(catalogues: readonly Catalogue[], day: string): Catalogue | undefined {
  const begun = catalogues.filter(({ from }) => from <= day)
  return begun.reduce<Catalogue | undefined>((last, one) => (last && last.from > one.from ? last : one), undefined)
}

/** Versions in order of effect; of two from one day the later published last. */
export const inOrder = (catalogues: readonly Catalogue[]): Catalogue[] =>
  [...catalogues].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
