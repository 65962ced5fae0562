import { createReadStream, existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { seesReporter } from '../../../domain/hazard/audience.ts'
import { filesPath } from '../../../domain/photo.ts'
import { isProblem, problem } from '../../../domain/problem.ts'
import { holds } from '../../../domain/units/roles.ts'
import type { Viewer, ViewerOf } from '../../../ledger/viewer.ts'
import { openBlobs } from '../../../platform/server/blobs.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { documented, reply } from '../../../platform/server/http.ts'
import { derivative, widthFor } from './derive.ts'
import { openUploads, PART } from './uploads.ts'

interface Deps {
  pool: Pool
  viewerOf: ViewerOf
  clock: Clock
  dataDir: string
}

const HASH = /^[0-9a-f]{64}$/

interface Seen {
  type: string
  /** The viewer sent these bytes. */
  own: boolean
}

/** The photo's row if the viewer sent it or sees a case that names it; it must have arrived in this very book. */
async function findSeen(pool: Pool, viewer: Viewer, sha256: string): Promise<Seen | null> {
  const { rows } = await pool.query(
    `select p.type, own, seen from photo p
       cross join lateral (select exists (select 1 from photo_uploader o
         where (o.book_id, o.sha256, o.uploader) = (p.book_id, p.sha256, $3)) as own) o
       cross join lateral (select exists (select 1 from photo_use u
         join audience a on (a.book_id, a.stream) = (u.book_id, u.stream)
         where (u.book_id, u.sha256) = (p.book_id, p.sha256) and a.to_seq is null and a.token = any($4)) as seen) s
     where p.book_id = $1 and p.sha256 = $2 and (own or seen)`,
    [viewer.book, sha256, viewer.person, viewer.scope],
  )
  return rows[0] ?? null
}

/** The bytes as sent carry the camera's notes (place, device): for those who may know the reporter anyway. */
const seesOriginal = (viewer: Viewer, photo: Seen): boolean =>
  photo.own || seesReporter(viewer.actor) || holds(viewer.actor, 'auditor')

/** The width asked for; undefined for the photo itself, null when it is no width. */
function wishOf(request: FastifyRequest): number | undefined | null {
  const { w } = request.query as { w?: string | string[] }
  if (w === undefined) return undefined
  return typeof w === 'string' && /^[1-9]\d{0,5}$/.test(w) ? Number(w) : null
}

function safely(response: FastifyReply, etag: string): FastifyReply {
  return response
    .header('etag', etag)
    .header('cache-control', 'private, max-age=86400, immutable')
    .header('content-security-policy', "default-src 'none'; sandbox")
}

/** Uploads by tus for whoever is signed in; photos and their derivatives for those who see a case that names them. */
export async function registerPhotos(app: FastifyInstance, deps: Deps): Promise<void> {
  const blobs = openBlobs(path.resolve(deps.dataDir, 'photos'))
  const derived = path.resolve(deps.dataDir, 'derived')
  const folder = path.resolve(deps.dataDir, 'uploads')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const uploads = openUploads({ pool: deps.pool, clock: deps.clock, blobs, folder })
  await uploads.sweep()
  const daily = setInterval(() => void uploads.sweep().catch(() => undefined), 86_400_000)
  daily.unref()
  app.addHook('onClose', async () => clearInterval(daily))
  // Uploads go to tus as they come: the body is its to read.
  app.addContentTypeParser(PART, (_request, _body, done) => done(null))

  async function upload(request: FastifyRequest, response: FastifyReply): Promise<FastifyReply> {
    const viewer = await deps.viewerOf(request)
    if (isProblem(viewer)) return reply(response, viewer)
    return uploads.handle(request, response, { book: viewer.book, person: viewer.person })
  }

  async function show(request: FastifyRequest, response: FastifyReply): Promise<FastifyReply> {
    const { sha256 } = request.params as { sha256: string }
    const viewer = await deps.viewerOf(request)
    if (isProblem(viewer)) return reply(response, viewer)
    const photo = HASH.test(sha256) && blobs.has(sha256) ? await findSeen(deps.pool, viewer, sha256) : null
    if (!photo) return reply(response, problem('not-found'))
    const wish = wishOf(request)
    if (wish === null) return reply(response, problem('request.malformed', { field: 'w' }))
    const original = wish === undefined && seesOriginal(viewer, photo)
    const width = widthFor(wish)
    const etag = `"${sha256.slice(0, 32)}-${original ? 'original' : width}"`
    safely(response, etag)
    if (request.headers['if-none-match']?.includes(etag)) return response.code(304).send()
    const file = original ? blobs.path(sha256) : await derivative(blobs, derived, sha256, width, existsSync)
    const place = original ? 'attachment' : 'inline'
    response.header('content-disposition', `${place}; filename="${sha256.slice(0, 12)}"`)
    response.type(original ? photo.type : 'image/jpeg')
    return request.method === 'HEAD' ? response.send() : response.send(createReadStream(file))
  }

  app.route({
    method: ['POST', 'OPTIONS'],
    url: filesPath,
    ...documented('上传照片（tus 1.0，Upload-Metadata 须含 sha256）'),
    exposeHeadRoute: false,
    handler: upload,
  })
  app.route({
    method: ['PATCH', 'DELETE', 'OPTIONS'],
    url: `${filesPath}/:sha256`,
    ...documented('续传或放弃上传；路径末段是创建时 Location 给出的编号'),
    exposeHeadRoute: false,
    handler: upload,
  })
  app.route({
    method: 'HEAD',
    url: `${filesPath}/:sha256`,
    config: { swagger: { exposeHeadRoute: true } } as object,
    ...documented('上传进度（tus 编号），或照片是否可取（SHA-256）'),
    exposeHeadRoute: false,
    handler: (request, response) =>
      HASH.test((request.params as { sha256: string }).sha256) ? show(request, response) : upload(request, response),
  })
  app.route({
    method: 'GET',
    url: `${filesPath}/:sha256`,
    ...documented('照片；w 为所需宽度（像素），不给则为原件，或去除拍摄信息的最大一张'),
    exposeHeadRoute: false,
    handler: show,
  })
}
