import type { FastifyInstance } from 'fastify'
import type * as z from 'zod/mini'
import { addDays, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { allItems, type Catalogue } from '../../../domain/catalogue/catalogue.ts'
import { catalogueInForce, inOrder } from '../../../domain/catalogue/in-force.ts'
import { pinyin as knownPinyin } from '../../../domain/catalogue/pinyin-data.ts'
import { isProblem, problem } from '../../../domain/problem.ts'
import { firstUnits, unitsAt } from '../../../domain/units/in-force.ts'
import type { Reference } from '../../../domain/units/units.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getCatalogue, getUnits } from '../contract.ts'
import { soundOf, spell } from './pinyin.ts'

/** Just before an instant, or at the end of a day. */
function momentOf(asOf: string): string {
  const end = asOf.length === 10 ? `${addDays(asOf, 1)}T00:00:00+08:00` : asOf
  return new Date(Date.parse(end) - 1).toISOString()
}

function unitRows(units: Reference['units'], asOf: string | undefined): z.infer<typeof getUnits.response>['units'] {
  const raw = firstUnits(units)
  const then = asOf === undefined ? units : unitsAt(units, momentOf(asOf))
  return [...then.values()].map((unit) => {
    const { name, parent } = raw.get(unit.code) ?? unit
    const changed = name !== unit.name || parent !== unit.parent
    return { ...unit, ...(changed ? { first: { name, parent } } : {}), ...soundOf(unit.name) }
  })
}

/** Words of a catalogue that the phone does not bring along the pinyin of. */
function soundsOf(catalogue: Catalogue): Record<string, string> {
  const words = allItems(catalogue).flatMap(({ name, synonyms }) => [name, ...synonyms])
  return Object.fromEntries(words.filter((word) => !knownPinyin[word]).map((word) => [word, spell(word)]))
}

const namesOf = (catalogues: readonly Catalogue[]) =>
  inOrder(catalogues).map(({ version, name, from, categories }) => ({
    ...{ version, name, from },
    categories: categories.map(({ code, name: said }) => ({ code, name: said })),
    items: categories.flatMap(({ items }) => items.map(({ code, name: said }) => ({ code, name: said }))),
  }))

/** The catalogue in force and the unit tree: what every signed-in device keeps a copy of. */
export function registerReference(app: FastifyInstance, deps: { viewerOf: ViewerOf; clock: Clock }): void {
  serve(app, getCatalogue, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    if (isProblem(viewer)) return viewer
    const { catalogues } = viewer.reference
    const today = shanghaiDate(deps.clock().toISOString())
    const catalogue = query.version
      ? catalogues.find(({ version }) => version === query.version)
      : catalogueInForce(catalogues, today)
    return catalogue
      ? { ...catalogue, pinyin: soundsOf(catalogue), versions: namesOf(catalogues) }
      : problem('not-found')
  })
  serve(app, getUnits, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : { units: unitRows(viewer.reference.units, query.asOf) }
  })
}
