import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usual } from '../../domain/hazard/given.ts'
import { dice } from '../../ledger/test-history.ts'
import { newId } from '../../platform/web/commands.ts'
import { keepPhoto } from '../../platform/web/outbox-store.ts'
import { openTestApp, type TestApp } from '../test-app.ts'
import { newDisk, onPhone, type Phone, startApp, syncCopy } from './phone.ts'
import { openSlowLine, type SlowLine } from './slow-line.ts'

/** Reports of the three days. */
const REPORTS = Number(process.env.REPORTS ?? 200)
/** Figures, never verdicts: what a phone needs for days of work after it is back on the line. */
const say = (line: string) => void process.stdout.write(`${line}\n`)
const MEGABIT = 1_000_000
const now = () => new Date()

let server: TestApp
let port: number
beforeAll(async () => {
  server = await openTestApp()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  port = (server.app.server.address() as AddressInfo).port
})
afterAll(() => server.end())

/** So many different files of about so many bytes: noise, which no line makes smaller. */
async function pictures(count: number, bytes: number): Promise<Buffer[]> {
  const width = Math.round(Math.sqrt(bytes / 0.67))
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  const one = await sharp({ create: { width, height: width, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 85 })
    .toBuffer()
  return Array.from({ length: count }, () => Buffer.concat([one, randomBytes(12)]))
}

function newPhone(who: 'grid' | 'community', line: Phone['line']): Phone {
  const phone = { name: who, person: server.book.people[who], line, skew: 0, locks: true, realTime: true }
  Object.assign(phone, { cookie: server.cookie(who), disk: newDisk() })
  startApp(phone as unknown as Phone, now)
  return phone as unknown as Phone
}

/** A line that carries everything to `port`, and one that carries nothing. */
const carrying = (port: number): Phone['line'] => ({
  ...{ port, up: true, faulty: false, met: {} as never },
  ...{ cut: () => undefined, settled: async () => undefined, close: async () => undefined },
})
const NOWHERE = 9

/** A phone that has recorded so many reports without a line. */
async function recorded(line: SlowLine, reports: number, photos: readonly Buffer[]): Promise<Phone> {
  const phone = newPhone('grid', carrying(NOWHERE))
  const each = photos.length / reports
  for (let i = 0; i < reports; i++) {
    const hashes: string[] = []
    for (const file of photos.slice(i * each, (i + 1) * each)) {
      const sha256 = createHash('sha256').update(file).digest('hex')
      const bytes = new Uint8Array(file).buffer
      await onPhone(phone, async ({ device }) =>
        keepPhoto(await device(), phone.person, { sha256, type: 'image/jpeg', bytes }, now().toISOString()),
      )
      hashes.push(sha256)
    }
    const data = { ...usual.report, place: `${i + 1}栋`, photos: hashes }
    const id = newId()
    const command = { id, stream: newId(), kind: 'hazard' as const, step: 'report', data, takenAt: now().toISOString() }
    await onPhone(phone, async ({ tabs }) => tabs[0]?.outbox.add({ command, label: '上报', about: '' }))
  }
  phone.line = carrying(line.port)
  return phone
}

/** Sends it all. @returns seconds until the last text was delivered, and until the last photo was confirmed */
async function sendAll(phone: Phone): Promise<{ texts: number; all: number }> {
  const start = Date.now()
  let texts = 0
  const seconds = () => (Date.now() - start) / 1000
  void onPhone(phone, async ({ tabs }) => tabs[0]?.outbox.flush())
  for (;;) {
    await wait(100)
    const parcels = phone.life.tabs[0]?.shown?.parcels ?? []
    if (texts === 0 && parcels.length > 0 && parcels.every(({ state }) => state === 'delivered')) texts = seconds()
    if (texts > 0 && parcels.every(({ confirmed }) => confirmed)) return { texts, all: seconds() }
  }
}

const sum = (files: readonly Buffer[]) => files.reduce((bytes, { length }) => bytes + length, 0)

/** The ceiling: the same bytes one after another to a server that writes them to a file and nothing else. */
async function sendBare(bits: number, files: readonly Buffer[]): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'anlan-bare-'))
  let n = 0
  const bare = createServer(async (asked, response) => {
    await pipeline(asked, createWriteStream(path.join(folder, String(n++))))
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
  const line = await openSlowLine((bare.address() as AddressInfo).port, { bits }, dice(1))
  const start = Date.now()
  for (const file of files)
    await new Promise<void>((resolve, reject) => {
      const sent = request({ port: line.port, host: '127.0.0.1', method: 'POST', agent: false }, (answer) => {
        answer.resume().on('end', resolve)
      })
      sent.on('error', reject)
      sent.end(file)
    })
  const seconds = (Date.now() - start) / 1000
  await line.close()
  bare.close()
  rmSync(folder, { recursive: true })
  return seconds
}

describe('a phone that is back on the line', () => {
  it.each([10, 100])('100 reports with a photo of 200 KB at %i Mbit/s', { timeout: 600_000 }, async (megabits) => {
    const files = await pictures(100, 200_000)
    const line = await openSlowLine(port, { bits: megabits * MEGABIT }, dice(1))
    const phone = await recorded(line, 100, files)
    const { texts, all } = await sendAll(phone)
    const bare = await sendBare(megabits * MEGABIT, files)
    await line.close()
    say(
      `reconnect at ${megabits} Mbit/s: 100 reports, ${(sum(files) / 1e6).toFixed(1)} MB: texts ${texts.toFixed(1)} s, ` +
        `all ${all.toFixed(1)} s; bare ${bare.toFixed(1)} s; ratio ${(all / bare).toFixed(2)}`,
    )
    expect(all).toBeGreaterThan(0)
  })

  it('three days: reports with three photos each at 1 Mbit/s, every fifth request reset', {
    timeout: 7_200_000,
  }, async () => {
    const files = await pictures(3 * REPORTS, 300_000)
    const line = await openSlowLine(port, { bits: MEGABIT, resets: 0.2 }, dice(1))
    const phone = await recorded(line, REPORTS, files)
    const { texts, all } = await sendAll(phone)
    await line.close()
    say(
      `three days (F12): ${REPORTS} reports, ${files.length} photos, ${(sum(files) / 1e6).toFixed(0)} MB: texts ${texts.toFixed(0)} s, ` +
        `all ${(all / 60).toFixed(1)} min; ${line.requests} requests, ${line.resets} reset, sent ${(line.sent / 1e6).toFixed(0)} MB`,
    )
    expect(all).toBeGreaterThan(0)
  })

  it('the first copy of 2,000 open hazards on slow 4G, and the next', { timeout: 600_000 }, async () => {
    for (let i = 0; i < 2000; i += 100) {
      const some = Array.from({ length: 100 }, (_, n) =>
        server.command('report', { ...usual.report, place: `${i + n}栋`, description: `楼道里堆着第 ${i + n} 处杂物` }),
      )
      await server.send('grid', some)
      const streams = some.map(({ stream }) => stream as string)
      await server.send(
        'community',
        streams.map((stream) => server.command('verify', { unit: 'c01' }, stream)),
      )
    }
    const line = await openSlowLine(port, { bits: 1.6 * MEGABIT, delay: 75 }, dice(1))
    const phone = newPhone('community', carrying(line.port))
    for (const which of ['first', 'next']) {
      const start = Date.now()
      const came = line.got
      const db = await syncCopy(phone, now)
      const cases = await onPhone(phone, () => db.countFromIndex('cases', 'person', phone.person))
      db.close()
      say(
        `${which} copy of ${cases} cases at 1.6 Mbit/s, 150 ms: ${((Date.now() - start) / 1000).toFixed(1)} s, ` +
          `${((line.got - came) / 1e6).toFixed(2)} MB`,
      )
      expect(cases).toBeGreaterThan(1000)
    }
    await line.close()
  })
})
