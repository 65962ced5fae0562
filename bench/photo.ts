import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { filesPath, MAX_PHOTO_BYTES, MAX_PHOTO_PIXELS } from '../domain/photo.ts'
import type { Bench } from './bench.ts'
import { memoryOf } from './processes.ts'

/** Largest step of an upload, in bytes, as the phone sends it. */
const STEP = 256 * 1024
const tus = { 'tus-resumable': '1.0.0' }

/** Noise just below both bounds, lying on its side: the largest that is taken, and the dearest to turn upright. */
async function hugePhoto(): Promise<Buffer> {
  const height = Math.floor(Math.sqrt(MAX_PHOTO_PIXELS * 0.75))
  const width = Math.floor(MAX_PHOTO_PIXELS / height)
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  const drawn = sharp({ create: { width, height, channels: 3, background: '#888', noise } }).withMetadata({
    orientation: 6,
  })
  for (const quality of [75, 60, 45, 30]) {
    const photo = await drawn.clone().jpeg({ quality }).toBuffer()
    if (photo.length <= MAX_PHOTO_BYTES) return photo
  }
  throw new Error('no photo of this size fits')
}

export interface Huge {
  bytes: number
  /** ms: all steps over the loopback; of them the last, with the checks; then the small picture of it, and the largest. */
  upload: number
  checks: number
  small: number
  large: number
  /** The same by hand in the bench's process: hash, the check that it decodes, the small picture. ms. */
  bare: number
  /** MB by which the app grew at most. */
  grown: number
}

/** The largest photo that is taken, in the phone's steps, then looked at by its sender. */
export async function sendHuge(bench: Bench, key: string): Promise<Huge> {
  const photo = await hugePhoto()
  const sha256 = createHash('sha256').update(photo).digest('hex')
  const origin = `http://127.0.0.1:${bench.app.port}`
  const headers = { ...bench.person(key).headers, ...tus }
  const ask = async (url: string, init: RequestInit, expected: number) => {
    const answer = await fetch(url, init)
    if (answer.status !== expected) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
    return answer
  }
  const timed = async (work: () => Promise<unknown>) => {
    const from = performance.now()
    await work()
    return performance.now() - from
  }
  const before = memoryOf(bench.app.pid).now
  let most = before
  const watch = setInterval(() => (most = Math.max(most, memoryOf(bench.app.pid).now)), 20)
  let checks = 0
  const upload = await timed(async () => {
    const metadata = `sha256 ${Buffer.from(sha256).toString('base64')}`
    const created = { ...headers, 'upload-length': String(photo.length), 'upload-metadata': metadata }
    const at = (await ask(`${origin}${filesPath}`, { method: 'POST', headers: created }, 201)).headers.get('location')
    for (let offset = 0; offset < photo.length; offset += STEP) {
      const step = { ...headers, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
      const body = new Uint8Array(photo.subarray(offset, offset + STEP))
      checks = await timed(() => ask(new URL(at ?? '', origin).href, { method: 'PATCH', headers: step, body }, 204))
    }
  })
  const see = (wish: string) => timed(() => ask(`${origin}${filesPath}/${sha256}${wish}`, { headers }, 200))
  const small = await see('?w=320')
  const large = await see('?w=2560')
  clearInterval(watch)
  const bare = await timed(async () => {
    createHash('sha256').update(photo).digest('hex')
    await sharp(photo).resize({ width: 32 }).raw().toBuffer()
    await sharp(photo).rotate().resize({ width: 320 }).jpeg({ quality: 80 }).toBuffer()
  })
  return { bytes: photo.length, upload, checks, small, large, bare, grown: most - before }
}
