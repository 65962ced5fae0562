import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { isProblem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getLegs, listLegs } from '../contract.ts'
import { readLegList, readLegs } from './reads.ts'

export function registerLegs(app: FastifyInstance, deps: { pool: Pool; viewerOf: ViewerOf; clock: Clock }): void {
  serve(app, getLegs, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readLegs(deps.pool, viewer, query, deps.clock())
  })
  serve(app, listLegs, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readLegList(deps.pool, viewer, query, deps.clock())
  })
}
