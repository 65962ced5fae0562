import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { isProblem } from '../../../domain/problem.ts'
import { readFor, type ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve, serveText } from '../../../platform/server/http.ts'
import { getAvailable, getHazard, listHazards, listSimilar } from '../contract.ts'
import { readAvailable, readHazard, readListText } from './reads.ts'
import { readSimilar } from './similar.ts'
import { registerViews } from './views.ts'

export function registerCases(app: FastifyInstance, deps: { pool: Pool; viewerOf: ViewerOf; clock: Clock }): void {
  serveText(app, listHazards, ({ query, request }) =>
    readFor(deps.viewerOf, request, query.book, (viewer, holds) =>
      readListText(deps.pool, viewer, query, deps.clock(), holds),
    ),
  )
  registerViews(app, deps)
  serve(app, listSimilar, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readSimilar(deps.pool, viewer, query, deps.clock())
  })
  serve(app, getAvailable, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    if (isProblem(viewer)) return viewer
    return readAvailable(deps.pool, viewer, query.ids?.split(',') ?? [], deps.clock().toISOString())
  })
  serve(app, getHazard, async ({ query, params, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readHazard(deps.pool, viewer, params.id ?? '', deps.clock().toISOString())
  })
}
