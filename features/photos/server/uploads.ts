import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import { Readable } from 'node:stream'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { filesPath, MAX_PHOTO_BYTES } from '../../../domain/photo.ts'
import { isProblem, type Problem, type ProblemCode, problem } from '../../../domain/problem.ts'
import type { Blobs } from '../../../platform/server/blobs.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { isFull } from '../../../platform/server/db.ts'
import { usedOf } from '../../../platform/server/disk.ts'
import { reply } from '../../../platform/server/http.ts'
import { keepPhoto } from './keep.ts'

export interface Sender {
  book: string
  person: string
}

interface Deps {
  pool: Pool
  clock: Clock
  blobs: Blobs
  folder: string
}

/** Content type of a part of an upload: what tus reads as it comes. */
export const PART = 'application/offset+octet-stream'
const HASH = /^[0-9a-f]{64}$/
const UPLOAD_ID = /^[0-9a-f]{32}$/
const KEPT_DAYS = 7
/** Part of the disk that may be in use; with less room no upload begins, so that the rest goes on. */
const MOST_USED = 0.95
const senders = new WeakMap<IncomingMessage, Sender>()

/** tus carries a refusal as text; the answer to the phone is made from it again in `answer`. */
const refusal = (found: Problem) => ({ status_code: 400, body: JSON.stringify(found) })

const tusProblems: Record<number, ProblemCode> = {
  404: 'not-found',
  409: 'upload.offset',
  410: 'upload.gone',
  413: 'photo.too-large',
  500: 'server.bug',
}

/** What tus itself refuses keeps its status, which its clients act on, and gets a Chinese sentence. */
function toProblem(status: number, body: string): { found: Problem; status?: number } {
  try {
    const own: unknown = JSON.parse(body)
    if (isProblem(own)) return { found: own }
  } catch {}
  return { found: problem(tusProblems[status] ?? 'request.malformed'), status }
}

async function answer(response: FastifyReply, from: Response): Promise<FastifyReply> {
  for (const [name, value] of from.headers)
    if (!name.startsWith('access-control-') && !name.startsWith('content-')) response.header(name, value)
  const body = await from.text()
  if (from.status < 400) return response.code(from.status).send(body)
  const { found, status } = toProblem(from.status, body)
  return reply(response.header('connection', 'close'), found, status)
}

function senderOf(request: Request): Sender {
  const node = (request as unknown as { runtime?: { node?: { req?: IncomingMessage } } }).runtime?.node?.req
  const sender = node && senders.get(node)
  if (!sender) throw refusal(problem('session.required'))
  return sender
}

/** The web's own request that tus reads; the raw one beside it tells tus when the line breaks. */
function toWeb(request: FastifyRequest): Request {
  const { raw } = request
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw.headers)) if (value !== undefined) headers.set(name, String(value))
  // A body of another type has been read and judged before.
  const isPart = raw.headers['content-type'] === PART
  const body = isPart && ['POST', 'PATCH'].includes(request.method) ? (Readable.toWeb(raw) as ReadableStream) : null
  const init = { method: request.method, headers, body, duplex: 'half' } as RequestInit
  return Object.assign(new Request(`http://localhost${raw.url}`, init), { runtime: { node: { req: raw } } })
}

