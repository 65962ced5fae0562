import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { isProblem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getChase, getToday } from '../contract.ts'
import { readChase } from './chase.ts'
import { type ReadAccount, readToday } from './today.ts'

interface Deps {
  pool: Pool
  viewerOf: ViewerOf
  clock: Clock
  readAccount: ReadAccount
}

export function registerBulletin(app: FastifyInstance, { pool, viewerOf, clock, readAccount }: Deps): void {
  serve(app, getToday, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readToday(readAccount, viewer, query, clock())
  })
  serve(app, getChase, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readChase(pool, viewer, query, clock())
  })
}
