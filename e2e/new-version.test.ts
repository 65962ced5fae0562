import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { expectAccessible, expectNoSideways, hasBrowser, openBrowser, openPhone, openSeat, signIn } from './browser.ts'
import { type Front, openFront } from './front.ts'
import { delivered, fetchedScreens, report, tab } from './phone-ways.ts'

const run = Date.now().toString(36)
let browser: Browser
let front: Front

const newer = (page: Page) => page.getByRole('button', { name: '有新版本，点这里更新（未发送的内容不会丢）' })
/** Script files of the page as it runs. */
const scripts = (page: Page) =>
  page.evaluate<string[]>("[...document.querySelectorAll('script[src]')].map((one) => one.getAttribute('src'))")

beforeAll(async () => {
  if (!hasBrowser()) return
  browser = await openBrowser()
  front = await openFront(inject('storyUrl'))
})
afterAll(async () => {
  await browser?.close()
  await front?.close()
})

describe.skipIf(!hasBrowser())('a new version', () => {
  it('waits for a tap while somebody types, and finds what was typed and what was not sent', async () => {
    const { page, complaints } = await openPhone(browser, true, { baseURL: front.url })
    await signIn(page, 'grid', `${front.url}/m/`)
    await tab(page, '我的')
    await page.getByText('没有信号也能打开这个页面').waitFor()
    await page.route('**/api/commands', (route) => route.abort())
    const place = `换版本之前的楼道${run}`
    await report(page, place)
    await page.getByText('待上传').waitFor()
    await page.getByRole('button', { name: '再报一条' }).click()
    await page.getByLabel('情况').fill('写到一半来了新版本')
    const before = await scripts(page)

    front.bringNewVersion()
    await page.evaluate("navigator.serviceWorker.getRegistration('/m/').then((one) => one.update())")
    await newer(page).waitFor()
    await expectAccessible(page)
    await expectNoSideways(page)
    // The page of before goes on with the server of after.
    await page.getByLabel('情况').fill('旧页面接着写')
    await tab(page, '发件箱')
    await page.getByText(place).waitFor()
    await tab(page, '拍照上报')
    expect(await scripts(page)).toEqual(before)
    expect(await page.getByLabel('情况').inputValue()).toBe('旧页面接着写')

    const anew = page.waitForEvent('load')
    await newer(page).click()
    await anew
    await newer(page).waitFor({ state: 'detached' })
    await page.getByLabel('情况').waitFor()
    const after = await scripts(page)
    expect(after).toHaveLength(before.length)
    expect(after).not.toEqual(before)
    expect(await page.getByLabel('情况').inputValue()).toBe('旧页面接着写')
    await page.unroute('**/api/commands')
    await tab(page, '发件箱')
    await delivered(page)
    await page.getByText(place).waitFor()
    const kept = await page.evaluate<string[]>('caches.keys()')
    expect(kept).toEqual([expect.stringMatching(/^anlan-phone-next-/)])
    expect(complaints).toEqual([])
  })
})

/** What a chat's browser calls itself; we use nothing of its own. */
const wechat =
  'Mozilla/5.0 (Linux; Android 11; M2007J17C Build/RKQ1.200826.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/87.0.4280.141 Mobile Safari/537.36 XWEB/3164 MMWEBSDK/20211001 MicroMessenger/8.0.16.2040(0x28001056) Process/toolsmp WeChat/arm64 NetType/4G Language/zh_CN ABI/arm64'

describe.skipIf(!hasBrowser())('inside a chat’s browser, without service workers', () => {
  it('everything works while the page stays open, and 我的 says what does not', async () => {
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
    const seat = await openSeat(browser, { ...phone, userAgent: wechat, serviceWorkers: 'block' })
    const { page, context } = seat
    // As on plain http and in the webviews of iOS, where there is no such thing.
    await context.addInitScript('delete Object.getPrototypeOf(navigator).serviceWorker')
    await signIn(page, 'grid')
    await tab(page, '我的')
    const said = '这个浏览器不能离线打开页面：没有信号时请不要关掉这一页，已填的内容都在手机上。'
    await page.getByText(said).waitFor()
    await expectAccessible(page)
    await fetchedScreens(page, ['FieldReportScreen'])
    await context.setOffline(true)
    const place = `微信里报的地下室${run}`
    await report(page, place)
    await page.getByText('待上传').waitFor()
    await context.setOffline(false)
    await delivered(page)
    expect(seat.complaints).toEqual([])
  })
})

describe.skipIf(!hasBrowser())('the manifest', () => {
  it('lets the browser install the phone, with icons of the sizes it names', async () => {
    const { page, context } = await openPhone(browser)
    await page.goto('/m/')
    await page.getByLabel('用户名').waitFor()
    const devtools = await context.newCDPSession(page)
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
    // A private window, which stories run in, installs nothing; it must be the only reason.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito'])
    const { errors, data } = await devtools.send('Page.getAppManifest')
    expect(errors).toEqual([])
    const manifest = JSON.parse(data ?? '{}')
    expect(manifest).toMatchObject({ name: '安澜', display: 'standalone', scope: '/m/', theme_color: '#0f5f8c' })
    for (const { src } of manifest.icons) expect((await page.request.get(src)).status()).toBe(200)
    const worker = await page.request.get('/m/sw.js')
    expect(worker.headers()['cache-control']).toBe('no-cache')
    expect(worker.headers()['content-security-policy']).not.toContain('unsafe-inline')
    await context.close()
  })
})
