import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { isProblem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getHangable, getSupervisions } from '../contract.ts'
import { readHangable, readSupervisions } from './reads.ts'

/** 督办: each viewer hears of the plates that concern him. */
export function registerSupervision(
  app: FastifyInstance,
  { pool, viewerOf, clock }: { pool: Pool; viewerOf: ViewerOf; clock: Clock },
): void {
  serve(app, getSupervisions, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readSupervisions(pool, viewer, query.asOf, clock())
  })
  serve(app, getHangable, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readHangable(pool, viewer, query, clock())
  })
}
