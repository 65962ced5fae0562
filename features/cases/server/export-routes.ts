import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify'
import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { isProblem, problem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { reply, serve } from '../../../platform/server/http.ts'
import { xlsxType } from '../../../platform/server/sheets/receive.ts'
import { exportHazards, exportProgress, exportQuery } from '../contract.ts'
import { openExport, type Progress } from './export.ts'

/** Tickets that are kept; the oldest go first. */
const TICKETS = 200

/** 导出当前列表, and how far it is. */
export function registerExports(app: FastifyInstance, deps: { pool: Pool; viewerOf: ViewerOf; clock: Clock }): void {
  const tickets = new Map<string, Progress>()
  const keyOf = (person: string, ticket: string) => `${person}/${ticket}`
  app.route({
    method: 'GET',
    url: exportHazards,
    schema: { summary: '导出当前列表（.xlsx），筛选条件与列表相同', querystring: exportQuery } as FastifySchema,
    async handler(request: FastifyRequest, response) {
      const query = request.query as z.infer<typeof exportQuery>
      const viewer = await deps.viewerOf(request, query.book)
      if (isProblem(viewer)) return reply(response, viewer)
      const progress: Progress = { done: 0, of: null }
      if (query.ticket) tickets.set(keyOf(viewer.person, query.ticket), progress)
      for (const old of [...tickets.keys()].slice(0, Math.max(0, tickets.size - TICKETS))) tickets.delete(old)
      const now = deps.clock()
      const name = `隐患台账${shanghaiDate(query.asOf ?? now.toISOString())}.xlsx`
      response.header(
        'content-disposition',
        `attachment; filename="hazards.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
      )
      response.type(xlsxType)
      if (request.method === 'HEAD') return response.send()
      const opened = await openExport(deps.pool, viewer, query, now, progress)
      if (!isProblem(opened)) return response.send(opened)
      response.removeHeader('content-disposition')
      return reply(response, opened)
    },
  })
  serve(app, exportProgress, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    if (isProblem(viewer)) return viewer
    return tickets.get(keyOf(viewer.person, query.ticket ?? '')) ?? problem('not-found')
  })
}
