import { allItems, type Catalogue, type CatalogueItem, findItem } from '../../../domain/catalogue/catalogue.ts'

/** A version being prepared. An item dropped stands in the crosswalk; '' is not said yet. */
export interface Draft {
  /** Version it was begun from; when another is published meanwhile it must be begun anew. */
  base: string
  version: string
  name: string
  from: string
  categories: Catalogue['categories']
  crosswalk: Record<string, string | null>
}

/** A draft that says just what the last version says. */
export const draftOf = (base: Catalogue, from: string): Draft => ({
  base: base.version,
  version: from,
  name: base.name,
  from,
  categories: structuredCopy(base.categories),
  crosswalk: {},
})

const structuredCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

const compare = (a: { code: string }, b: { code: string }): number =>
  a.code.localeCompare(b.code, 'en', { numeric: true })

/** The next number of a category that no version has ever used. */
function freeItemCode(category: string, draft: Draft, used: ReadonlySet<string>): string {
  const taken = new Set([...used, ...draft.categories.flatMap(({ items }) => items.map(({ code }) => code))])
  for (let n = 1; ; n++) if (!taken.has(`${category}.${n}`)) return `${category}.${n}`
}

const inCategory = (draft: Draft, category: string, change: (items: CatalogueItem[]) => CatalogueItem[]): Draft => ({
  ...draft,
  categories: draft.categories.map((one) =>
    one.code === category ? { ...one, items: change(one.items).sort(compare) } : one,
  ),
})

const categoryOf = (code: string): string => code.split('.')[0] ?? ''

/** The item as edited, in its place. */
export const withItem = (draft: Draft, item: CatalogueItem): Draft =>
  inCategory(draft, categoryOf(item.code), (items) => [...items.filter(({ code }) => code !== item.code), item])

const blank = {
  city: null,
  synonyms: [],
  look: '',
  severity: 'ordinary',
  proof: 'photo',
  days: 5,
  confirmed: false,
} as const

/** One more item with a fresh number; its name is still to be written. */
export function withNewItem(draft: Draft, category: string, used: ReadonlySet<string>): { draft: Draft; code: string } {
  const code = freeItemCode(category, draft, used)
  return { draft: withItem(draft, { ...blank, synonyms: [], code, name: '' }), code }
}

/** Without the item; one that the base has must say where its cases count. What led to it is to be said anew. */
export function withoutItem(draft: Draft, code: string, base: Catalogue): Draft {
  const left = inCategory(draft, categoryOf(code), (items) => items.filter((item) => item.code !== code))
  const leading = Object.entries(left.crosswalk).map(([old, now]): [string, string | null] => [
    old,
    now === code ? '' : now,
  ])
  const crosswalk = Object.fromEntries(leading)
  return { ...left, crosswalk: findItem(base, code) ? { ...crosswalk, [code]: '' } : crosswalk }
}

/** The item back in its place as the base has it. */
export function withRestored(draft: Draft, code: string, base: Catalogue): Draft {
  const item = findItem(base, code)
  const { [code]: _, ...crosswalk } = draft.crosswalk
  return item ? { ...withItem(draft, structuredCopy(item)), crosswalk } : draft
}

/** The item in another category: a number says its category, so it gets a new one, and its cases go along. */
export function withMoved(draft: Draft, code: string, to: string, base: Catalogue, used: ReadonlySet<string>): Draft {
  const item = draft.categories.flatMap(({ items }) => items).find((one) => one.code === code)
  if (!item || categoryOf(code) === to) return draft
  const fresh = freeItemCode(to, draft, used)
  const moved = withItem(withoutItem(draft, code, base), { ...item, code: fresh })
  const leading = Object.entries(moved.crosswalk).map(([old, now]): [string, string | null] => [
    old,
    old === code || (now === '' && draft.crosswalk[old] === code) ? fresh : now,
  ])
  return { ...moved, crosswalk: Object.fromEntries(leading) }
}

/** What is published; crosswalk lines that are not said yet are left out, and the law names them. */
export function catalogueOf(draft: Draft): Catalogue {
  const { version, name, from, categories, crosswalk } = draft
  const said = Object.entries(crosswalk).filter((line): line is [string, string | null] => line[1] !== '')
  return { version, name: name.trim(), from, categories, crosswalk: Object.fromEntries(said) }
}

/** What is still missing before it can be published, in one sentence; empty when nothing is. */
export function missing(draft: Draft): string {
  const items = draft.categories.flatMap((category) => category.items)
  const nameless = items.find(({ name, look }) => name.trim() === '' || look.trim() === '')
  if (nameless) return `项目 ${nameless.code} 还没有写名称或“看什么”。`
  const wrong = items.find(({ days }) => !Number.isInteger(days) || days < 0 || days > 365)
  if (wrong) return `项目 ${wrong.code} 的期限要在 0 到 365 个工作日之间。`
  const open = Object.entries(draft.crosswalk).find(([, now]) => now === '')
  if (open) return `停用的项目 ${open[0]} 还没有选并入哪一项。`
  return draft.name.trim() === '' ? '请写清单名称。' : ''
}

/** Every code any version has ever used. */
export const usedCodes = (versions: readonly { items: readonly { code: string }[] }[]): Set<string> =>
  new Set(versions.flatMap(({ items }) => items.map(({ code }) => code)))

export const countItems = (catalogue: Catalogue): number => allItems(catalogue).length
