import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { facesOf } from '../../../domain/units/deputies.ts'
import { holds } from '../../../domain/units/roles.ts'
import type { Ledger } from '../../../ledger/append.ts'
import { seesAll } from '../../../ledger/standing.ts'
import type { Viewer, ViewerOf } from '../../../ledger/viewer.ts'
import { openBlobs } from '../../../platform/server/blobs.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { serve } from '../../../platform/server/http.ts'
import { getResolutions, getStudy, getTopics } from '../contract.ts'
import { registerDocumentFiles } from './document-files.ts'
import { registerDocuments } from './document-routes.ts'
import { readResolutions } from './resolutions.ts'
import { readStudy } from './study.ts'
import { registerTemplates } from './template-routes.ts'
import { readTopics } from './topics.ts'

/** The work group's papers are the office's, its leaders' and of those who check them, over the whole street. */
const mayRead = (viewer: Viewer): boolean =>
  seesAll(viewer) &&
  facesOf(viewer.actor).some((one) => holds(one, 'office') || holds(one, 'leader') || holds(one, 'auditor'))

/** Departments too are told of what was decided, as far as it is theirs. */
const hasTasks = (viewer: Viewer): boolean =>
  mayRead(viewer) || facesOf(viewer.actor).some((one) => holds(one, 'handler'))

interface Deps {
  pool: Pool
  ledger: Ledger
  viewerOf: ViewerOf
  clock: Clock
  dataDir: string
}

/** 研判, 议题 and what is issued of them. */
export function registerStudy(app: FastifyInstance, deps: Deps): void {
  async function viewerOf(request: Parameters<ViewerOf>[0], book?: string): Promise<Viewer | Problem> {
    const viewer = await deps.viewerOf(request, book)
    return isProblem(viewer) || mayRead(viewer) ? viewer : problem('step.not-yours')
  }
  const documents = { ...deps, blobs: openBlobs(path.resolve(deps.dataDir, 'documents')) }
  registerDocuments(app, documents, viewerOf)
  registerDocumentFiles(app, documents, { viewerOf: deps.viewerOf, mayRead })
  registerTemplates(app, { ...documents, viewerOf })
  serve(app, getStudy, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readStudy(deps.pool, viewer, deps.clock(), query.by)
  })
  serve(app, getResolutions, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    if (isProblem(viewer)) return viewer
    return hasTasks(viewer) ? readResolutions(deps.pool, viewer, query.asOf, deps.clock()) : problem('step.not-yours')
  })
  serve(app, getTopics, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readTopics(deps.pool, viewer, deps.clock())
  })
}
