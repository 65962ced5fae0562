import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, openBrowser, openPhone, type Seat, signIn } from './browser.ts'
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
})
