import { addDays, shanghaiDate } from '../calendar/working-days.ts'
import { type Problem, problem } from '../problem.ts'
import { allItems, type Catalogue, findItem } from './catalogue.ts'
import { inOrder } from './in-force.ts'

/** The version that the next one replaces: the last to come into force, be its day still to come. */
const lastVersion = (catalogues: readonly Catalogue[]): Catalogue | undefined => inOrder(catalogues).pop()

/** An item's code says its category, and no code stands for two items: 1.2 is in category 1. */
function codesRefusal({ categories }: Catalogue): Problem | undefined {
  const codes = categories.map(({ code }) => code)
  const items = categories.flatMap((category) => category.items.map(({ code }) => ({ code, in: category.code })))
  const twice = new Set(codes).size < codes.length || new Set(items.map(({ code }) => code)).size < items.length
  const strays = items.filter((item) => !item.code.startsWith(`${item.in}.`)).map(({ code }) => code)
  return twice || strays.length > 0 ? problem('catalogue.codes', { items: strays }) : undefined
}

/** A code stands for one item for ever: what an earlier version dropped does not come back as something else. */
function reusedRefusal(next: Catalogue, before: Catalogue, earlier: readonly Catalogue[]): Problem | undefined {
  const retired = new Set(earlier.flatMap(allItems).map(({ code }) => code))
  for (const { code } of allItems(before)) retired.delete(code)
  const reused = allItems(next).filter(({ code }) => retired.has(code))
  return reused.length > 0 ? problem('catalogue.reused', { items: reused.map(({ code }) => code) }) : undefined
}

/** Every item dropped says where its cases count from now on, and nothing else is said. */
function crosswalkRefusal(next: Catalogue, before: Catalogue): Problem | undefined {
  const said = next.crosswalk ?? {}
  const dropped = allItems(before).filter(({ code }) => !findItem(next, code))
  const missing = dropped.filter(({ code }) => said[code] === undefined).map(({ code }) => code)
  const wrong = Object.entries(said).filter(
    ([old, now]) => !dropped.some(({ code }) => code === old) || (now !== null && !findItem(next, now)),
  )
  const items = [...missing, ...wrong.map(([old]) => old)]
  return items.length > 0 ? problem('catalogue.crosswalk', { items }) : undefined
}

/**
 * A version follows the last one, from tomorrow at the earliest: a day has one catalogue, so the day of a report tells
 * under which it was made.
 */
export function publishRefusal(next: Catalogue, catalogues: readonly Catalogue[], now: string): Problem | undefined {
  const before = lastVersion(catalogues)
  const codes = codesRefusal(next)
  if (codes || !before) return codes
  if (catalogues.some(({ version }) => version === next.version)) return problem('catalogue.version')
  const tomorrow = addDays(shanghaiDate(now), 1)
  if (next.from < tomorrow || next.from < before.from) return problem('catalogue.past', { field: 'from' })
  if (next.from > addDays(tomorrow, 731)) return problem('unit.too-far', { field: 'from' })
  return reusedRefusal(next, before, catalogues) ?? crosswalkRefusal(next, before)
}
