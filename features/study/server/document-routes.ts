import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { code } from '../../../domain/schema.ts'
import { holds } from '../../../domain/units/roles.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { openBlobs } from '../../../platform/server/blobs.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { documentSource, getDocuments } from '../contract.ts'
import { findDocument, readDocuments } from './document-list.ts'
import {
  type DocumentDeps,
  draftDocument,
  issueBody,
  issueDocument,
  previewBody,
  previewDocument,
} from './documents.ts'

const types = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
}
const naming = z.object({ book: z.optional(code) })
const fileNaming = z.object({ book: z.optional(code), version: z.optional(z.coerce.number().check(z.int(), z.gte(1))) })

type Reads = (request: FastifyRequest, book?: string) => Promise<Viewer | Problem>

/** 公文: drafted, looked at, issued; the files as they were issued, for whoever reads the topics. */
export function registerDocuments(
  app: FastifyInstance,
  { dataDir, viewerOf, ...given }: Omit<DocumentDeps, 'blobs'> & { dataDir: string; viewerOf: Reads },
): void {
  const blobs = openBlobs(path.resolve(dataDir, 'documents'))
  const deps = { ...given, blobs }

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

  post('/api/documents/draft', '拟稿：按议题和会议生成，可修改', documentSource, (viewer, source) =>
    draftDocument(deps, viewer, source),
  )
  post('/api/documents/preview', '印发前预览 PDF，不取号', previewBody, async (_viewer, body, response) => {
    const pdf = await previewDocument(body)
    if (!isProblem(pdf)) response.type(types.pdf)
    return pdf
  })
  post('/api/documents', '取号印发；再次提交为更正版', issueBody, (viewer, body) => issueDocument(deps, viewer, body))

  serve(app, getDocuments, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readDocuments(deps.pool, viewer)
  })

  app.get('/api/documents/:id/:kind', documented('印发的文件：docx 或 pdf'), async (request, response) => {
    const { id, kind } = request.params as { id: string; kind: string }
    const query = z.safeParse(fileNaming, request.query)
    const viewer = await viewerOf(request, query.data?.book)
    if (isProblem(viewer)) return reply(response, viewer)
    const isKind = kind === 'docx' || kind === 'pdf'
    const found =
      isKind && query.success && /^[0-9a-f-]{36}$/.test(id) && (await findDocument(deps.pool, viewer.book, id))
    const issued = found ? found.issued.at((query.data?.version ?? 0) - 1) : undefined
    if (!found || !issued || !isKind) return reply(response, problem('not-found'))
    const name = encodeURIComponent(`${found.number}.${kind}`)
    return response
      .type(types[kind])
      .header('content-disposition', `attachment; filename="document.${kind}"; filename*=UTF-8''${name}`)
      .send(createReadStream(blobs.path(issued[kind])))
  })
}
