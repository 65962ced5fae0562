import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawNoise, expectAccessible, openBrowser, openHeldPhone, openPhone, type Seat, signIn } from './browser.ts'
import { delivered, tab } from './phone-ways.ts'

let browser: Browser
const run = Date.now().toString(36)
const seats: Seat[] = []

async function seat(): Promise<Page> {
  const opened = await openPhone(browser)
  seats.push(opened)
  return opened.page
}

/** Gives the page's origin so many bytes on the disk from now on; what Chromium then says of its room stays as it was. */
async function allow(page: Page, quotaSize: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize })
}

async function fill(page: Page, place: string): Promise<void> {
  await page.getByLabel('搜索检查项目').fill('feixian')
  await page.getByRole('button', { name: '电瓶车违规充电' }).click()
  await page.getByLabel('具体位置').fill(place)
}

/** Records a report with a large photo at each place until one is not stored. @returns which; -1 if all are */
async function firstRefused(page: Page, places: readonly string[]): Promise<number> {
  const full = page.getByText('这台手机的空间满了，没有存下，您写的还在。')
  const next = page.getByRole('button', { name: '再报一条' })
  for (const [n, place] of places.entries()) {
    await tab(page, '拍照上报')
    const file = { name: `shot${n}.jpg`, mimeType: 'image/jpeg', buffer: await drawNoise(1400, 1050) }
    await page.getByLabel('隐患照片：从相册选').setInputFiles(file)
    await page.getByAltText('隐患照片第 1 张').waitFor()
    await fill(page, place)
    await page.getByRole('button', { name: '提交' }).click()
    await next.or(full).first().waitFor()
    if (await full.isVisible()) return n
    await next.click()
  }
  return -1
}

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('a phone that can store little or nothing', () => {
  it('says so at the top of the report before anything is typed, where a browser has no store', async () => {
    const page = await seat()
    await page.addInitScript(`IDBFactory.prototype.open = () => { throw new DOMException('private', 'SecurityError') }`)
    await signIn(page, 'grid')
    await tab(page, '拍照上报')
    await page.getByText('这个窗口存不下内容').waitFor()
    expect(await page.getByLabel('具体位置').inputValue()).toBe('')
    await expectAccessible(page)
    await fill(page, `无痕窗口里${run}`)
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('请换普通窗口打开后再提交').waitFor()
    await tab(page, '发件箱')
    await tab(page, '拍照上报')
    expect(await page.getByLabel('具体位置').inputValue()).toBe(`无痕窗口里${run}`)
  })

  it('says how little is left', async () => {
    const page = await seat()
    await page.addInitScript('StorageManager.prototype.estimate = async () => ({ quota: 40e6, usage: 10e6 })')
    await signIn(page, 'grid')
    await tab(page, '拍照上报')
    await page.getByText('这台手机只剩 28 MB 可存').waitFor()
    await expectAccessible(page)
  })

  it('keeps what is typed when the disk is full, says what to do, and sends it once there is room', async () => {
    const page = await seat()
    await page.goto('/m/')
    await allow(page, 1)
    await signIn(page, 'grid')
    await tab(page, '拍照上报')
    await page.getByText('这台手机的空间满了，存不下新内容').waitFor()
    await expectAccessible(page)
    await fill(page, `空间满了的门厅${run}`)
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('这台手机的空间满了，没有存下，您写的还在。').waitFor()
    await expectAccessible(page)
    await tab(page, '发件箱')
    await page.getByText('没有要发送的内容').waitFor()
    await page.getByRole('button', { name: '导出未送达的内容' }).click()
    await page.getByText('已存下 0 件内容、0 张照片，1 份没写完的').waitFor()
    await page.reload()
    await tab(page, '拍照上报')
    expect(await page.getByLabel('具体位置').inputValue()).toBe(`空间满了的门厅${run}`)
    await allow(page, 500 * 1024 * 1024)
    await page.getByRole('button', { name: '提交' }).click()
    await delivered(page)
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
  })

  it('given 5 MB, claims no report that it has not stored, and brings all it claimed once there is a line', async () => {
    const opened = await openHeldPhone(browser)
    seats.push(opened)
    const { page } = opened
    await page.goto('/m/')
    await signIn(page, 'grid')
    await page.route(/\/api\/(commands|files)/, (route) => route.abort())
    await allow(page, 5 * 1024 * 1024)
    const places = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((n) => `五兆${run}第${n}处`)
    const refused = await firstRefused(page, places)
    expect(refused, 'some are stored, not all').toBeGreaterThan(1)
    const claimed = places.slice(0, refused)
    await page.reload()
    await tab(page, '发件箱')
    for (const place of claimed) await page.getByText(place).waitFor()
    await allow(page, 500 * 1024 * 1024)
    await page.unroute(/\/api\/(commands|files)/)
    await page.getByRole('button', { name: '现在发送' }).click()
    const arrived = async () => {
      const { items } = await (
        await page.request.get(`/api/hazards?limit=50&q=${encodeURIComponent(`五兆${run}`)}`)
      ).json()
      const found = items as { id: string; place: string }[]
      const cases = await Promise.all(
        found.map(async ({ id }) => (await page.request.get(`/api/hazards/${id}`)).json()),
      )
      const whole = cases.filter(({ hazard }) => hazard.before.length === 1 && hazard.missing.length === 0)
      return { places: found.map(({ place }) => place).sort(), whole: whole.length }
    }
    await expect.poll(arrived, { timeout: 60_000 }).toEqual({ places: claimed.sort(), whole: claimed.length })
  }, 120_000)
})
