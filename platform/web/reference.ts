import { shallowReactive } from 'vue'
import { shanghaiDate } from '../../domain/calendar/working-days.ts'
import type { Catalogue, CatalogueItem } from '../../domain/catalogue/catalogue.ts'
import { allItems } from '../../domain/catalogue/catalogue.ts'
import { unitsAt } from '../../domain/units/in-force.ts'
import type { Unit } from '../../domain/units/units.ts'
import { request } from './api.ts'
import { keepMine, keptMine } from './kept-mine.ts'
import { session } from './session.ts'
import { soon } from './soon.ts'

/** A unit with the sounds by which it is found, and its first name and parent where they are others now. */
export interface KnownUnit extends Unit {
  pinyin?: string
  initials?: string
  first?: Pick<Unit, 'name' | 'parent'>
}

interface Named {
  code: string
  name: string
}

/** The names of one version of the catalogue. */
export interface VersionNames {
  version: string
  name: string
  from: string
  categories: Named[]
  items: Named[]
}

type KnownCatalogue = Catalogue & { pinyin?: Record<string, string>; versions?: VersionNames[] }

interface Copy {
  units: ReadonlyMap<string, KnownUnit>
  catalogue: KnownCatalogue | null
}

const KEPT = 'reference'

/** Units and the catalogue in force: asked once after sign-in, kept on the device so that both work without network. */
export const reference = shallowReactive<Copy>({ units: new Map(), catalogue: null })

interface Answer {
  units: KnownUnit[]
  catalogue: KnownCatalogue
}

function adopt({ units, catalogue }: Answer): void {
  const first = new Map(units.map((unit) => [unit.code, { ...unit, ...unit.first }]))
  reference.units = unitsAt(first, new Date().toISOString())
  reference.catalogue = catalogue
}

/** How old the copy may grow before a screen that is looked at again asks anew, in ms: units change at midnight. */
const FRESH = 600_000
let loadedAt = 0

function freshen(): void {
  const stale = reference.catalogue !== null && Date.now() - loadedAt > FRESH
  if (stale && document.visibilityState === 'visible') void loadReference().catch(() => undefined)
}

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', freshen)
  addEventListener('online', freshen)
}

async function askReference(person: string): Promise<void> {
  const [{ units }, catalogue] = (await Promise.all([
    request('GET', '/api/units'),
    request('GET', '/api/catalogue'),
  ])) as [{ units: KnownUnit[] }, KnownCatalogue]
  if (session.me?.person !== person) return
  adopt({ units, catalogue })
  loadedAt = Date.now()
  keepMine(KEPT, person, { units, catalogue } satisfies Answer)
}

/**
 * Loads units and catalogue. Without network, or where the answer is slow, the person's copy of last time serves until
 * the answer is there. Throws `Refused` when there is none.
 */
export async function loadReference(): Promise<void> {
  const person = session.me?.person ?? ''
  const kept = keptMine<Answer>(KEPT, person)
  const asked = askReference(person)
  if (!kept) return asked
  if (loadedAt > 0) return asked.catch(() => undefined)
  await soon(asked).catch(() => adopt(kept))
}

/** The tree as it stood just before an instant; that of now without one. */
export const unitsThen = (asOf: string | undefined): ReadonlyMap<string, Unit> =>
  asOf ? unitsAt(reference.units, new Date(Date.parse(asOf) - 1).toISOString()) : reference.units

export const unitName = (code: string | null | undefined): string =>
  code ? (reference.units.get(code)?.name ?? code) : ''

/** What a unit was called just before an instant; what it is called now without one. */
export const unitNameThen = (code: string, asOf: string | undefined): string => unitsThen(asOf).get(code)?.name ?? code

export const itemOf = (code: string): CatalogueItem | undefined =>
  reference.catalogue ? allItems(reference.catalogue).find((item) => item.code === code) : undefined

/** Versions newest first, from the one in force on the day of an instant back, then those after it. */
function versionsAt(instant: string): VersionNames[] {
  const all = reference.catalogue?.versions ?? []
  const begun = all.filter(({ from }) => from <= shanghaiDate(instant))
  return [...begun].reverse().concat(all.slice(begun.length))
}

const nameIn = (lists: Named[][], code: string): string | undefined =>
  lists.map((list) => list.find((one) => one.code === code)?.name).find((name) => name !== undefined)

/** What an item is called in the version in force; one that is retired keeps its last name. */
export const itemName = (code: string): string => itemOf(code)?.name ?? itemNameThen(code, new Date().toISOString())

/** What an item was called on the day of an instant, which for a case is that of its report. */
export const itemNameThen = (code: string, instant: string): string =>
  nameIn(
    versionsAt(instant).map(({ items }) => items),
    code,
  ) ??
  itemOf(code)?.name ??
  code

export const categoryNameThen = (code: string, instant: string): string =>
  nameIn(
    versionsAt(instant).map(({ categories }) => categories),
    code,
  ) ?? code

/** Items of earlier versions that the one in force has no more. */
export function retiredItems(): Named[] {
  const past = versionsAt(new Date().toISOString()).flatMap(({ items }) => items)
  const gone = past.filter(({ code }) => reference.catalogue && !itemOf(code))
  return [...new Map(gone.reverse().map((item) => [item.code, item])).values()]
}
