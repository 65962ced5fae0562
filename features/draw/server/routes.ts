import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { isProblem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getDraw } from '../contract.ts'
import { readDraw } from './draw.ts'

const freshSeed = (): string => randomBytes(8).toString('hex')

export function registerDraw(
  app: FastifyInstance,
  { pool, viewerOf, clock }: { pool: Pool; viewerOf: ViewerOf; clock: Clock },
): void {
  serve(app, getDraw, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readDraw(pool, viewer, query, clock(), freshSeed)
  })
}
