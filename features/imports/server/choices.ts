import type { Catalogue } from '../../../domain/catalogue/catalogue.ts'
import { sourceNames } from '../../../domain/hazard/state.ts'
import { communityOf, type Reference, type Unit } from '../../../domain/units/units.ts'

interface Group {
  name: string
  values: string[]
}

/** What the drop-downs of the template offer, in words. */
export interface Choices {
  communities: string[]
  categories: string[]
  sources: string[]
  units: string[]
  /** By category and by community. */
  items: Group[]
  sites: Group[]
}

/** Kinds of units that may be answerable for a hazard. */
const answerable: readonly Unit['kind'][] = ['community', 'office', 'organ', 'enterprise']

export function choicesFor(reference: Reference, catalogue: Catalogue): Choices {
  const units = [...reference.units.values()]
  const communities = units.filter(({ kind }) => kind === 'community')
  const sitesOf = (community: string) =>
    units.filter(({ code, kind }) => kind === 'compound' && communityOf(reference.units, code) === community)
  return {
    communities: communities.map(({ name }) => name),
    categories: catalogue.categories.map(({ name }) => name),
    sources: Object.values(sourceNames),
    units: units.filter(({ kind }) => answerable.includes(kind)).map(({ name }) => name),
    items: catalogue.categories.map(({ name, items }) => ({ name, values: items.map((item) => item.name) })),
    sites: communities.map(({ code, name }) => ({ name, values: sitesOf(code).map((site) => site.name) })),
  }
}
