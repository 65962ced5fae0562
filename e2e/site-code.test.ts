import type { Browser, Page } from 'playwright-core'
import { toString as drawQr } from 'qrcode'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { expectAccessible, hasBrowser, openBrowser, openDesk, openPhone, type Seat, signIn } from './browser.ts'
import { choosePhoto, delivered, tab } from './phone-ways.ts'
import { press, says } from './screen-states.ts'

/** Makes the places of this run its own where the demo has been used before. */
const run = Date.now().toString(36)
const seats: Seat[] = []
let browser: Browser
/** By the compound's name, what its printed code opens. */
const links = new Map<string, string>()

async function seatOf(open: typeof openDesk): Promise<Page> {
  const seat = await open(browser)
  seats.push(seat)
  return seat.page
}

const linkOf = (name: string): string => {
  const link = links.get(name)
  if (!link) throw new Error(`no code of ${name} was printed`)
  return link
}

const chosen = (page: Page) =>
  page.getByRole('group', { name: '点位' }).locator('[aria-pressed="true"]').allTextContents()
const place = (page: Page) => page.getByLabel('具体位置').inputValue()
const text = (page: Page) => page.getByLabel('情况').inputValue()

const draftsHere = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('anlan-phone')
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const asked = opening.result.transaction('drafts').objectStore('drafts').getAll()
    asked.onsuccess = () => resolve(JSON.stringify(asked.result))
    asked.onerror = () => reject(asked.error)
    opening.result.close()
  }
})`

/** Waits until the device has these words of the form on its disk; leaving a page cuts a write short. */
const kept = (page: Page, words: string) =>
  expect.poll(() => page.evaluate<string>(draftsHere), { timeout: 20_000 }).toContain(words)

beforeAll(async () => {
  if (hasBrowser()) browser = await openBrowser()
})
afterAll(() => browser?.close())

describe.skipIf(!hasBrowser())('codes for the walls of compounds', () => {
  test('are printed by the office for every community, six to a page, each opening its own compound', async () => {
    const page = await seatOf(openDesk)
    await signIn(page, 'office', '/units')
    await page.getByRole('link', { name: '打印小区二维码' }).click()
    await page.getByRole('combobox', { name: '社区' }).selectOption({ label: '华新街社区' })
    const cards = page.locator('.site-code')
    await cards.nth(3).locator('img').waitFor()
    for (const card of await cards.all()) {
      const name = (await card.getByRole('heading').textContent()) ?? ''
      const link = (await card.getByRole('link').getAttribute('href')) ?? ''
      expect(link).toMatch(new RegExp(`^${inject('storyUrl')}/m/report\\?site=c01-s\\d$`))
      // The image is what the same words give when they are drawn here.
      const svg = await drawQr(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
      const shown = (await card.getByRole('img').getAttribute('src')) ?? ''
      expect(Buffer.from(shown.split(',')[1] ?? '', 'base64').toString()).toBe(svg)
      expect(await card.getByRole('img').getAttribute('alt')).toBe(`${name}的上报二维码`)
      await card.getByText(/^发现隐患，请用微信或手机相机扫码/).waitFor()
      links.set(name, link)
    }
    expect([...links.keys()]).toContain('成南领寓')
    await page.getByLabel('打印成南领寓').uncheck()
    await page.getByRole('button', { name: `打印这 ${links.size - 1} 张` }).waitFor()
    await page.getByLabel('打印成南领寓').check()
    await expectAccessible(page)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('link').count()).toBe(0)
    const box = await cards.first().boundingBox()
    expect((box?.height ?? Number.NaN) * 3).toBeLessThan((277 / 25.4) * 96)
    const { SHOTS } = process.env
    if (SHOTS) await page.pdf({ path: `${SHOTS}/codes.pdf`, format: 'A4' })
  })

  test('are printed by a community for its own compounds only, and by nobody else', async () => {
    const page = await seatOf(openDesk)
    await signIn(page, 'community2', '/units/codes')
    await page.locator('.site-code').first().waitFor()
    expect(await page.getByRole('combobox', { name: '社区' }).count()).toBe(0)
    for (const link of await page.locator('.site-code a').all())
      expect(await link.getAttribute('href')).toContain('site=c02-s')
    const leader = await seatOf(openDesk)
    await signIn(leader, 'leader', '/units/codes')
    await says(leader, '小区二维码由街道专班和社区两委打印。')
    expect(await leader.locator('.site-code').count()).toBe(0)
  })
})

describe.skipIf(!hasBrowser())('a code that is scanned', () => {
  test('fills the place, also after a sign-in in between, and the report arrives there', async () => {
    const page = await seatOf(openPhone)
    await page.goto(linkOf('示范花园'))
    await signIn(page, 'grid', linkOf('示范花园'))
    await says(page, '已按二维码选好“示范花园”。')
    expect([await chosen(page), await place(page)]).toEqual([['示范花园'], '示范花园'])
    await expectAccessible(page)
    expect(new URL(page.url()).search).toBe('')
    await page.getByLabel('搜索检查项目').fill('feixian')
    await press(page, '电瓶车违规充电')
    await page.getByLabel('具体位置').fill(`扫码来的${run}`)
    await press(page, '提交')
    await delivered(page)
    const answer = await page.request.get(`/api/hazards?q=${encodeURIComponent(`扫码来的${run}`)}`)
    expect((await answer.json()).items).toMatchObject([{ site: linkOf('示范花园').split('=')[1] }])
  })

  test('fills the place where the worker starts the phone without network', async () => {
    const seat = await openPhone(browser)
    seats.push(seat)
    await signIn(seat.page, 'grid')
    await tab(seat.page, '我的')
    await says(seat.page, '没有信号也能打开这个页面')
    await seat.context.setOffline(true)
    const page = await seat.context.newPage()
    await page.goto(linkOf('成南领寓'))
    await says(page, '已按二维码选好“成南领寓”。')
    expect(await chosen(page)).toEqual(['成南领寓'])
    await seat.context.setOffline(false)
  })

  test('asks before it moves a report that was begun elsewhere, and keeps what was typed either way', async () => {
    const page = await seatOf(openPhone)
    await signIn(page, 'grid', linkOf('示范花园'))
    await says(page, '已按二维码选好“示范花园”。')
    await choosePhoto(page, '隐患照片', 90)
    await page.getByLabel('情况').fill('写到一半又扫了另一个')
    await kept(page, '写到一半又扫了另一个')
    await page.goto(linkOf('成南领寓'))
    await says(page, '您有一条没写完的上报，地点是“示范花园”，二维码是“成南领寓”。')
    await expectAccessible(page)
    expect([await chosen(page), await text(page)]).toEqual([['示范花园'], '写到一半又扫了另一个'])
    await press(page, '不改')
    await page.reload()
    await page.getByAltText('隐患照片第 1 张').waitFor()
    expect(await chosen(page)).toEqual(['示范花园'])
    await page.goto(linkOf('成南领寓'))
    await press(page, '改为成南领寓')
    await says(page, '已改为“成南领寓”。')
    await kept(page, '"place":"成南领寓"')
    await page.reload()
    await page.getByAltText('隐患照片第 1 张').waitFor()
    expect([await chosen(page), await place(page), await text(page)]).toEqual([
      ['成南领寓'],
      '成南领寓',
      '写到一半又扫了另一个',
    ])
  })

  test.each([
    ['of another community', 'c02-s1', /^“.+”不在您的上报范围内，请自己选择在哪里。$/],
    ['of nothing', 'no-such-site', '没有找到二维码上的小区，请自己选择在哪里。'],
    ['of a community', 'c01', '没有找到二维码上的小区，请自己选择在哪里。'],
  ])('%s says so, chooses nothing and loses nothing typed', async (_of, code, words) => {
    const page = await seatOf(openPhone)
    await signIn(page, 'grid', `/m/report?site=${code}`)
    await says(page, words)
    expect([await chosen(page), await place(page)]).toEqual([[], ''])
    await expectAccessible(page)
    await page.getByLabel('情况').fill('已经写下的')
    await kept(page, '已经写下的')
    await page.goto(`/m/report?site=${code}`)
    await says(page, words)
    expect(await text(page)).toBe('已经写下的')
    await press(page, '成南领寓')
    await kept(page, '"place":"成南领寓"')
    await page.goto(`/m/report?site=${code}`)
    await says(page, '原来选的地点没有动。')
    expect([await chosen(page), await text(page)]).toEqual([['成南领寓'], '已经写下的'])
  })

  test('nothing complained', () => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
