import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { code } from '../../../domain/schema.ts'
import { holds } from '../../../domain/units/roles.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { draftSource, getDocuments, getHandled, getMaking } from '../contract.ts'
import type { DocumentDeps } from './document-deps.ts'
import { draftDocument } from './document-drafts.ts'
import { fileTypes } from './document-files.ts'
import { readDocuments } from './document-list.ts'
import { issueBody, issueDocument, previewBody, previewDocument } from './documents.ts'
import { readHandled } from './handled.ts'
import { papersInMaking } from './making.ts'

const naming = z.object({ book: z.optional(code) })

type Reads = (request: FastifyRequest, book?: string) => Promise<Viewer | Problem>

/** 公文: drafted, looked at, issued and listed, for whoever reads the topics. */
export function registerDocuments(app: FastifyInstance, deps: DocumentDeps, viewerOf: Reads): void {
  /** A wish of the office, its body judged: what comes back is sent, a problem is said. */
  function post<B extends z.ZodMiniType>(
    url: string,
    summary: string,
    schema: B,
    take: (viewer: Viewer, body: z.output<B>, response: FastifyReply) => Promise<object | Problem>,
  ): void {
    app.post(url, documented(summary, schema), async (request, response) => {
      const viewer = await viewerOf(request, z.safeParse(naming, request.query).data?.book)
      if (isProblem(viewer)) return reply(response, viewer)
      if (!holds(viewer.actor, 'office')) return reply(response, problem('step.not-yours'))
      const body = z.safeParse(schema, request.body)
      if (!body.success)
        return reply(response, problem('document.content', { field: body.error.issues[0]?.path.join('.') }))
      const answer = await take(viewer, body.data, response)
      return isProblem(answer) ? reply(response, answer) : response.send(answer)
    })
  }

  post('/api/documents/draft', '拟稿：按议题、会议或隐患生成，可修改', draftSource, (viewer, source) =>
    draftDocument({ pool: deps.pool, viewer, source, now: deps.clock() }),
  )
  const papers = papersInMaking()
  post('/api/documents/preview', '印发前预览 PDF，不取号', previewBody, async (viewer, body, response) => {
    const pdf = await papers.follow(viewer, body.id, (tell) => previewDocument(deps, viewer, body, tell))
    if (!isProblem(pdf)) response.type(fileTypes.pdf)
    return pdf
  })
  post('/api/documents', '取号印发；再次提交为更正版', issueBody, (viewer, body) =>
    papers.follow(viewer, body.id, (tell) => issueDocument(deps, viewer, body, tell)),
  )

  serve(app, getMaking, async ({ query, params, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : { making: papers.find(viewer, params.id ?? '') }
  })

  serve(app, getDocuments, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readDocuments(deps.pool, viewer)
  })

  serve(app, getHandled, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    if (isProblem(viewer)) return viewer
    return holds(viewer.actor, 'office')
      ? readHandled(deps.pool, viewer, query, deps.clock())
      : problem('step.not-yours')
  })
}
