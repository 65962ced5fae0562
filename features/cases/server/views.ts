import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { uuid } from '../../../domain/schema.ts'
import type { Viewer, ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { getViews, MAX_VIEWS, viewBody } from '../contract.ts'

interface Deps {
  pool: Pool
  viewerOf: ViewerOf
  clock: Clock
}

async function readViews(pool: Pool, { book, person }: Viewer): Promise<z.infer<typeof getViews.response>> {
  const { rows } = await pool.query(
    'select id, name, query from desk.saved_view where book_id = $1 and person = $2 order by saved_at, id',
    [book, person],
  )
  return { views: rows }
}

/** Keeps a view under the device's id; the same id again renames it or changes its filters. */
async function saveView(pool: Pool, viewer: Viewer, id: string, body: unknown, now: Date): Promise<Problem | null> {
  const given = z.safeParse(viewBody, body)
  if (!z.safeParse(uuid, id).success || !given.success) return problem('view.name')
  const { rowCount } = await pool.query(
    `insert into desk.saved_view (book_id, person, id, name, query, saved_at)
     select $1, $2, $3, $4, $5, $6
     where exists (select 1 from desk.saved_view where book_id = $1 and person = $2 and id = $3)
       or (select count(*) from desk.saved_view where book_id = $1 and person = $2) < $7
     on conflict (book_id, person, id) do update set name = excluded.name, query = excluded.query`,
    [viewer.book, viewer.person, id, given.data.name.trim(), given.data.query, now, MAX_VIEWS],
  )
  return rowCount === 0 ? problem('view.too-many') : null
}

/** Everybody's own named filters: nobody else reads, changes or counts them. */
export function registerViews(app: FastifyInstance, { pool, viewerOf, clock }: Deps): void {
  serve(app, getViews, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readViews(pool, viewer)
  })
  app.put('/api/views/:id', documented('存一个常用筛选，或改名', viewBody), async (request, response) => {
    const viewer = await viewerOf(request)
    if (isProblem(viewer)) return reply(response, viewer)
    const { id } = request.params as { id: string }
    const refused = await saveView(pool, viewer, id, request.body, clock())
    return refused ? reply(response, refused) : response.code(204).send()
  })
  app.delete('/api/views/:id', documented('删掉一个常用筛选'), async (request, response) => {
    const viewer = await viewerOf(request)
    if (isProblem(viewer)) return reply(response, viewer)
    const { id } = request.params as { id: string }
    if (z.safeParse(uuid, id).success)
      await pool.query('delete from desk.saved_view where book_id = $1 and person = $2 and id = $3', [
        viewer.book,
        viewer.person,
        id,
      ])
    return response.code(204).send()
  })
}
