import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import { type DocumentType, documentNames, documentTypes } from '../../../domain/document/document-types.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { code, sha256 } from '../../../domain/schema.ts'
import { holds } from '../../../domain/units/roles.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { takeSheets, withUpload } from '../../../platform/server/sheets/receive.ts'
import { getTemplates, templateQuery } from '../contract.ts'
import type { DocumentDeps } from './document-deps.ts'
import { fileTypes } from './document-files.ts'
import { readTemplates, replaceTemplate, templateEver, templateInForce, tryTemplate } from './templates.ts'

/** Largest template that is taken, in bytes: one without pictures has some ten thousand. */
const MOST_TEMPLATE = 8 * 1024 * 1024

const fileQuery = z.object({ book: z.optional(code), of: z.optional(sha256) })
const typeIn = (request: FastifyRequest): DocumentType | undefined =>
  documentTypes.find((one) => one === (request.params as { type: string }).type)

interface Deps extends DocumentDeps {
  dataDir: string
  viewerOf: (request: FastifyRequest, book?: string) => Promise<Viewer | Problem>
}

/** 公文模板: which is in force, tried before it is put in force, and each as it was. */
export function registerTemplates(app: FastifyInstance, deps: Deps): void {
  takeSheets(app)
  const folder = path.resolve(deps.dataDir, 'sheets')

  /** What an upload holds: at most so large, in memory. */
  async function uploaded(request: FastifyRequest): Promise<Buffer | Problem> {
    const bytes = await withUpload(request, folder, async (file) =>
      (await stat(file)).size > MOST_TEMPLATE ? problem('document.template-large') : readFile(file),
    )
    return isProblem(bytes) && bytes.code === 'sheet.too-large' ? problem('document.template-large') : bytes
  }

  function post(
    url: string,
    summary: string,
    take: (given: Given, response: FastifyReply) => Promise<object | Problem>,
  ): void {
    app.post(url, documented(summary), async (request, response) => {
      const query = z.safeParse(templateQuery, request.query)
      const viewer = await deps.viewerOf(request, query.data?.book)
      if (isProblem(viewer)) return reply(response, viewer)
      if (!holds(viewer.actor, 'office')) return reply(response, problem('step.not-yours'))
      const type = typeIn(request)
      if (!type || !query.success) return reply(response, problem('not-found'))
      const bytes = await uploaded(request)
      const answer = isProblem(bytes) ? bytes : await take({ viewer, type, bytes, query: query.data }, response)
      return isProblem(answer) ? reply(response, answer) : response.send(answer)
    })
  }

  post('/api/templates/:type/preview', '试用模板（请求体就是 .docx），得到填好示例的 PDF', async (given, response) => {
    const pdf = await tryTemplate(given.type, given.bytes)
    if (!isProblem(pdf)) response.type(fileTypes.pdf)
    return pdf
  })

  post('/api/templates/:type', '从现在起用这个模板（请求体就是 .docx）', async ({ viewer, type, bytes, query }) => {
    const { id, name } = query
    if (!id || !name) return problem('request.malformed')
    return (await replaceTemplate(deps, viewer, { type, name, bytes, id })) ?? (await readTemplates(deps.pool, viewer))
  })

  serve(app, getTemplates, async ({ query, request }) => {
    const viewer = await deps.viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readTemplates(deps.pool, viewer)
  })

  app.get('/api/templates/:type/docx', documented('现在用的模板；of 指明以前用过的'), async (request, response) => {
    const query = z.safeParse(fileQuery, request.query)
    const viewer = await deps.viewerOf(request, query.data?.book)
    if (isProblem(viewer)) return reply(response, viewer)
    const type = typeIn(request)
    if (!type || !query.success) return reply(response, problem('not-found'))
    const { of } = query.data
    const bytes = await (of ? templateEver(deps, viewer.book, type, of) : templateInForce(deps, viewer.book, type))
    if (isProblem(bytes)) return reply(response, bytes)
    const name = encodeURIComponent(`${documentNames[type]}模板.docx`)
    return response
      .type(fileTypes.docx)
      .header('content-disposition', `attachment; filename="template.docx"; filename*=UTF-8''${name}`)
      .send(bytes)
  })
}

interface Given {
  viewer: Viewer
  type: DocumentType
  bytes: Buffer
  query: z.infer<typeof templateQuery>
}
