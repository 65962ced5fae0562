import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, openBrowser, openHeldPhone, type Seat, signIn } from './browser.ts'
import { choosePhoto, delivered, report, tab } from './phone-ways.ts'

let browser: Browser
const run = Date.now().toString(36)
const seats: Seat[] = []

async function phoneOf(username: string): Promise<Page> {
  const seat = await openHeldPhone(browser)
  seats.push(seat)
  await signIn(seat.page, username)
  return seat.page
}

const cut = (page: Page) => page.route('**/api/commands', (route) => route.abort())

/** Presses 导出 and answers what was saved. */
async function exported(page: Page): Promise<Buffer> {
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出未送达的内容' }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toMatch(/^安澜未送达-.+-\d{8}-\d{4}\.anlan$/)
  return readFileSync(await saved.path())
}

const give = (page: Page, buffer: Buffer) =>
  page
    .getByLabel('导入未送达的内容')
    .setInputFiles({ name: '安澜未送达.anlan', mimeType: 'application/octet-stream', buffer })

async function countOf(page: Page, q: string): Promise<number> {
  const answer = await page.request.get(`/api/hazards?q=${encodeURIComponent(q)}`)
  return (await answer.json()).items.length
}

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('a file of unsent work', () => {
  const place = `换手机的车库${run}`

  it('goes to another phone of the same person and is one hazard, sent from there and from here', async () => {
    const old = await phoneOf('grid')
    await cut(old)
    await report(old, place)
    await old.getByText('待上传').waitFor()
    await tab(old, '拍照上报')
    await old.getByRole('button', { name: '再报一条' }).click()
    await choosePhoto(old, '隐患照片', 70)
    await old.getByLabel('情况').fill('写到一半换了手机')
    await tab(old, '发件箱')
    const file = await exported(old)
    await old.getByText('已存下 1 件内容、2 张照片，1 份没写完的').waitFor()
    await expectAccessible(old)

    const fresh = await phoneOf('grid')
    await tab(fresh, '发件箱')
    await give(fresh, file.subarray(0, file.length - 100))
    await fresh.getByText('文件不完整或已损坏，什么都没有导入').waitFor()
    await fresh.getByText('没有要发送的内容').waitFor()
    await give(fresh, file)
    await fresh.getByText('已导入 1 件').waitFor()
    await delivered(fresh)
    await give(fresh, file)
    await fresh.getByText('已导入 0 件，1 件本机已有').waitFor()
    await expectAccessible(fresh)
    await tab(fresh, '拍照上报')
    await fresh.getByAltText('隐患照片第 1 张').waitFor()
    expect(await fresh.getByLabel('情况').inputValue()).toBe('写到一半换了手机')

    await old.unroute('**/api/commands')
    await old.getByRole('button', { name: '现在发送' }).click()
    await delivered(old)
    expect(await countOf(old, place)).toBe(1)
  })

  it('is offered before one signs out with work that has not arrived', async () => {
    const page = await phoneOf('grid')
    await cut(page)
    await report(page, `退出之前的车库${run}`)
    await page.getByText('待上传').waitFor()
    await tab(page, '我的')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByText(/^还有 1 件内容、1 张照片没有送达。/).waitFor()
    const file = await exported(page)
    await page.getByText('已存下 1 件内容、1 张照片。').waitFor()
    await page.getByRole('button', { name: '仍然退出' }).click()
    await page.getByLabel('用户名').waitFor()

    const fresh = await phoneOf('grid')
    await tab(fresh, '发件箱')
    await give(fresh, file)
    await delivered(fresh)
    expect(await countOf(fresh, `退出之前的车库${run}`)).toBe(1)
  })

  it('is refused to somebody else in one sentence', async () => {
    const grid = await phoneOf('grid')
    await cut(grid)
    await report(grid, `不给别人的车库${run}`)
    await grid.getByText('待上传').waitFor()
    await tab(grid, '发件箱')
    const file = await exported(grid)
    const other = await phoneOf('volunteer')
    await tab(other, '发件箱')
    await give(other, file)
    await other.getByText(/^这是.+的内容，请.+本人登录后再导入。$/).waitFor()
    await other.getByText('没有要发送的内容').waitFor()
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
