import type { FastifyInstance } from 'fastify'
import type * as z from 'zod/mini'
import { addDays, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { catalogueInForce } from '../../../domain/catalogue/in-force.ts'
import { isProblem, problem } from '../../../domain/problem.ts'
import { firstUnits, unitsAt } from '../../../domain/units/in-force.ts'
import type { Reference } from '../../../domain/units/units.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getCatalogue, getUnits } from '../contract.ts'
import { soundOf } from './pinyin.ts'

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

/** The catalogue in force and the unit tree: what every signed-in device keeps a copy of. */
export function registerReference(app: FastifyInstance, deps: { viewerOf: ViewerOf; clock: Clock }): void {
  serve(app, getCatalogue, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    if (isProblem(viewer)) return viewer
    const catalogue = catalogueInForce(viewer.reference.catalogues, shanghaiDate(deps.clock().toISOString()))
    return catalogue ?? problem('not-found')
  })
  serve(app, getUnits, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : { units: unitRows(viewer.reference.units, query.asOf) }
  })
}
