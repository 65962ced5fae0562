import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, expectProblem, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
let origin: string

beforeAll(async () => {
  server = await openTestApp()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(server.app.server.address() as { port: number }).port}`
})

afterAll(() => server.end())

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let tint = 0
/** A photo as a phone takes it: turned by a flag, with device and place in its notes. No two are alike. */
async function takePhoto(width = 1200, height = 900): Promise<Buffer> {
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

interface Reply {
  status: number
  headers: Headers
  bytes: Buffer
}

async function ask(who: Caller | null, url: string, init: RequestInit = {}): Promise<Reply> {
  const headers = { ...(who ? { cookie: server.cookie(who) } : {}), ...(init.headers as Record<string, string>) }
  const answer = await fetch(`${origin}${url}`, { ...init, headers })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

const tus = { 'tus-resumable': '1.0.0' }
const b64 = (text: string) => Buffer.from(text).toString('base64')

function create(who: Caller | null, sha256: string, length: number, more: Record<string, string> = {}): Promise<Reply> {
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
  expect(created.status).toBe(201)
  return patch(who, created.headers.get('location') ?? '', 0, bytes)
}

function expectRefused(reply: Reply, status: number, code: string): void {
  const headers = Object.fromEntries(reply.headers)
  expectProblem({ statusCode: reply.status, headers, body: reply.bytes.toString() }, status, code)
}

describe('an upload', () => {
  test('arrives whole: its sender sees it before any case names it, nobody else does', async () => {
    const photo = await takePhoto()
    const sha256 = hashOf(photo)
    const done = await upload('grid', photo)
    expect(done.status).toBe(204)
    expect(done.headers.get('access-control-allow-origin')).toBeNull()
    expect(done.headers.get('x-content-type-options')).toBe('nosniff')
    const own = await ask('grid', `/api/files/${sha256}`)
    expect(own.status).toBe(200)
    expect(hashOf(own.bytes)).toBe(sha256)
    for (const who of ['community', 'office', 'fire', 'leader', 'admin', 'stranger'] as const)
      expectRefused(await ask(who, `/api/files/${sha256}`), 404, 'not-found')
    expectRefused(await ask(null, `/api/files/${sha256}`), 401, 'session.required')
  })

  test('that was cut goes on where it stopped', async () => {
    const photo = await takePhoto(2400, 1800)
    const cut = Math.floor(photo.length / 3)
    const location = (await create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
    await patch('grid', location, 0, photo.subarray(0, cut))
    const asked = await ask('grid', location, { method: 'HEAD', headers: tus })
    expect(asked.status).toBe(200)
    expect(asked.headers.get('upload-offset')).toBe(String(cut))
    expectRefused(await patch('grid', location, 0, photo), 409, 'upload.offset')
    expect((await patch('grid', location, cut, photo.subarray(cut))).status).toBe(204)
    expect(hashOf((await ask('grid', `/api/files/${hashOf(photo)}`)).bytes)).toBe(hashOf(photo))
  })

  test('whose line broke in the middle keeps what arrived', async () => {
    const photo = await takePhoto(3000, 2000)
    const location = (await create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
    const half = Math.floor(photo.length / 2)
    const aborting = new AbortController()
    const body = new ReadableStream({
      start(stream) {
        stream.enqueue(new Uint8Array(photo.subarray(0, half)))
        setTimeout(() => aborting.abort(), 300)
      },
    })
    const headers = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
    const init = { method: 'PATCH', headers, body, duplex: 'half', signal: aborting.signal } as RequestInit
    await expect(ask('grid', location, init)).rejects.toThrow()
    const asked = await ask('grid', location, { method: 'HEAD', headers: tus })
    const offset = Number(asked.headers.get('upload-offset'))
    expect(offset).toBe(half)
    expect((await patch('grid', location, offset, photo.subarray(offset))).status).toBe(204)
    expect((await ask('grid', `/api/files/${hashOf(photo)}`)).status).toBe(200)
  })

  test('whose last answer was lost is told that it is whole', async () => {
    const photo = await takePhoto()
    const location = (await create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
    await patch('grid', location, 0, photo)
    const asked = await ask('grid', location, { method: 'HEAD', headers: tus })
    expect(asked.status).toBe(200)
    expect(asked.headers.get('upload-offset')).toBe(asked.headers.get('upload-length'))
  })

  test('belongs to its sender: others cannot ask, continue or cancel it', async () => {
    const photo = await takePhoto()
    const location = (await create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
    expect((await ask('community', location, { method: 'HEAD', headers: tus })).status).toBe(404)
    expectRefused(await patch('community', location, 0, photo), 404, 'not-found')
    expectRefused(await ask('office', location, { method: 'DELETE', headers: tus }), 404, 'not-found')
    expect((await ask('grid', location, { method: 'DELETE', headers: tus })).status).toBe(204)
    expect((await ask('grid', location, { method: 'HEAD', headers: tus })).status).toBeGreaterThanOrEqual(404)
  })

  test('of the same photo by two people at once is one photo that both may name', async () => {
    const photo = await takePhoto()
    const sha256 = hashOf(photo)
    const senders = ['grid', 'grid', 'community', 'grid', 'community'] as const
    const done = await Promise.all(senders.map((who) => upload(who, photo)))
    expect(done.map((reply) => reply.status)).toEqual(senders.map(() => 204))
    for (const who of ['grid', 'community'] as const) {
      expect(hashOf((await ask(who, `/api/files/${sha256}`)).bytes)).toBe(sha256)
      await server.report(who, { photos: [sha256] })
    }
    const stolen = await server.send('volunteer', [
      server.command('report', { community: 'c01', item: '1.1', place: '此处', description: '述', photos: [sha256] }),
    ])
    expect(stolen[0]?.problem?.code).toBe('photo.not-yours')
  })
})

describe('what is no photo is refused, with a sentence', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)" width="9" height="9"/>'
  test.each<[string, () => Promise<Buffer> | Buffer]>([
    ['a text', () => Buffer.from('这不是照片')],
    ['a page named .jpg', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing with a script', () => Buffer.from(svg)],
    ['a GIF', () => Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
    ['only the head of a JPEG', async () => (await takePhoto()).subarray(0, 700)],
    [
      'a PNG whose picture is broken',
      async () =>
        broken(
          await sharp(await takePhoto())
            .png()
            .toBuffer(),
        ),
    ],
  ])('%s', async (_name, make) => {
    const bytes = await make()
    expectRefused(await upload('grid', bytes), 415, 'photo.not-image')
    expectRefused(await ask('grid', `/api/files/${hashOf(bytes)}`), 404, 'not-found')
  })

  test('a hash that is not the bytes’ own, and one that is no hash', async () => {
    const photo = await takePhoto()
    expectRefused(await upload('grid', photo, hashOf(Buffer.from('other'))), 422, 'photo.damaged')
    for (const bad of ['', 'abc', '../../../etc/passwd', 'G'.repeat(64), 'A'.repeat(64)])
      expectRefused(await create('grid', bad, 100), 400, 'request.malformed')
  })

  test('60 MB: at creation by its length, and in the stream whatever was said', async () => {
    const photo = await takePhoto()
    expectRefused(await create('grid', hashOf(photo), 60_000_000), 413, 'photo.too-large')
    const location = (await create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
    expectRefused(await patch('grid', location, 0, Buffer.alloc(60_000_000)), 413, 'photo.too-large')
    const body = new ReadableStream({
      pull: (stream) => stream.enqueue(new Uint8Array(1_000_000)),
    })
    const headers = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
    const endless = { method: 'PATCH', headers, body, duplex: 'half' } as RequestInit
    const refused = await ask('grid', location, endless).catch(() => null)
    if (refused) expectRefused(refused, 413, 'photo.too-large')
    const [file] = location.split('/').slice(-1)
    expect(readFileSync(path.join(server.dataDir, 'uploads', file ?? '')).length).toBeLessThanOrEqual(photo.length)
    for (const length of ['-1', '1e9', 'many', ''])
      expect((await create('grid', hashOf(photo), 0, { 'upload-length': length })).status).toBe(400)
    expectRefused(await create('grid', hashOf(photo), 0), 415, 'photo.not-image')
  })

  test('100 megapixels in a few kilobytes', async () => {
    const background = { r: 1, g: 2, b: 3 }
    const flood = await sharp({ create: { width: 10_000, height: 10_000, channels: 3, background } })
      .png({ compressionLevel: 9, palette: true })
      .toBuffer()
    expect(flood.length).toBeLessThan(1_000_000)
    expectRefused(await upload('grid', flood), 413, 'photo.too-many-pixels')
  })
})

function broken(png: Buffer): Buffer {
  const copy = Buffer.from(png)
  copy.fill(0xff, Math.floor(png.length / 3), Math.floor(png.length / 2))
  return copy
}

describe('a photo of a case', () => {
  test('is shown to those who see the case, without its notes; the bytes as sent to those who know the reporter', async () => {
    const photo = Buffer.concat([await takePhoto(), Buffer.from('<script>alert(document.cookie)</script>')])
    const sha256 = hashOf(photo)
    expect((await upload('volunteer', photo)).status).toBe(204)
    expect(photo.includes('SecretPhone')).toBe(true)
    expect((await sharp(photo).metadata()).orientation).toBe(6)
    const id = await server.report('volunteer', { photos: [sha256] })
    await server.step('community', 'call-up', { reason: '难', tried: '劝' }, id)
    await server.step('office', 'assign', { unit: 'v-xf', due: '2026-04-01' }, id)
    for (const who of ['volunteer', 'community', 'office', 'auditor'] as const)
      expect(hashOf((await ask(who, `/api/files/${sha256}`)).bytes), who).toBe(sha256)
    for (const [who, url] of [
      ['fire', `/api/files/${sha256}`],
      ['leader', `/api/files/${sha256}`],
      ['community', `/api/files/${sha256}?w=320`],
      ['volunteer', `/api/files/${sha256}?w=960`],
    ] as const) {
      const { bytes, headers } = await ask(who, url)
      expect(headers.get('content-type')).toBe('image/jpeg')
      expect(bytes.includes('SecretPhone') || bytes.includes('Exif') || bytes.includes('<script>')).toBe(false)
      const { exif, orientation, width, height } = await sharp(bytes).metadata()
      expect({ exif, orientation }).toEqual({ exif: undefined, orientation: undefined })
      expect(width, 'turned upright').toBeLessThan(height ?? 0)
    }
    for (const who of ['urban', 'community2', 'admin', 'stranger'] as const)
      expectRefused(await ask(who, `/api/files/${sha256}`), 404, 'not-found')
  })

  test('comes in the widths that are made, never enlarged; a wish that is no width is refused', async () => {
    const photo = await takePhoto(2000, 3000)
    const sha256 = hashOf(photo)
    await upload('grid', photo)
    const widthOf = async (w: string) =>
      (await sharp((await ask('grid', `/api/files/${sha256}?w=${w}`)).bytes).metadata()).width
    expect(await Promise.all(['1', '320', '321', '1600', '99999'].map(widthOf))).toEqual([320, 320, 960, 1600, 3000])
    for (const w of ['0', '-1', 'abc', '1e3', '1.5', '9999999', '%00', '1&w=2'])
      expectRefused(await ask('grid', `/api/files/${sha256}?w=${w}`), 400, 'request.malformed')
  })

  test('is served so that no browser takes it for a page, and is asked for once', async () => {
    const photo = await takePhoto()
    const url = `/api/files/${hashOf(photo)}`
    await upload('grid', photo)
    for (const [at, place] of [
      [url, 'attachment'],
      [`${url}?w=320`, 'inline'],
    ] as const) {
      const { headers } = await ask('grid', at)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      expect(headers.get('content-disposition')).toContain(place)
      expect(headers.get('cache-control')).toContain('private')
      const etag = headers.get('etag') ?? ''
      const again = await ask('grid', at, { headers: { 'if-none-match': etag } })
      expect(again.status).toBe(304)
      expect(again.bytes).toHaveLength(0)
      const foreign = await ask('fire', at, { headers: { 'if-none-match': etag } })
      expectRefused(foreign, 404, 'not-found')
      const head = await ask('grid', at, { method: 'HEAD' })
      expect(head.status).toBe(200)
      expect(head.headers.get('etag')).toBe(etag)
    }
  })

  test('of another book is not to be had by naming its hash', async () => {
    const photo = await takePhoto()
    await upload('grid', photo)
    const data = { community: 'c01', item: '1.1', place: '此处', description: '述', photos: [hashOf(photo)] }
    const [result] = await server.send('stranger', [server.command('report', data)])
    expect(result?.status).toBe('accepted')
    expectRefused(await ask('stranger', `/api/files/${hashOf(photo)}`), 404, 'not-found')
  })

  test('an id, a folder or nonsense in the path is not found', async () => {
    for (const name of ['..', '%2e%2e%2fphotos', 'A'.repeat(64), 'a'.repeat(63), '%00', server.book.id()])
      expect((await ask('grid', `/api/files/${name}`)).status).toBe(404)
  })
})
