import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { reports } from '../../../domain/hazard/rights.ts'
import { isProblem, type Problem } from '../../../domain/problem.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { standingFrom, standingWhere } from '../../../ledger/standing.ts'
import type { Viewer, ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getStart } from '../contract.ts'

interface Deps {
  pool: Pool
  viewerOf: ViewerOf
  clock: Clock
}

function readStart({ pool, clock }: Deps, viewer: Viewer): Promise<z.infer<typeof getStart.response> | Problem> {
  const workers = [...viewer.reference.people.values()]
    .filter(({ disabled, memberships }) => !disabled && reports(memberships))
    .map(({ id }) => id)
  return readAt(pool, viewer.book, undefined, clock(), async (tx, instant) => {
    const w = standingWhere({}, viewer, instant)
    const { rows } = await tx.query(
      `select count(*) filter (where s.status <> 'void')::int as found,
         count(*) filter (where s.status not in ('reported', 'void'))::int as handed,
         count(*) filter (where s.status in ('rectified', 'closed'))::int as fixed,
         count(*) filter (where s.status = 'closed')::int as closed
       from ${standingFrom} where ${w.clauses.join(' and ')}`,
      w.values,
    )
    const signed = await tx.query(
      `select count(distinct a.person)::int as n from account a join session s on s.username = a.username
       where a.book_id = $1 and a.person = any($2::uuid[])`,
      [viewer.book, workers],
    )
    return {
      people: workers.length,
      signedIn: signed.rows[0].n,
      cases: viewer.scope.length > 0 ? rows[0] : null,
      asOf: instant.asOf,
    }
  })
}

/** The page 第一天 asks how far the office has come. */
export function registerStart(app: FastifyInstance, deps: Deps): void {
  serve(app, getStart, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readStart(deps, viewer)
  })
}