/** Uploads by tus: resumable, bound to their sender, turned into a photo when whole. */
export function openUploads({ pool, clock, blobs, folder }: Deps) {
  // Without tus's own expiry: it looks again for a file that has by then become a photo. `sweep` does it.
  const store = new FileStore({ directory: folder })
  const finishing = new Map<string, Promise<Problem | undefined>>()

  function finish(id: string, size: number, metadata: Record<string, string | null>): Promise<Problem | undefined> {
    const running = finishing.get(id)
    if (running) return running
    const { book, person, sha256 } = metadata
    const file = path.join(folder, id)
    const arriving = { book: book ?? '', uploader: person ?? '', sha256: sha256 ?? '', file, now: clock() }
    const kept = keepPhoto(pool, blobs, arriving, size).finally(() => finishing.delete(id))
    finishing.set(id, kept)
    return kept
  }

  const isNearlyFull = async (): Promise<boolean> => (await usedOf(folder)) > MOST_USED

  /** tus does not say why it could not write: the disk is asked; else the line broke or the disk stumbled. */
  async function whyUnwritten(error: unknown): Promise<Problem | undefined> {
    if (isFull(error)) return problem('server.storage-full')
    if ((error as { status_code?: number }).status_code !== 500) return undefined
    return problem((await isNearlyFull()) ? 'server.storage-full' : 'server.busy')
  }

  const tus = new Server({
    path: filesPath,
    datastore: store,
    relativeLocation: true,
    allowedOrigins: [],
    async onResponseError(_request, error) {
      const found = await whyUnwritten(error)
      return found && refusal(found)
    },
    async onUploadCreate(request, upload) {
      if (upload.size === undefined) throw refusal(problem('request.malformed'))
      if (upload.size > MAX_PHOTO_BYTES) throw refusal(problem('photo.too-large'))
      if (upload.size === 0) throw refusal(problem('photo.not-image'))
      if (!HASH.test(upload.metadata?.sha256 ?? '')) throw refusal(problem('request.malformed'))
      if (await isNearlyFull()) throw refusal(problem('server.storage-full'))
      return { metadata: { ...upload.metadata, ...senderOf(request) } }
    },
    async onIncomingRequest(request, id) {
      if (request.method === 'POST' || !id) return
      const kept = await store.getUpload(id).catch(() => null)
      if (kept && kept.metadata?.person !== senderOf(request).person) throw refusal(problem('not-found'))
    },
    async onUploadFinish(_request, upload) {
      const refused = await finish(upload.id, upload.size ?? 0, upload.metadata ?? {})
      if (refused) throw refusal(refused)
      return {}
    },
  })

  /**
   * A phone that lost the last answer asks how far its upload got. One that is whole is finished here, if the server
   * fell before it could, and is answered as complete though its file has moved to the photos.
   */
  async function finished(id: string, sender: Sender): Promise<number | Problem | null> {
    const known = await Promise.resolve(store.configstore.get(id)).catch(() => undefined)
    if (!known?.size || known.metadata?.person !== sender.person) return null
    const file = path.join(folder, id)
    if (existsSync(file)) {
      if ((await stat(file)).size < known.size) return null
      const refused = await finish(id, known.size, known.metadata)
      if (refused) return refused
    }
    return blobs.has(known.metadata.sha256 ?? '') ? known.size : null
  }

  async function handle(request: FastifyRequest, response: FastifyReply, sender: Sender): Promise<FastifyReply> {
    const { sha256: id } = request.params as { sha256?: string }
    if (id !== undefined && !UPLOAD_ID.test(id)) return reply(response, problem('not-found'))
    if (request.method === 'HEAD' && id) {
      const size = await finished(id, sender)
      if (isProblem(size)) return reply(response, size)
      if (size !== null)
        return response
          .headers({ 'tus-resumable': '1.0.0', 'upload-offset': size, 'upload-length': size })
          .code(200)
          .send('')
    }
    // Its line broke before its turn came: nobody hears the answer, and its body can be read no more.
    if (request.raw.destroyed) return reply(response, problem('server.busy'))
    senders.set(request.raw, sender)
    return answer(response, await tus.handleWeb(toWeb(request)))
  }

  /** Removes what was begun more than a week ago, and the notes of what was finished. */
  async function sweep(): Promise<void> {
    const oldest = clock().getTime() - KEPT_DAYS * 86_400_000
    for (const name of await readdir(folder)) {
      const file = path.join(folder, name)
      const found = await stat(file).catch(() => null)
      if (found && found.mtimeMs < oldest) await rm(file, { force: true })
    }
  }

  return { handle, sweep }
}
