import path from 'node:path'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { catalogueInForce } from '../../../domain/catalogue/in-force.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { holds } from '../../../domain/units/roles.ts'
import type { Ledger } from '../../../ledger/append.ts'
import type { Viewer, ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { takeSheets, withUpload, xlsxType } from '../../../platform/server/sheets/receive.ts'
import {
  confirmBody,
  confirmPath,
  getImport,
  importsPath,
  listImports,
  markedPath,
  templatePath,
  undoBody,
  undoPath,
  uploaded,
  uploadQuery,
} from '../contract.ts'
import { openDesk } from './desk.ts'
import { writeMarked, writeMarkedExport, writeTemplate } from './template.ts'

interface Deps {
  pool: Pool
  ledger: Ledger
  viewerOf: ViewerOf
  clock: Clock
  dataDir: string
}

const mayImport = ({ actor }: Viewer): boolean => holds(actor, 'office') || holds(actor, 'community')

/** 导入: the template, an upload with its preview, and what follows from confirming or undoing it. */
export function registerImports(app: FastifyInstance, deps: Deps): void {
  takeSheets(app)
  const desk = openDesk(deps)
  const folder = path.resolve(deps.dataDir, 'sheets')
  const daily = setInterval(() => void desk.sweep().catch(() => undefined), 86_400_000)
  daily.unref()
  app.addHook('onReady', async () => void desk.sweep().catch(() => undefined))
  app.addHook('onClose', async () => {
    clearInterval(daily)
    await desk.settle()
  })

  async function importer(request: FastifyRequest, book?: string): Promise<Viewer | Problem> {
    const viewer = await deps.viewerOf(request, book)
    if (isProblem(viewer)) return viewer
    return mayImport(viewer) ? viewer : problem('step.not-yours')
  }

  function sendBook(response: FastifyReply, name: string, bytes: AsyncGenerator<Buffer>): FastifyReply {
    const encoded = encodeURIComponent(name)
    response.header('content-disposition', `attachment; filename="import.xlsx"; filename*=UTF-8''${encoded}`)
    return response.type(xlsxType).send(Readable.from(bytes))
  }

  function templateOf(viewer: Viewer) {
    const today = shanghaiDate(deps.clock().toISOString())
    const catalogue = catalogueInForce(viewer.reference.catalogues, today)
    return catalogue ? { catalogue, today } : problem('item.unknown')
  }

  const bookQuery = z.object({ book: uploadQuery.shape.book })
  const withBook = (summary: string) => ({ schema: { summary, querystring: bookQuery } as FastifySchema })
  const bookOf = (request: FastifyRequest) => (request.query as { book?: string }).book

  app.get(templatePath, withBook('导入模板（.xlsx）'), async (request, response) => {
    const viewer = await importer(request, bookOf(request))
    const given = isProblem(viewer) ? viewer : templateOf(viewer)
    if (isProblem(viewer) || isProblem(given)) return reply(response, given as Problem)
    return sendBook(response, '隐患台账导入模板.xlsx', writeTemplate(viewer.reference, given.catalogue, given.today))
  })

  app.get(markedPath, withBook('上传的表，标出错误原因'), async (request, response) => {
    const viewer = await importer(request, bookOf(request))
    if (isProblem(viewer)) return reply(response, viewer)
    const given = templateOf(viewer)
    const marked = await desk.readMarked(viewer, (request.params as { id: string }).id)
    if (isProblem(given) || isProblem(marked)) return reply(response, (isProblem(marked) ? marked : given) as Problem)
    const bytes =
      marked.kind === 'export'
        ? writeMarkedExport(marked.rows)
        : writeMarked(viewer.reference, given.catalogue, marked.rows)
    return sendBook(response, `标注错误-${marked.name}`, bytes)
  })

  app.post(
    importsPath,
    {
      schema: {
        summary: '上传要导入的表（请求体就是文件），得到预览',
        querystring: uploadQuery,
        response: { 200: uploaded },
      } as FastifySchema,
    },
    async (request, response) => {
      const query = request.query as z.infer<typeof uploadQuery>
      const viewer = await importer(request, query.book)
      if (isProblem(viewer)) return reply(response, viewer)
      const made = await withUpload(request, folder, (file) => desk.upload(viewer, file, query.name || '台账.xlsx'))
      return isProblem(made) ? reply(response, made) : response.send(made)
    },
  )

  function work<B extends z.ZodMiniType>(
    url: string,
    summary: string,
    body: B,
    start: (viewer: Viewer, id: string, given: z.output<B>) => Promise<Problem | null>,
  ) {
    app.post(url, documented(summary, body), async (request, response) => {
      const viewer = await importer(request, bookOf(request))
      if (isProblem(viewer)) return reply(response, viewer)
      const given = z.safeParse(body, request.body ?? {})
      if (!given.success) return reply(response, problem('request.malformed'))
      const refused = await start(viewer, (request.params as { id: string }).id, given.data)
      return refused ? reply(response, refused) : response.code(202).send({})
    })
  }
  work(confirmPath, '确认导入（或接着导完）', confirmBody, (viewer, id, { include }) =>
    desk.confirm(viewer, id, include ?? []),
  )
  work(undoPath, '撤销这一批导入', undoBody, (viewer, id, { reason }) =>
    desk.undo(viewer, id, reason?.trim() || '导入有误'),
  )

  serve(app, listImports, async ({ query, request }) => {
    const viewer = await importer(request, query.book)
    return isProblem(viewer) ? viewer : desk.list(viewer)
  })
  serve(app, getImport, async ({ query, params, request }) => {
    const viewer = await importer(request, query.book)
    return isProblem(viewer) ? viewer : desk.show(viewer, params.id ?? '')
  })
}
