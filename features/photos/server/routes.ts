import { createReadStream, existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { filesPath, MAX_PHOTO_BYTES } from '../../../domain/photo.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import { openBlobs } from '../../../platform/server/blobs.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { reply } from '../../../platform/server/http.ts'
import { problemBody } from '../../../platform/server/problem-reply.ts'
import { derivative, widthFor } from './derive.ts'
import { keepPhoto } from './keep.ts'

interface Deps {
  pool: Pool
  viewerOf: ViewerOf
  clock: Clock
  dataDir: string
}

interface Sender {
  book: string
  person: string
}

const HASH = /^[0-9a-f]{64}$/
const senders = new WeakMap<IncomingMessage, Sender>()

/** tus answers with this; the phone reads the sentence from the body as everywhere else. */
const refusal = (found: Problem) => {
  const body = problemBody(found)
  return { status_code: body.status, body: JSON.stringify(body) }
}

function tusServer({ pool, clock, dataDir }: Deps, blobs: ReturnType<typeof openBlobs>): Server {
  const folder = path.resolve(dataDir, 'uploads')
  return new Server({
    path: filesPath,
    datastore: new FileStore({ directory: folder, expirationPeriodInMilliseconds: 7 * 86_400_000 }),
    relativeLocation: true,
    async onUploadCreate(request, upload) {
      if ((upload.size ?? 0) > MAX_PHOTO_BYTES || upload.size === undefined) throw refusal(problem('photo.too-large'))
      if (!HASH.test(upload.metadata?.sha256 ?? '')) throw refusal(problem('request.malformed'))
      const sender = senderOf(request)
      return { metadata: { ...upload.metadata, book: sender.book, person: sender.person } }
    },
    async onIncomingRequest(request, id) {
      if (request.method === 'POST' || !id) return
      const kept = await new FileStore({ directory: folder }).getUpload(id).catch(() => null)
      if (kept && kept.metadata?.person !== senderOf(request).person) throw refusal(problem('not-found'))
    },
    async onUploadFinish(_request, upload) {
      const { book, person, sha256 } = upload.metadata ?? {}
      const arriving = {
        book: book ?? '',
        uploader: person ?? '',
        sha256: sha256 ?? '',
        file: path.join(folder, upload.id),
        now: clock(),
      }
      const refused = await keepPhoto(pool, blobs, arriving, upload.size ?? 0)
      if (refused) throw refusal(refused)
      return {}
    },
  })
}

function senderOf(request: Request): Sender {
  const node = (request as unknown as { runtime?: { node?: { req?: IncomingMessage } } }).runtime?.node?.req
  const sender = node && senders.get(node)
  if (!sender) throw refusal(problem('session.required'))
  return sender
}

/** Uploads by tus for whoever is signed in; photos and their derivatives for those who see a case that names them. */
export async function registerPhotos(app: FastifyInstance, deps: Deps): Promise<void> {
  const blobs = openBlobs(path.resolve(deps.dataDir, 'photos'))
  const derived = path.resolve(deps.dataDir, 'derived')
  await mkdir(path.resolve(deps.dataDir, 'uploads'), { recursive: true, mode: 0o700 })
  const tus = tusServer(deps, blobs)
  // Uploads go to tus as they come: the body is its to read.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _body, done) => done(null))
  app.route({
    method: ['POST', 'HEAD', 'PATCH', 'OPTIONS', 'DELETE'],
    url: `${filesPath}/:id?`,
    exposeHeadRoute: false,
    schema: { hide: true } as never,
    async handler(request, response) {
      const viewer = await deps.viewerOf(request)
      if (isProblem(viewer)) return reply(response, viewer)
      senders.set(request.raw, { book: viewer.book, person: viewer.person })
      response.hijack()
      await tus.handle(request.raw, response.raw)
    },
  })
  app.get(`${filesPath}/:sha256`, { exposeHeadRoute: false }, async (request, response) => {
    const { sha256 } = request.params as { sha256: string }
    const viewer = await deps.viewerOf(request)
    if (isProblem(viewer)) return reply(response, viewer)
    if (!HASH.test(sha256) || !blobs.has(sha256)) return reply(response, problem('not-found'))
    const { rows } = await deps.pool.query(
      `select 1 where exists (select 1 from photo_uploader o where (o.book_id, o.sha256, o.uploader) = ($1, $2, $3))
         or exists (select 1 from photo_use u join audience a on (a.book_id, a.stream) = (u.book_id, u.stream)
           where u.book_id = $1 and u.sha256 = $2 and a.to_seq is null and a.token = any($4))`,
      [viewer.book, sha256, viewer.person, viewer.scope],
    )
    if (rows.length === 0) return reply(response, problem('not-found'))
    const wish = Number((request.query as { w?: string }).w)
    const width = widthFor(Number.isFinite(wish) && wish > 0 ? wish : undefined)
    const file = await derivative(blobs, derived, sha256, width, existsSync)
    return response
      .header('cache-control', 'private, max-age=86400, immutable')
      .header('content-disposition', 'inline')
      .type('image/jpeg')
      .send(createReadStream(file))
  })
}
