import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, utimesSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uploadPhoto } from '../../platform/web/photo-upload.ts'
import { composeApp } from '../server.ts'
import { openTestApp, type TestApp } from '../test-app.ts'
import { newDisk, onPhone, type Phone, startApp } from './phone.ts'

const CHUNK = 256 * 1024
/** Words of the requests and answers of one upload and one more try. */
const HEADERS = 16 * 1024

let server: TestApp
/** Servers started anew over the same database and folder. */
const anew: FastifyInstance[] = []
let port: number
let photo: Buffer
/** The line breaks once, when so many bytes have gone up. */
const line = { breaksAt: 0, sent: 0, broke: 0 }
const proxy = createServer((phone) => {
  const behind = connect(port, '127.0.0.1')
  phone.on('data', (part) => {
    const over = line.broke === 0 && line.sent + part.length > line.breaksAt
    const whole = over ? part.subarray(0, Math.max(0, line.breaksAt - line.sent)) : part
    line.sent += whole.length
    behind.write(whole)
    if (!over) return
    line.broke += 1
    behind.end()
    phone.destroy()
  })
  behind.on('data', (part) => phone.write(part))
  behind.on('close', () => phone.end())
  phone.on('close', () => behind.end())
  for (const end of [phone, behind]) end.on('error', () => undefined)
})

beforeAll(async () => {
  server = await openTestApp()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  port = (server.app.server.address() as AddressInfo).port
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  photo = await sharp({ create: { width: 1000, height: 1000, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 85 })
    .toBuffer()
})
afterAll(async () => {
  proxy.close()
  for (const app of anew) await app.close()
  await server.end()
})

describe('a photo whose line breaks', () => {
  /** Breaks the line at a part of a photo, does what happens meanwhile, and sends again. @returns how it ended */
  async function sendBroken(part: number, meanwhile = async () => undefined as unknown) {
    const file = Buffer.concat([photo, randomBytes(16)])
    const sha256 = createHash('sha256').update(file).digest('hex')
    const person = server.book.people.grid
    const phone = { name: 'grid', person, line: { port: (proxy.address() as AddressInfo).port }, skew: 0, locks: true }
    Object.assign(phone, { cookie: server.cookie('grid'), disk: newDisk() })
    startApp(phone as unknown as Phone, server.now)
    Object.assign(line, { breaksAt: Math.floor(file.length * part), sent: 0, broke: 0 })
    let upload: string | undefined
    const begun = async (address: string) => {
      upload = address
    }
    const send = () =>
      onPhone(phone as unknown as Phone, () =>
        uploadPhoto({ sha256, type: 'image/jpeg', bytes: new Uint8Array(file).buffer, upload, begun }),
      )
    await expect(send()).rejects.toMatchObject({ status: 0 })
    await meanwhile()
    await send()
    expect(line.broke).toBe(1)
    const at = anew.at(-1) ?? server.app
    const kept = await at.inject({ url: `/api/files/${sha256}`, headers: { cookie: server.cookie('grid') } })
    expect(createHash('sha256').update(kept.rawPayload).digest('hex')).toBe(sha256)
    return { size: file.length, sent: line.sent }
  }

  it.each([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])('at %d of it goes on there, and is whole', async (part) => {
    const { size, sent } = await sendBroken(part)
    expect(sent).toBeLessThan(size + CHUNK + HEADERS)
  })

  it('goes on there three days later at a server that has been started anew, and is begun anew after eight', async () => {
    const started = (days: number) => async () => {
      const folder = path.join(server.dataDir, 'uploads')
      const then = new Date(server.now().getTime() - days * 86_400_000)
      for (const name of readdirSync(folder)) utimesSync(path.join(folder, name), then, then)
      const app = await composeApp({
        pool: server.book.pool,
        dataDir: server.dataDir,
        secure: false,
        clock: server.now,
      })
      anew.push(app)
      await app.listen({ port: 0, host: '127.0.0.1' })
      port = (app.server.address() as AddressInfo).port
    }
    const early = await sendBroken(0.5, started(3))
    expect(early.sent).toBeLessThan(early.size + CHUNK + HEADERS)
    const late = await sendBroken(0.5, started(8))
    expect(late.sent).toBeGreaterThan(late.size * 1.4)
  })
})
