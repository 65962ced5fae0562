import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { isProblem, problem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getSuperiorLists } from '../contract.ts'
import { mayReadLists, readSuperiorLists } from './reads.ts'

export function registerSuperiorLists(
  app: FastifyInstance,
  { pool, viewerOf, clock }: { pool: Pool; viewerOf: ViewerOf; clock: Clock },
): void {
  serve(app, getSuperiorLists, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    if (isProblem(viewer)) return viewer
    return mayReadLists(viewer) ? readSuperiorLists(pool, viewer, clock()) : problem('step.not-yours')
  })
}
