import { readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { type DetailedError, Upload } from 'tus-js-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from './test-app.ts'
import { expectRefused, hashOf, openPhone, type Phone, takePhoto, tus } from './test-phone.ts'

let server: TestApp
let phone: Phone

beforeAll(async () => {
  server = await openTestApp()
  phone = await openPhone(server)
})

afterAll(() => server.end())

describe('an upload', () => {
  test('arrives whole: its sender sees it before any case names it, nobody else does', async () => {
    const photo = await takePhoto()
    const sha256 = hashOf(photo)
    const done = await phone.upload('grid', photo)
    expect(done.status).toBe(204)
    expect(done.headers.get('access-control-allow-origin')).toBeNull()
    expect(done.headers.get('x-content-type-options')).toBe('nosniff')
    const own = await phone.ask('grid', `/api/files/${sha256}`)
    expect(own.status).toBe(200)
    expect(hashOf(own.bytes)).toBe(sha256)
    for (const who of ['community', 'office', 'fire', 'leader', 'admin', 'stranger'] as const)
      expectRefused(await phone.ask(who, `/api/files/${sha256}`), 404, 'not-found')
    expectRefused(await phone.ask(null, `/api/files/${sha256}`), 401, 'session.required')
  })

  test('that was cut goes on where it stopped', async () => {
    const photo = await takePhoto(2400, 1800)
    const cut = Math.floor(photo.length / 3)
    const location = (await phone.create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
    await phone.patch('grid', location, 0, photo.subarray(0, cut))
    const asked = await phone.ask('grid', location, { method: 'HEAD', headers: tus })
    expect(asked.status).toBe(200)
    expect(asked.headers.get('upload-offset')).toBe(String(cut))
    expectRefused(await phone.patch('grid', location, 0, photo), 409, 'upload.offset')
    expect((await phone.patch('grid', location, cut, photo.subarray(cut))).status).toBe(204)
    expect(hashOf((await phone.ask('grid', `/api/files/${hashOf(photo)}`)).bytes)).toBe(hashOf(photo))
  })

  test('whose line broke in the middle keeps what arrived', async () => {
    const photo = await takePhoto(3000, 2000)
    const location = (await phone.create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
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
    await expect(phone.ask('grid', location, init)).rejects.toThrow()
    const asked = await phone.ask('grid', location, { method: 'HEAD', headers: tus })
    const offset = Number(asked.headers.get('upload-offset'))
    expect(offset).toBe(half)
    expect((await phone.patch('grid', location, offset, photo.subarray(offset))).status).toBe(204)
    expect((await phone.ask('grid', `/api/files/${hashOf(photo)}`)).status).toBe(200)
  })

  test('whose last answer was lost is told that it is whole', async () => {
    const photo = await takePhoto()
    const location = (await phone.create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
    await phone.patch('grid', location, 0, photo)
    const asked = await phone.ask('grid', location, { method: 'HEAD', headers: tus })
    expect(asked.status).toBe(200)
    expect(asked.headers.get('upload-offset')).toBe(asked.headers.get('upload-length'))
  })

  test('belongs to its sender: others cannot ask, continue or cancel it', async () => {
    const photo = await takePhoto()
    const location = (await phone.create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
    expect((await phone.ask('community', location, { method: 'HEAD', headers: tus })).status).toBe(404)
    expectRefused(await phone.patch('community', location, 0, photo), 404, 'not-found')
    expectRefused(await phone.ask('office', location, { method: 'DELETE', headers: tus }), 404, 'not-found')
    expect((await phone.ask('grid', location, { method: 'DELETE', headers: tus })).status).toBe(204)
    expect((await phone.ask('grid', location, { method: 'HEAD', headers: tus })).status).toBeGreaterThanOrEqual(404)
  })

  test('of the same photo by two people at once is one photo that both may name', async () => {
    const photo = await takePhoto()
    const sha256 = hashOf(photo)
    const senders = ['grid', 'grid', 'community', 'grid', 'community'] as const
    const done = await Promise.all(senders.map((who) => phone.upload(who, photo)))
    expect(done.map((reply) => reply.status)).toEqual(senders.map(() => 204))
    for (const who of ['grid', 'community'] as const) {
      expect(hashOf((await phone.ask(who, `/api/files/${sha256}`)).bytes)).toBe(sha256)
      await server.report(who, { photos: [sha256] })
    }
    const stolen = await server.send('volunteer', [
      server.command('report', { community: 'c01', item: '1.1', place: '此处', description: '述', photos: [sha256] }),
    ])
    expect(stolen[0]?.problem?.code).toBe('photo.not-yours')
  })
})

describe('the library that phones use', () => {
  function send(photo: Buffer, options: object = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const metadata = { sha256: hashOf(photo), name: '现场.jpg', type: 'image/jpeg' }
      const headers = { cookie: server.cookie('grid') }
      const upload = new Upload(photo, {
        endpoint: `${phone.origin}/api/files`,
        headers,
        metadata,
        retryDelays: [10, 10],
        onSuccess: () => resolve(upload.url ?? ''),
        onError: reject,
        ...options,
      })
      upload.start()
    })
  }

  test('uploads whole, in parts, and with the creation; asks again for what is whole; and hears the sentence', async () => {
    for (const options of [{}, { chunkSize: 5000 }, { uploadDataDuringCreation: true }]) {
      const photo = await takePhoto(2000, 1500)
      const url = await send(photo, options)
      expect(hashOf((await phone.ask('grid', `/api/files/${hashOf(photo)}`)).bytes)).toBe(hashOf(photo))
      expect(await send(photo, { uploadUrl: url })).toBe(url)
    }
    const refused = await send(Buffer.from('<html>')).catch((error: DetailedError) => error)
    expect(JSON.parse((refused as DetailedError).originalResponse?.getBody() ?? '{}')).toMatchObject({
      code: 'photo.not-image',
      message: '这个文件不是可用的照片，请换一张。',
    })
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
    expectRefused(await phone.upload('grid', bytes), 415, 'photo.not-image')
    expectRefused(await phone.ask('grid', `/api/files/${hashOf(bytes)}`), 404, 'not-found')
  })

  test('a hash that is not the bytes’ own, and one that is no hash', async () => {
    const photo = await takePhoto()
    expectRefused(await phone.upload('grid', photo, hashOf(Buffer.from('other'))), 422, 'photo.damaged')
    for (const bad of ['', 'abc', '../../../etc/passwd', 'G'.repeat(64), 'A'.repeat(64)])
      expectRefused(await phone.create('grid', bad, 100), 400, 'request.malformed')
  })

  test('60 MB: at creation by its length, and in the stream whatever was said', async () => {
    const photo = await takePhoto()
    expectRefused(await phone.create('grid', hashOf(photo), 60_000_000), 413, 'photo.too-large')
    const location = (await phone.create('grid', hashOf(photo), photo.length)).headers.get('location') ?? ''
    expectRefused(await phone.patch('grid', location, 0, Buffer.alloc(60_000_000)), 413, 'photo.too-large')
    const body = new ReadableStream({
      pull: (stream) => stream.enqueue(new Uint8Array(1_000_000)),
    })
    const headers = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
    const endless = { method: 'PATCH', headers, body, duplex: 'half' } as RequestInit
    const refused = await phone.ask('grid', location, endless).catch(() => null)
    if (refused) expectRefused(refused, 413, 'photo.too-large')
    const [file] = location.split('/').slice(-1)
    expect(readFileSync(path.join(server.dataDir, 'uploads', file ?? '')).length).toBeLessThanOrEqual(photo.length)
    for (const length of ['-1', '1e9', 'many', ''])
      expect((await phone.create('grid', hashOf(photo), 0, { 'upload-length': length })).status).toBe(400)
    expectRefused(await phone.create('grid', hashOf(photo), 0), 415, 'photo.not-image')
  })

  test('100 megapixels in a few kilobytes', async () => {
    const background = { r: 1, g: 2, b: 3 }
    const flood = await sharp({ create: { width: 10_000, height: 10_000, channels: 3, background } })
      .png({ compressionLevel: 9, palette: true })
      .toBuffer()
    expect(flood.length).toBeLessThan(1_000_000)
    expectRefused(await phone.upload('grid', flood), 413, 'photo.too-many-pixels')
  })

  test('42 megapixels that must be in memory whole', async () => {
    const drawn = sharp({ create: { width: 7000, height: 6000, channels: 3, background: '#123' } })
    const [plain, progressive] = [
      await drawn.clone().jpeg().toBuffer(),
      await drawn.jpeg({ progressive: true }).toBuffer(),
    ]
    expectRefused(await phone.upload('grid', progressive), 413, 'photo.too-many-pixels')
    expect((await phone.upload('grid', plain)).status).toBe(204)
  })
})

function broken(png: Buffer): Buffer {
  const copy = Buffer.from(png)
  copy.fill(0xff, Math.floor(png.length / 3), Math.floor(png.length / 2))
  return copy
}
