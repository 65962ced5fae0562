import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { isProblem, problem } from '../../../domain/problem.ts'
import { code } from '../../../domain/schema.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { getUnitUse, previewAnswer, previewBody } from '../contract.ts'
import { previewChange } from './preview.ts'
import { readUse } from './reads.ts'

const naming = z.object({ book: z.optional(code) })

/** What the units screen counts, and what a change would do before it is taken. */
export function registerUnits(app: FastifyInstance, deps: { pool: Pool; viewerOf: ViewerOf; clock: Clock }): void {
  serve(app, getUnitUse, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readUse(deps.pool, viewer)
  })

  app.post(
    '/api/units/preview',
    documented('单位调整前，看会影响哪些隐患和人员', previewBody, previewAnswer),
    async (request, response) => {
      const viewer = await deps.viewerOf(request, z.safeParse(naming, request.query).data?.book)
      if (isProblem(viewer)) return reply(response, viewer)
      const body = z.safeParse(previewBody, request.body)
      if (!body.success) return reply(response, problem('request.malformed'))
      const answer = await previewChange(deps.pool, viewer, body.data, deps.clock())
      return isProblem(answer) ? reply(response, answer) : response.send(answer)
    },
  )
}
