import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { isProblem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import { serve } from '../../../platform/server/http.ts'
import { getCatalogueUse } from '../contract.ts'
import { readCatalogueUse } from './reads.ts'

/** How many cases each item of each version has. */
export function registerCatalogue(app: FastifyInstance, { pool, viewerOf }: { pool: Pool; viewerOf: ViewerOf }): void {
  serve(app, getCatalogueUse, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readCatalogueUse(pool, viewer)
  })
}
