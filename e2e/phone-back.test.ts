import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openPhone, signIn } from './browser.ts'
import { tab } from './phone-ways.ts'

let browser: Browser
const complaints: string[][] = []

async function phoneOf(username: string): Promise<Page> {
  const seat = await openPhone(browser)
  complaints.push(seat.complaints)
  await signIn(seat.page, username)
  return seat.page
}

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  expect(complaints.flat()).toEqual([])
})

describe('the list', () => {
  it('stands where it was, with all its pages, after a look at a case', async () => {
    const page = await phoneOf('checker')
    const cards = page.locator('.card')
    await page.getByRole('button', { name: '再看 20 条' }).click()
    await expect.poll(() => cards.count()).toBe(40)
    const top = () => page.evaluate<number>('Math.round(scrollY)')
    for (const back of [() => page.goBack(), () => page.getByRole('link', { name: '回到待办' }).click()]) {
      await cards.nth(30).scrollIntoViewIfNeeded()
      const before = await top()
      expect(before).toBeGreaterThan(1000)
      await cards.nth(30).click()
      await page.getByRole('heading', { name: '办理经过' }).waitFor()
      const again = page.waitForResponse(/api\/hazards\?.*limit=40/)
      await back()
      await again
      await expect.poll(top).toBe(before)
      expect(await cards.count()).toBe(40)
    }
  })

  it('finds without network what the phone keeps, never the answer of before to another search', async () => {
    const page = await phoneOf('community')
    await tab(page, '我的')
    await page.getByText(/本机存着 [1-9]\d* 条未销号隐患/).waitFor()
    await tab(page, '待办')
    await page.getByRole('button', { name: '全部未销号' }).click()
    await page.locator('.card').first().waitFor()
    await page.getByLabel('搜索编号、地点、情况').fill('无此地点')
    await page.getByRole('button', { name: '搜索' }).click()
    await page.getByText('没有找到。').waitFor()
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '我的待办' }).click()
    await page.getByText(/连不上网络.*下面是手机里 .* 的内容，只有未销号的/).waitFor()
    expect(await page.locator('.card').count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: '全部未销号' }).click()
    await page.getByText('没有找到。').waitFor()
    expect(await page.locator('.card').count()).toBe(0)
    await page.getByLabel('搜索编号、地点、情况').fill('')
    await page.getByRole('button', { name: '搜索' }).click()
    await page.getByText(/连不上网络.*下面是手机里/).waitFor()
    await expect.poll(() => page.locator('.card').count()).toBeGreaterThan(20)
  })
})

describe('the report form', () => {
  it('keeps through a reload what was only chosen', async () => {
    const page = await phoneOf('community')
    await page.goto('/m/report')
    await page.getByLabel('整改责任主体').fill('楼下商户')
    await page.getByRole('button', { name: '直接交办' }).click()
    await page.reload()
    await page.getByLabel('交给谁整改').waitFor()
    expect(await page.getByLabel('整改责任主体').inputValue()).toBe('楼下商户')
    await page.getByRole('button', { name: '清空重填' }).click()
    await page.getByRole('button', { name: '确定清空？' }).click()
    expect(await page.getByLabel('整改责任主体').inputValue()).toBe('')
  })

  it('is not shown to duties that do not report', async () => {
    const page = await phoneOf('auditor')
    await page.goto('/m/report')
    await page.getByRole('heading', { name: '今日' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/m/today')
  })
})
