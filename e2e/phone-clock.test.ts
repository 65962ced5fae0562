import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectAccessible, openBrowser, openPhone, signIn } from './browser.ts'
import { delivered, report, tab } from './phone-ways.ts'

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

it('a phone that is two hours fast says so where one looks after its work, and delivers as any other', async () => {
  const { page, complaints } = await openPhone(browser)
  await page.addInitScript('(() => { const real = Date.now; Date.now = () => real() + 7_200_000 })()')
  await signIn(page, 'grid')
  await report(page, `走快了的手机${Date.now().toString(36)}`)
  await delivered(page)
  for (const name of ['发件箱', '我的']) {
    await tab(page, name)
    await page.getByText('这台手机的时间比服务器快了约 2 小时').waitFor()
    await expectAccessible(page)
  }
  expect(complaints).toEqual([])
})
