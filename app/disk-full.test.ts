import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from './test-app.ts'
import { expectRefused, hashOf, openPhone, type Phone } from './test-phone.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'anlan-full-'))
const sized = (more: string[]) => spawnSync('mount', [...more, folder]).status === 0
/** A disk of its own that is full soon; only root can make one. */
const mounted = sized(['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs'])

let server: TestApp
let phone: Phone

/** Noise, which does not get smaller: about 700 KB. */
const takePhoto = () =>
  sharp({
    create: {
      ...{ width: 900, height: 900, channels: 3, background: '#888' },
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .jpeg({ quality: 90 })
    .toBuffer()

beforeAll(async () => {
  if (!mounted) return
  server = await openTestApp(folder)
  phone = await openPhone(server)
})
afterAll(async () => {
  await server?.end()
  if (mounted) spawnSync('umount', ['-l', folder])
  rmdirSync(folder)
})

describe.skipIf(!mounted)('a full disk for photos', () => {
  test('refuses photos with a sentence, warns the office, serves everything else, and takes them as soon as there is room', async () => {
    const stored: string[] = []
    let last = await takePhoto()
    let answer = await phone.upload('grid', last)
    for (; answer.status === 204 && stored.length < 20; answer = await phone.upload('grid', last)) {
      stored.push(hashOf(last))
      last = await takePhoto()
    }
    expectRefused(answer, 507, 'server.storage-full')
    expect(stored.length).toBeGreaterThan(1)

    const diskUsed = async (who: 'office' | 'admin' | 'grid') => (await server.get(who, '/api/session')).json().diskUsed
    for (const who of ['office', 'admin'] as const) expect(await diskUsed(who)).toBeGreaterThanOrEqual(80)
    expect(await diskUsed('grid')).toBeNull()

    const [first = ''] = stored
    expect(hashOf((await phone.ask('grid', `/api/files/${first}`)).bytes)).toBe(first)
    expect((await phone.ask('grid', '/api/hazards?limit=5')).status).toBe(200)
    const id = await server.report('grid', { photos: [first, hashOf(last)] })
    expectRefused(await phone.upload('grid', last), 507, 'server.storage-full')
    const { hazard } = (await server.get('grid', `/api/hazards/${id}`)).json()
    expect(hazard.missing).toEqual([hashOf(last)])

    expect(sized(['-o', 'remount,size=64m'])).toBe(true)
    expect((await phone.upload('grid', last)).status).toBe(204)
    expect(await diskUsed('office')).toBeNull()
    expect((await server.get('grid', `/api/hazards/${id}`)).json().hazard.missing).toEqual([])
  })
})
