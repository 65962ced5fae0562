import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, hasBrowser, openBrowser, openHeldPhone, openPhone, type Seat } from './browser.ts'
import { bind, choosePhoto, delivered, linkFor, PIN, reportBlind, tab } from './phone-ways.ts'

let browser: Browser
let seat: Seat
const links: string[] = []
let fullName = ''
const run = Date.now().toString(36)
const FIRST = '示范十八社区网格员'
const SECOND = '示范十九社区网格员'
const place = `共用平板的车棚${run}`
const typed = `写到一半下班了${run}`

/** Every row of every store of this browser and every word of its local storage, bytes as the text they would be. */
const disk = (page: Page): Promise<string> =>
  page.evaluate(`(async () => {
    const asked = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const text = (_, value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer
      ? new TextDecoder().decode(value) : value
    const rows = []
    for (const { name } of await indexedDB.databases()) {
      const db = await asked(indexedDB.open(name))
      for (const store of db.objectStoreNames)
        rows.push([name, store, await asked(db.transaction(store).objectStore(store).getAll())])
      db.close()
    }
    return JSON.stringify([rows, { ...localStorage }, { ...sessionStorage }], text)
  })()`)

/** How many rows this browser holds of that store of the outbox. */
const rowsOf = (page: Page, store: string): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    const opened = indexedDB.open('anlan-phone')
    opened.onsuccess = () => {
      const counted = opened.result.transaction('${store}').objectStore('${store}').count()
      counted.onsuccess = () => { opened.result.close(); resolve(counted.result) }
    }
  })`)

async function bindShared(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('radio', { name: /共用设备/ }).check()
  await bind(page, PIN)
  await page.getByRole('heading', { name: '待办' }).waitFor()
}

async function leave(page: Page): Promise<void> {
  await tab(page, '我的')
  await page.getByRole('button', { name: '退出登录' }).click()
}

beforeAll(async () => {
  if (!hasBrowser()) return
  browser = await openBrowser()
  const { page, context } = await openPhone(browser)
  for (const name of [FIRST, SECOND]) links.push(await linkFor(page, name))
  await context.close()
  seat = await openPhone(browser)
})
afterAll(() => browser?.close())

describe.skipIf(!hasBrowser())('a shared device', () => {
  it('keeps what one records without signal from who reads its disk, and gives it back after a start without signal', async () => {
    const { context, page } = seat
    await bindShared(page, links[0] ?? '')
    await tab(page, '我的')
    await page.getByText('没有信号也能打开这个页面').waitFor()
    await context.setOffline(true)
    await tab(page, '拍照上报')
    await choosePhoto(page, '隐患照片', 150)
    await reportBlind(page, place)
    await page.getByRole('button', { name: '再报一条' }).click()
    await choosePhoto(page, '隐患照片', 60)
    await page.getByLabel('情况').fill(typed)
    await expect.poll(() => rowsOf(page, 'drafts')).toBe(1)
    const kept = await disk(page)
    expect(kept).toContain('sealed')
    for (const word of [place, typed, '电瓶车']) expect(kept.split('anlan-mine:reference')[0], word).not.toContain(word)
    await page.close()
    seat.page = await context.newPage()
    await seat.page.goto('/m/outbox')
    await seat.page.getByText(place).waitFor()
    await tab(seat.page, '拍照上报')
    await seat.page.getByAltText('隐患照片第 1 张').waitFor()
    expect(await seat.page.getByLabel('情况').inputValue()).toBe(typed)
  })

  it('warns who leaves with unsent work, and holds nothing afterwards that could be read, the key least of all', async () => {
    const { context, page } = seat
    await page.route('**/api/commands', (route) => route.abort())
    await context.setOffline(false)
    const me = await (await page.request.get('/api/session')).json()
    const { key } = me.device
    fullName = me.name
    expect(await disk(page)).toContain(key)
    await leave(page)
    await page.getByText(/^还有 1 件内容、1 张照片、1 份没填完的表没有送达。这是共用设备/).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '仍然退出' }).click()
    await page.getByLabel('姓名').waitFor()
    const kept = await disk(page)
    for (const word of [key, place, typed, FIRST, '电瓶车', 'anlan-mine']) expect(kept).not.toContain(word)
    expect([await rowsOf(page, 'parcels'), await rowsOf(page, 'photos'), await rowsOf(page, 'drafts')]).toEqual([
      1, 2, 1,
    ])
  })

  it('shows the next one nothing of it, not even a count', async () => {
    const { page } = seat
    await bindShared(page, links[1] ?? '')
    await tab(page, '发件箱')
    await page.getByText('没有要发送的内容').waitFor()
    expect(await page.getByRole('navigation').textContent()).not.toMatch(/\d/)
    await tab(page, '拍照上报')
    await page.getByLabel('情况').waitFor()
    expect(await page.getByLabel('情况').inputValue()).toBe('')
    expect(await page.getByAltText('隐患照片第 1 张').count()).toBe(0)
    await leave(page)
    await page.getByLabel('姓名').waitFor()
  })

  it('gives it back to whose it is, delivers it, and forgets it when he leaves', async () => {
    const { page } = seat
    await page.unroute('**/api/commands')
    await page.getByLabel('姓名').fill(fullName)
    await page.getByLabel('六位密码').fill(PIN)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await tab(page, '发件箱')
    await page.getByText(place).waitFor()
    await delivered(page)
    const found = await (await page.request.get(`/api/hazards?q=${encodeURIComponent(place)}`)).json()
    expect(found.items).toHaveLength(1)
    await tab(page, '拍照上报')
    await page.getByAltText('隐患照片第 1 张').waitFor()
    await leave(page)
    await page.getByText(/^还有 1 份没填完的表没有送达/).waitFor()
    await page.getByRole('button', { name: '仍然退出' }).click()
    await page.getByLabel('姓名').waitFor()
    expect([await rowsOf(page, 'parcels'), await rowsOf(page, 'photos'), await rowsOf(page, 'drafts')]).toEqual([
      0, 1, 1,
    ])
    expect(seat.complaints).toEqual([])
  })

  it('stays signed out when an answer from before comes late, and holds no key', async () => {
    const { page } = await openHeldPhone(browser)
    await bindShared(page, await linkFor(page, SECOND))
    const { key } = (await (await page.request.get('/api/session')).json()).device
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const came = page.waitForResponse((answer) => answer.request().method() === 'GET' && /session$/.test(answer.url()))
    await page.route('**/api/session', async (route) => {
      if (route.request().method() !== 'GET') return route.continue()
      const answer = await route.fetch()
      await held
      return route.fulfill({ response: answer })
    })
    const asked = page.waitForRequest((request) => request.method() === 'GET' && /session$/.test(request.url()))
    await page.evaluate("dispatchEvent(new Event('online'))")
    await asked
    await leave(page)
    await page.getByLabel('姓名').waitFor()
    await page.evaluate(`globalThis.written = []
      const write = Storage.prototype.setItem
      Storage.prototype.setItem = function (name, value) { written.push(value); write.call(this, name, value) }`)
    release()
    await (await came).finished()
    await page.waitForTimeout(300)
    expect(await page.getByLabel('姓名').isVisible()).toBe(true)
    expect(String(await page.evaluate('written.join()'))).not.toContain(key)
  })
})
