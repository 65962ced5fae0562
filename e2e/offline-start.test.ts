import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { hasBrowser, openBrowser, openPhone, openSeat, signIn } from './browser.ts'
import { type Front, openFront } from './front.ts'
import { onDisk, openOwn } from './own-browser.ts'
import { delivered, fetchedScreens, keptOnDevice, report, signInAgain, tab } from './phone-ways.ts'

/** Makes the places of this run its own where the demo has been used before. */
const run = Date.now().toString(36)
let browser: Browser
const ends: (() => Promise<void> | void)[] = []

const found = async (page: Page, q: string): Promise<number> =>
  (await (await page.request.get(`/api/hazards?q=${encodeURIComponent(q)}`)).json()).items.length

beforeAll(async () => {
  if (hasBrowser()) browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  for (const end of ends.reverse()) await end()
})

describe.skipIf(!hasBrowser())('without network', () => {
  it('the phone starts anew, knows who I am and what there is, and keeps a report with its photo until it arrives', async () => {
    const seat = await openPhone(browser)
    await signIn(seat.page, 'grid')
    await keptOnDevice(seat.page)
    await seat.context.setOffline(true)
    await seat.page.close()
    const page = await seat.context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto('/m/')
    await page.getByText(/连不上网络/).waitFor()
    await tab(page, '我的')
    await page.getByText('网格员', { exact: false }).first().waitFor()
    const place = `冷启动的地下室${run}`
    await report(page, place)
    await page.getByText('待上传').waitFor()
    await page.goto('/m/outbox')
    await page.getByText(place).waitFor()
    await seat.context.setOffline(false)
    await delivered(page)
    expect(await found(page, place)).toBe(1)
    expect(complaints).toEqual([])
    await seat.context.close()
  })

  it('a screen whose code never came says so, and opens when there is signal', async () => {
    const options = { viewport: { width: 390, height: 844 }, serviceWorkers: 'block' as const }
    const { page, context } = await openSeat(browser, options)
    await page.route(/FieldMeScreen/, (route) => route.abort())
    await signIn(page, 'grid')
    await fetchedScreens(page, ['FieldOutboxScreen'])
    await context.setOffline(true)
    await tab(page, '我的')
    await page.getByText('“我的”还没有存到这台手机上，有信号时再点一次').waitFor()
    await tab(page, '发件箱')
    await page.getByText('还没有存到这台手机上').waitFor({ state: 'hidden' })
    await context.setOffline(false)
    await page.unroute(/FieldMeScreen/)
    await tab(page, '我的')
    await page.getByRole('button', { name: '退出登录' }).waitFor()
    await context.close()
  })

  it('nothing of a person is left for a start after he has signed out', async () => {
    const { page, context } = await openPhone(browser)
    await signIn(page, 'grid')
    await keptOnDevice(page)
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByLabel('用户名').waitFor()
    expect(await page.evaluate<string[]>('Object.keys(localStorage).filter((key) => /me$|mine:/.test(key))')).toEqual(
      [],
    )
    await context.setOffline(true)
    await page.goto('/m/report')
    await page.getByLabel('用户名').waitFor()
    await context.close()
  })
})

describe.skipIf(!hasBrowser())('a browser that is killed', () => {
  let front: Front
  it('starts again without a server, with the report that was stored, and sends it when there is one', async () => {
    const profile = mkdtempSync(path.join(tmpdir(), 'anlan-phone-'))
    ends.push(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
    front = await openFront(inject('storyUrl'))
    ends.push(() => front.close())
    const port = Number(new URL(front.url).port)
    const place = `被杀掉的车棚${run}`

    const first = await openOwn(profile)
    ends.push(first.kill)
    await first.page.setViewportSize({ width: 390, height: 844 })
    await signIn(first.page, 'grid', `${front.url}/m/`)
    await keptOnDevice(first.page)
    await expect.poll(() => onDisk(profile, 'anlan-mine:reference'), { timeout: 60_000 }).toBe(true)
    await front.close()
    await report(first.page, place)
    await first.page.getByText('待上传').waitFor()
    await first.kill()

    const second = await openOwn(profile)
    ends.push(second.kill)
    await second.page.setViewportSize({ width: 390, height: 844 })
    await second.page.goto(`${front.url}/m/outbox`)
    await second.page.getByText(place).waitFor()
    await second.page.getByText('待上传').waitFor()
    front = await openFront(inject('storyUrl'), port)
    // The sign-in may have died with the browser, which writes cookies late; the report has not.
    await second.page.reload()
    await signInAgain(second.page, 'grid', `${front.url}/m/outbox`)
    await delivered(second.page)
    await second.kill()
  })
})
