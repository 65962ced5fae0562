import type { FastifyInstance } from 'fastify'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { catalogueInForce } from '../../../domain/catalogue/in-force.ts'
import { isProblem, problem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getCatalogue, getUnits } from '../contract.ts'

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
    return isProblem(viewer) ? viewer : { units: [...viewer.reference.units.values()] }
  })
}
