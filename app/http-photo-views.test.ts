import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from './test-app.ts'
import { expectRefused, hashOf, openPhone, type Phone, takePhoto } from './test-phone.ts'

let server: TestApp
let phone: Phone

beforeAll(async () => {
  server = await openTestApp()
  phone = await openPhone(server)
})

afterAll(() => server.end())

describe('a photo of a case', () => {
  test('is shown to those who see the case, without its notes; the bytes as sent to those who know the reporter', async () => {
    const photo = Buffer.concat([await takePhoto(), Buffer.from('<script>alert(document.cookie)</script>')])
    const sha256 = hashOf(photo)
    expect((await phone.upload('volunteer', photo)).status).toBe(204)
    expect(photo.includes('SecretPhone')).toBe(true)
    expect((await sharp(photo).metadata()).orientation).toBe(6)
    const id = await server.report('volunteer', { photos: [sha256] })
    await server.step('community', 'call-up', { reason: '难', tried: '劝' }, id)
    await server.step('office', 'assign', { unit: 'v-xf', due: '2026-04-01' }, id)
    for (const who of ['volunteer', 'community', 'office', 'auditor'] as const)
      expect(hashOf((await phone.ask(who, `/api/files/${sha256}`)).bytes), who).toBe(sha256)
    for (const [who, url] of [
      ['fire', `/api/files/${sha256}`],
      ['leader', `/api/files/${sha256}`],
      ['community', `/api/files/${sha256}?w=320`],
      ['volunteer', `/api/files/${sha256}?w=960`],
    ] as const) {
      const { bytes, headers } = await phone.ask(who, url)
      expect(headers.get('content-type')).toBe('image/jpeg')
      expect(bytes.includes('SecretPhone') || bytes.includes('Exif') || bytes.includes('<script>')).toBe(false)
      const { exif, orientation, width, height } = await sharp(bytes).metadata()
      expect({ exif, orientation }).toEqual({ exif: undefined, orientation: undefined })
      expect(width, 'turned upright').toBeLessThan(height ?? 0)
    }
    for (const who of ['urban', 'community2', 'admin', 'stranger'] as const)
      expectRefused(await phone.ask(who, `/api/files/${sha256}`), 404, 'not-found')
  })

  test('is pointed out where another case names it too, be that one out of sight; nothing is refused', async () => {
    const [twice, once] = [await takePhoto(), await takePhoto()]
    for (const photo of [twice, once]) await phone.upload('grid', photo)
    const reusedOf = async (who: 'community' | 'fire', id: string) =>
      (await server.get(who, `/api/hazards/${id}`)).json().reused
    const id = await server.report('grid', { photos: [hashOf(twice), hashOf(once)] })
    expect(await reusedOf('community', id)).toEqual([])
    await server.report('grid', { photos: [hashOf(twice)] })
    expect(await reusedOf('community', id)).toEqual([hashOf(twice)])
    await server.step('community', 'call-up', { reason: '难', tried: '劝' }, id)
    await server.step('office', 'assign', { unit: 'v-xf', due: '2026-04-01' }, id)
    expect(await reusedOf('fire', id)).toEqual([hashOf(twice)])
  })

  test('comes in the widths that are made, never enlarged; a wish that is no width is refused', async () => {
    const photo = await takePhoto(2000, 3000)
    const sha256 = hashOf(photo)
    await phone.upload('grid', photo)
    const widthOf = async (w: string) =>
      (await sharp((await phone.ask('grid', `/api/files/${sha256}?w=${w}`)).bytes).metadata()).width
    expect(await Promise.all(['1', '320', '321', '1600', '99999'].map(widthOf))).toEqual([320, 320, 960, 1600, 2560])
    const small = await takePhoto(300, 500)
    await phone.upload('grid', small)
    const own = await phone.ask('grid', `/api/files/${hashOf(small)}?w=960`)
    expect((await sharp(own.bytes).metadata()).width).toBe(500)
    for (const w of ['0', '-1', 'abc', '1e3', '1.5', '9999999', '%00', '1&w=2'])
      expectRefused(await phone.ask('grid', `/api/files/${sha256}?w=${w}`), 400, 'request.malformed')
  })

  test('is served so that no browser takes it for a page, and is asked for once', async () => {
    const photo = await takePhoto()
    const url = `/api/files/${hashOf(photo)}`
    await phone.upload('grid', photo)
    for (const [at, place] of [
      [url, 'attachment'],
      [`${url}?w=320`, 'inline'],
    ] as const) {
      const { headers } = await phone.ask('grid', at)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      expect(headers.get('content-disposition')).toContain(place)
      expect(headers.get('cache-control')).toContain('private')
      const etag = headers.get('etag') ?? ''
      const again = await phone.ask('grid', at, { headers: { 'if-none-match': etag } })
      expect(again.status).toBe(304)
      expect(again.bytes).toHaveLength(0)
      const foreign = await phone.ask('fire', at, { headers: { 'if-none-match': etag } })
      expectRefused(foreign, 404, 'not-found')
      const head = await phone.ask('grid', at, { method: 'HEAD' })
      expect(head.status).toBe(200)
      expect(head.headers.get('etag')).toBe(etag)
    }
  })

  test('of another book is not to be had by naming its hash', async () => {
    const photo = await takePhoto()
    await phone.upload('grid', photo)
    const data = { community: 'c01', item: '1.1', place: '此处', description: '述', photos: [hashOf(photo)] }
    const [result] = await server.send('stranger', [server.command('report', data)])
    expect(result?.status).toBe('accepted')
    expectRefused(await phone.ask('stranger', `/api/files/${hashOf(photo)}`), 404, 'not-found')
  })

  test('an id, a folder or nonsense in the path is not found', async () => {
    for (const name of ['..', '%2e%2e%2fphotos', 'A'.repeat(64), 'a'.repeat(63), '%00', server.book.id()])
      expect((await phone.ask('grid', `/api/files/${name}`)).status).toBe(404)
  })
})
