import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { type Caller, expectProblem, type TestApp } from './test-app.ts'

export const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let tint = 0
/** A photo as a phone takes it: turned by a flag, with device and place in its notes. No two are alike. */
export async function takePhoto(width = 1200, height = 900): Promise<Buffer> {
  tint += 1
  const background = { r: tint % 256, g: 90, b: Math.floor(tint / 256) }
  const notes = {
    IFD0: { Make: 'SecretPhone' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '104/1 4/1 0/1' },
  }
  return sharp({ create: { width, height, channels: 3, background } })
    .withMetadata({ exif: notes, orientation: 6 })
    .jpeg()
    .toBuffer()
}

export interface Reply {
  status: number
  headers: Headers
  bytes: Buffer
}

export const tus = { 'tus-resumable': '1.0.0' }
const b64 = (text: string) => Buffer.from(text).toString('base64')

/** The calls of a phone that uploads, over a real line. */
export async function openPhone(server: TestApp) {
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const origin = `http://127.0.0.1:${(server.app.server.address() as { port: number }).port}`

  async function ask(who: Caller | null, url: string, init: RequestInit = {}): Promise<Reply> {
    const headers = { ...(who ? { cookie: server.cookie(who) } : {}), ...(init.headers as Record<string, string>) }
    const answer = await fetch(`${origin}${url}`, { ...init, headers })
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
  }

  function create(who: Caller, sha256: string, length: number, more: Record<string, string> = {}): Promise<Reply> {
    const metadata = `sha256 ${b64(sha256)},name ${b64('现场.jpg')},type ${b64('image/jpeg')}`
    const headers = { ...tus, 'upload-length': String(length), 'upload-metadata': metadata, ...more }
    return ask(who, '/api/files', { method: 'POST', headers })
  }

  const patch = (who: Caller, at: string, offset: number, bytes: Buffer) =>
    ask(who, at, {
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(bytes),
    })

  async function upload(who: Caller, bytes: Buffer, sha256 = hashOf(bytes)): Promise<Reply> {
    const created = await create(who, sha256, bytes.length)
    return created.status === 201 ? patch(who, created.headers.get('location') ?? '', 0, bytes) : created
  }

  return { origin, ask, create, patch, upload }
}
export type Phone = Awaited<ReturnType<typeof openPhone>>

export function expectRefused(reply: Reply, status: number, code: string): void {
  const headers = Object.fromEntries(reply.headers)
  expectProblem({ statusCode: reply.status, headers, body: reply.bytes.toString() }, status, code)
}
