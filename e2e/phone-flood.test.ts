import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { DEMO_PASSWORD, drawJpeg, hasBrowser, signIn } from './browser.ts'
import { type Front, openFront } from './front.ts'
import { onDisk, openOwn } from './own-browser.ts'
import { keptOnDevice, signInAgain, tab } from './phone-ways.ts'

/** How many hazards are recorded; `npm run soak` says fifty. */
const REPORTS = Number(process.env.PHONE_REPORTS ?? 8)
const PHOTOS = 3
const run = Date.now().toString(36)
const profile = mkdtempSync(path.join(tmpdir(), 'anlan-flood-'))
const ends: (() => Promise<unknown> | undefined)[] = []

/** The phone's clock is eight hours wrong. */
const wrongClock = `(() => {
  const Right = Date
  const shift = 8 * 3600000
  window.Date = class extends Right {
    constructor(...given) { super(...(given.length ? given : [Right.now() + shift])) }
    static now() { return Right.now() + shift }
  }
})()`

async function openPhone(): Promise<{ page: Page; kill: () => Promise<void> }> {
  const { page, kill } = await openOwn(profile)
  ends.push(kill)
  await page.context().addInitScript(wrongClock)
  await page.setViewportSize({ width: 390, height: 844 })
  return { page, kill }
}

async function record(page: Page, n: number): Promise<void> {
  const files = await Promise.all(
    Array.from({ length: PHOTOS }, async (_, i) => ({
      name: `shot${i}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await drawJpeg({ r: (40 + 5 * n) % 256, g: 60 + 50 * i, b: 80 }, 800, 600),
    })),
  )
  await tab(page, '拍照上报')
  await page.getByLabel('隐患照片：从相册选').setInputFiles(files)
  await page.getByAltText(`隐患照片第 ${PHOTOS} 张`).waitFor()
  await page.getByLabel('搜索检查项目').fill('feixian')
  await page.getByRole('button', { name: '电瓶车违规充电' }).click()
  await page.getByRole('button', { name: '示范花园' }).click()
  await page.getByLabel('具体位置').fill(`断网${run}第${n}处`)
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('待上传').waitFor()
  await page.getByRole('button', { name: '再报一条' }).click()
}

/** What the office sees of it. */
async function arrived(url: string, cookie: string) {
  const ask = async <T>(at: string) => (await (await fetch(`${url}${at}`, { headers: { cookie } })).json()) as T
  const { items } = await ask<{ items: { id: string; place: string }[] }>(
    `/api/hazards?limit=100&q=${encodeURIComponent(`断网${run}`)}`,
  )
  const places = items.map(({ place }) => place)
  const photos: string[] = []
  for (const { id } of items) {
    const { hazard } = await ask<{ hazard: { before: string[]; missing: string[] } }>(`/api/hazards/${id}`)
    photos.push(...hazard.before.filter((sha256) => !hazard.missing.includes(sha256)))
  }
  return { places: places.length, distinct: new Set(places).size, photos: new Set(photos).size, all: photos.length }
}

async function office(url: string): Promise<string> {
  const body = JSON.stringify({ username: 'office', password: DEMO_PASSWORD })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/api/session`, { method: 'POST', headers, body })
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

afterAll(async () => {
  for (const end of ends.reverse()) await end()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

describe.skipIf(!hasBrowser())('a day in the basement', () => {
  it(`brings ${REPORTS} hazards and ${REPORTS * PHOTOS} photos, each once, over two kills and two tabs`, {
    timeout: 900_000,
  }, async () => {
    const server = inject('storyUrl')
    let front: Front = await openFront(server)
    const { url } = front
    const port = Number(new URL(url).port)
    ends.push(() => front.close())

    const first = await openPhone()
    await signIn(first.page, 'grid', `${url}/m/`)
    await keptOnDevice(first.page)
    await expect.poll(() => onDisk(profile, 'anlan-mine:reference'), { timeout: 60_000 }).toBe(true)
    await front.close()
    const half = Math.ceil(REPORTS / 2)
    for (let n = 1; n <= half; n++) await record(first.page, n)
    await first.kill()

    const second = await openPhone()
    await second.page.goto(`${url}/m/outbox`)
    await second.page.getByText(`断网${run}第${half}处`).waitFor()
    for (let n = half + 1; n <= REPORTS; n++) await record(second.page, n)

    front = await openFront(server, port)
    const other = await second.page.context().newPage()
    for (const page of [second.page, other]) {
      await page.goto(`${url}/m/outbox`)
      await signInAgain(page, 'grid', `${url}/m/outbox`)
    }
    const cookie = await office(server)
    await expect.poll(async () => (await arrived(server, cookie)).photos, { timeout: 60_000 }).toBeGreaterThan(2)
    await second.kill()

    const third = await openPhone()
    await third.page.goto(`${url}/m/outbox`)
    await signInAgain(third.page, 'grid', `${url}/m/outbox`)
    const tabs = [third.page, await third.page.context().newPage()]
    await tabs[1]?.goto(`${url}/m/outbox`)
    for (const page of tabs) {
      const again = page.getByRole('button', { name: '现在发送' })
      if (await again.isVisible()) await again.click()
    }
    const whole = { places: REPORTS, distinct: REPORTS, photos: REPORTS * PHOTOS, all: REPORTS * PHOTOS }
    await expect.poll(() => arrived(server, cookie), { timeout: 300_000, interval: 1000 }).toEqual(whole)
    await third.page.getByText('待上传').waitFor({ state: 'detached' })
    await third.kill()
  })
})
