import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, expectNoSideways, hasBrowser, openBrowser, openPhone, type Seat, signIn } from './browser.ts'
import { openStep, tab } from './phone-ways.ts'
import { phoneCase, press, says } from './screen-states.ts'

/** What each size promises, in px: the text of the root and the least side of what a thumb must hit. */
const sizes = [
  { name: '标准', root: 16, target: 44, widths: [390, 320] },
  { name: '大', root: 20, target: 60, widths: [390] },
  { name: '特大', root: 30, target: 60, widths: [390] },
] as const

const screens: { name: string; at: string | ((page: Page) => Promise<string>); ready: string | RegExp }[] = [
  { name: '待办', at: '/m/', ready: /^YH\d{4}-/ },
  { name: '隐患', at: phoneCase('status=reported'), ready: '办理经过' },
  { name: '上报', at: '/m/report', ready: '提交' },
  { name: '发件箱', at: '/m/outbox', ready: '没有要发送的内容。' },
  { name: '我的', at: '/m/me', ready: '字号（长辈版）' },
]

/** What can be pressed and is smaller than it should be, with its sides. A tick is pressed by its words. */
const smallHere = (least: number) => `[...document.querySelectorAll('a[href], button, input, select, textarea, label')]
  .filter((at) => at.matches('label') ? at.querySelector('input') !== null : !at.closest('label'))
  .filter((at) => at.getClientRects().length > 0)
  .map((at) => ({ at, box: at.getBoundingClientRect() }))
  .filter(({ box }) => box.width < ${least} - 0.5 || box.height < ${least} - 0.5)
  .map(({ at, box }) => [at.tagName, at.className, at.textContent.trim(), box.width, box.height].join(' '))`

/** Words that are cut off or that reach out of what they stand in. */
const cutHere = `[...document.querySelectorAll('button, h1, h2, .tag, .due, .tab span, .photo-add')]
  .filter((at) => at.getClientRects().length > 0 && !at.classList.contains('unseen'))
  .filter((at) => at.scrollWidth > at.clientWidth + 1 && at.clientWidth > 0)
  .map((at) => at.className + ' ' + at.textContent)`

/** At the very end of a page: what sticks to the bottom, and what of the page's own lies under it. */
const coveredHere = `(() => {
  scrollTo(0, document.documentElement.scrollHeight)
  const tabs = document.querySelector('.tabs').getBoundingClientRect().top
  const last = [...document.querySelectorAll('main button, main a, main p, main li, main input')]
    .map((at) => [at.getBoundingClientRect().bottom, at.textContent])
  return last.filter(([bottom]) => bottom > tabs).map(([, words]) => words)
})()`

let browser: Browser
const seats: Seat[] = []
const root = (page: Page) => page.evaluate<string>('getComputedStyle(document.documentElement).fontSize')

async function expectFit(page: Page, target: number, name: string): Promise<void> {
  await expectNoSideways(page)
  expect(await page.evaluate<string[]>(smallHere(target))).toEqual([])
  expect(await page.evaluate<string[]>(cutHere)).toEqual([])
  await expectAccessible(page)
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

async function choose(page: Page, size: string): Promise<void> {
  await page.goto('/m/me')
  await press(page, size)
}

beforeAll(async () => {
  if (!hasBrowser()) return
  browser = await openBrowser()
  const seat = await openPhone(browser)
  seats.push(seat)
  await signIn(seat.page, 'grid')
})
afterAll(() => browser?.close())

describe.skipIf(!hasBrowser())('the size of the type', () => {
  test.each(sizes)('$name: $root px, targets of $target px, nothing sideways, cut or covered', async (size) => {
    const page = seats[0]?.page as Page
    await choose(page, size.name)
    expect(await root(page)).toBe(`${size.root}px`)
    expect((await page.evaluate<string[]>(smallHere(1000))).length).toBeGreaterThan(5)
    for (const { name, at, ready } of screens) {
      await page.goto(typeof at === 'string' ? at : await at(page))
      await says(page, ready)
      for (const width of size.widths) {
        await page.setViewportSize({ width, height: 844 })
        await expectFit(page, size.target, `${size.root}-${width}-${name}`)
      }
      await page.setViewportSize({ width: 390, height: 844 })
      expect(await page.evaluate<string[]>(coveredHere)).toEqual([])
    }
    await page.goto(await phoneCase('status=reported')(page))
    await openStep(page, '核实交办')
    await expectFit(page, size.target, `${size.root}-步骤`)
  })

  test('stays on the device through a reload and a sign-out, and the way in is as large', async () => {
    const page = seats[0]?.page as Page
    await choose(page, '特大')
    await page.reload()
    await says(page, '字号（长辈版）')
    expect(await root(page)).toBe('30px')
    expect(await page.getByRole('button', { name: '特大' }).getAttribute('aria-pressed')).toBe('true')
    await press(page, '退出登录')
    await page.getByLabel('用户名').waitFor()
    expect(await root(page)).toBe('30px')
    await expectFit(page, 60, '30-登录')
    await signIn(page, 'volunteer')
    await tab(page, '我的')
    expect(await root(page)).toBe('30px')
    await press(page, '标准')
    expect(await root(page)).toBe('16px')
    await page.reload()
    await says(page, '字号（长辈版）')
    expect(await root(page)).toBe('16px')
  })

  test('is on before the first screen is drawn, and no inline script puts it there', async () => {
    const page = seats[0]?.page as Page
    await choose(page, '特大')
    await page.addInitScript(`(() => {
      const look = () => {
        // The page's own 正在打开… stands before any script has run.
        const words = document.getElementById('opening') ? '' : document.getElementById('app')?.textContent
        if (words) window.firstSize ??= getComputedStyle(document.documentElement).fontSize
        else requestAnimationFrame(look)
      }
      look()
    })()`)
    await page.goto('/m/')
    await page.getByRole('heading', { name: '待办' }).waitFor()
    await expect.poll(() => page.evaluate('window.firstSize')).toBe('30px')
  })

  test('nothing complained', () => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
