import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Problem, problem } from '../../../domain/problem.ts'

/** Largest file that is taken, in bytes. */
const MOST_FILE = 20 * 1024 * 1024

/** What browsers and scripts call a workbook. Bodies of these types are left on the wire for `withUpload`. */
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const taken = [xlsxType, 'application/octet-stream', 'application/vnd.ms-excel', 'text/csv']

export function takeSheets(app: FastifyInstance): void {
  for (const type of taken)
    if (!app.hasContentTypeParser(type)) app.addContentTypeParser(type, (_request, _body, done) => done(null))
}

const overSize = Symbol('over size')

function counted(): Transform {
  let size = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done(size > MOST_FILE ? Object.assign(new Error('over size'), { overSize }) : null, chunk)
    },
  })
}

/**
 * Puts the request's body into a file, never into memory, lends it to `work` and takes it away again.
 * @param folder for files under way
 */
export async function withUpload<T>(
  request: FastifyRequest,
  folder: string,
  work: (file: string) => Promise<T>,
): Promise<T | Problem> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_FILE) return problem('sheet.too-large')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${randomBytes(12).toString('hex')}.part`)
  try {
    const body = request.raw.readableEnded ? Readable.from([]) : request.raw
    await pipeline(body, counted(), createWriteStream(file, { mode: 0o600 }))
    return await work(file)
  } catch (error) {
    if ((error as { overSize?: unknown }).overSize === overSize) return problem('sheet.too-large')
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return problem('request.malformed')
    throw error
  } finally {
    await rm(file, { force: true })
  }
}
