import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { readFor, type ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getAccount } from '../contract.ts'
import { findAccount } from './reads.ts'

export function registerAccount(app: FastifyInstance, deps: { pool: Pool; viewerOf: ViewerOf; clock: Clock }): void {
  serve(app, getAccount, ({ query, request }) =>
    readFor(deps.viewerOf, request, query.book, (viewer, holds) =>
      findAccount(deps.pool, viewer, query, deps.clock(), holds),
    ),
  )
}
