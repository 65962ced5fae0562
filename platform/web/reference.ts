import { shallowReactive } from 'vue'
import type { Catalogue, CatalogueItem } from '../../domain/catalogue/catalogue.ts'
import { allItems } from '../../domain/catalogue/catalogue.ts'
import { unitsAt } from '../../domain/units/in-force.ts'
import type { Unit } from '../../domain/units/units.ts'
import { request } from './api.ts'

/** A unit with the sounds by which it is found, and its first name and parent where they are others now. */
export interface KnownUnit extends Unit {
  pinyin?: string
  initials?: string
  first?: Pick<Unit, 'name' | 'parent'>
}

interface Copy {
  units: ReadonlyMap<string, KnownUnit>
  catalogue: Catalogue | null
}

const KEPT = 'anlan-reference'

/** Units and the catalogue in force: asked once after sign-in, kept on the device so that both work without network. */
export const reference = shallowReactive<Copy>({ units: new Map(), catalogue: null })

function adopt(units: KnownUnit[], catalogue: Catalogue): void {
  const first = new Map(units.map((unit) => [unit.code, { ...unit, ...unit.first }]))
  reference.units = unitsAt(first, new Date().toISOString())
  reference.catalogue = catalogue
}

/** Loads units and catalogue; without network the copy of last time serves. Throws `Refused` when there is none. */
export async function loadReference(): Promise<void> {
  try {
    const [{ units }, catalogue] = (await Promise.all([
      request('GET', '/api/units'),
      request('GET', '/api/catalogue'),
    ])) as [{ units: KnownUnit[] }, Catalogue]
    adopt(units, catalogue)
    localStorage.setItem(KEPT, JSON.stringify({ units, catalogue }))
  } catch (error) {
    const kept = localStorage.getItem(KEPT)
    if (kept === null) throw error
    const { units, catalogue } = JSON.parse(kept)
    adopt(units, catalogue)
  }
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

export const itemName = (code: string): string => itemOf(code)?.name ?? code
