import { shallowReactive } from 'vue'
import type { Catalogue, CatalogueItem } from '../../domain/catalogue/catalogue.ts'
import { allItems } from '../../domain/catalogue/catalogue.ts'
import type { Unit } from '../../domain/units/units.ts'
import { request } from './api.ts'

interface Copy {
  units: ReadonlyMap<string, Unit>
  catalogue: Catalogue | null
}

const KEPT = 'anlan-reference'

/** Units and the catalogue in force: asked once after sign-in, kept on the device so that both work without network. */
export const reference = shallowReactive<Copy>({ units: new Map(), catalogue: null })

function adopt(units: Unit[], catalogue: Catalogue): void {
  reference.units = new Map(units.map((unit) => [unit.code, unit]))
  reference.catalogue = catalogue
}

/** Loads units and catalogue; without network the copy of last time serves. Throws `Refused` when there is none. */
export async function loadReference(): Promise<void> {
  try {
    const [{ units }, catalogue] = (await Promise.all([
      request('GET', '/api/units'),
      request('GET', '/api/catalogue'),
    ])) as [{ units: Unit[] }, Catalogue]
    adopt(units, catalogue)
    localStorage.setItem(KEPT, JSON.stringify({ units, catalogue }))
  } catch (error) {
    const kept = localStorage.getItem(KEPT)
    if (kept === null) throw error
    const { units, catalogue } = JSON.parse(kept)
    adopt(units, catalogue)
  }
}

export const unitName = (code: string | null | undefined): string =>
  code ? (reference.units.get(code)?.name ?? code) : ''

export const itemOf = (code: string): CatalogueItem | undefined =>
  reference.catalogue ? allItems(reference.catalogue).find((item) => item.code === code) : undefined

export const itemName = (code: string): string => itemOf(code)?.name ?? code
