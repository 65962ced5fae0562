import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  expectAccessible,
  expectNoSideways,
  hasBrowser,
  openBrowser,
  openLowDesk,
  type Seat,
  signIn,
  tabTo,
} from './browser.ts'

const wait = { timeout: 20_000 }
/** The number of the row, or the words of whatever else, on which one stands. */
const here = (page: Page) => page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''")

describe.skipIf(!hasBrowser())('the desk by keyboard alone, on 1366 × 768', () => {
  let browser: Browser
  let office: Seat
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openLowDesk(browser)
    await signIn(office.page, 'office', '/')
    await office.page.locator('tbody tr').first().waitFor()
  })
  afterAll(() => browser?.close())

  test('find, open, assign, back on the row one left, next', async () => {
    const { page, complaints } = office
    await page.keyboard.press('/')
    await page.keyboard.type('示范五社区')
    await page.getByRole('option', { name: /社区 示范五社区/ }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/community=c\d+/)
    await tabTo(page, '待研判', 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/status=called/)
    await page.locator('tbody tr').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const first = await here(page)
    expect(first).toMatch(/^YH\d{4}-\d{5}$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: first }).waitFor()
    await page.getByRole('button', { name: '交办', exact: true }).waitFor()
    const key = await page.getByRole('button', { name: '交办', exact: true }).getAttribute('aria-keyshortcuts')
    await page.keyboard.press(key ?? '')
    await page.getByLabel('交给哪个单位').waitFor()
    await page.keyboard.type('城市')
    await page.getByRole('option', { name: /城市管理/ }).waitFor()
    await page.keyboard.press('Enter')
    await tabTo(page, '7 天后')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Enter')
    await page.getByText('“交办”已记入台账。').waitFor()
    await expect.poll(() => here(page), wait).toBe('“交办”已记入台账。')
    await page.keyboard.press('Escape')
    await page.waitForURL(/status=called/)
    await expect.poll(() => here(page), wait).toMatch(/^YH/)
    const next = await here(page)
    expect(next).not.toBe(first)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /办理经过/ }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => here(page), wait).toMatch(/^YH/)
    expect(complaints).toEqual([])
  })

  test('a row that still stands there is stood on again, though the list was scrolled', async () => {
    const { page } = office
    await page.goto('/?status=reported')
    await page.locator('tbody tr').first().waitFor()
    for (let i = 0; i < 25; i++) await page.keyboard.press('ArrowDown')
    const left = await here(page)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: left }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => here(page), wait).toBe(left)
    const top = await page.evaluate<number>('document.activeElement.getBoundingClientRect().top')
    expect(top).toBeGreaterThan(52)
    expect(top).toBeLessThan(768)
  })

  test('keys are words while one writes, can be listed, and can be switched off', async () => {
    const { page } = office
    await page.goto('/')
    await page.locator('tbody tr').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('j/k ?')
    expect(await page.getByRole('combobox', { name: '搜索' }).inputValue()).toBe('j/k ?')
    await page.keyboard.press('Escape')
    await expect.poll(() => here(page), wait).toMatch(/^YH/)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '快捷键' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    const before = await here(page)
    await page.keyboard.press('j')
    expect(await here(page)).toBe(before)
    await page.keyboard.press('ArrowDown')
    expect(await here(page)).not.toBe(before)
    await page.getByRole('button', { name: '快捷键' }).click()
    await page.getByLabel('使用单个按键的快捷键').check()
    await page.getByRole('button', { name: '关闭' }).click()
  })

  test('an item is found by initials and becomes a filter that is kept under a name, renamed and deleted', async () => {
    const { page } = office
    await page.goto('/')
    await page.locator('tbody tr').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('cyyy')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/item=4\.1/)
    await page.getByRole('button', { name: '存为常用' }).click()
    await page.keyboard.type('油烟')
    await expectAccessible(page)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('link', { name: '油烟' }).waitFor()
    await page.goto('/')
    await page.getByRole('link', { name: '油烟' }).click()
    await page.waitForURL(/item=4\.1/)
    await page.getByRole('button', { name: '改名、删除' }).click()
    await page.getByLabel('“油烟”的名称').fill('餐饮')
    await page.keyboard.press('Tab')
    await page.getByRole('link', { name: '餐饮' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '删掉“餐饮”' }).click()
    await expect.poll(() => page.getByRole('link', { name: '餐饮' }).count(), wait).toBe(0)
  })

  test('the bar stands in one line, and what is used seldom is found behind 更多', async () => {
    const { page } = office
    await page.goto('/account')
    await page.getByRole('navigation', { name: '主导航' }).waitFor()
    const lines = await page
      .locator('.desk-bar > *')
      .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height > 52).map((one) => one.textContent))
    expect(lines).toEqual([])
    await page.getByRole('link', { name: '登记', exact: true }).focus()
    await tabTo(page, '更多')
    await page.keyboard.press('Enter')
    await expect.poll(() => here(page), wait).toBe('导入')
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    expect(await here(page)).toContain('更多')
    await page.keyboard.press('Enter')
    await tabTo(page, '单位')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/units')
    await page.getByRole('button', { name: '单位', exact: true }).waitFor()
    expect(await page.locator('.desk-more-list').count()).toBe(0)
  })

  test.each(['/', '/?status=called'])('a dozen rows stand on the screen: %s', async (path) => {
    const { page } = office
    await page.goto(path)
    await page.locator('tbody tr').nth(20).waitFor()
    const whole = await page.locator('tbody tr').evaluateAll((rows) =>
      rows.filter((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return top >= 0 && bottom <= 768
      }),
    )
    expect(whole.length).toBeGreaterThanOrEqual(12)
  })

  test.each(['/', '/recheck', '/account', '/bulletin?by=unit', '/case/'])(
    'no screen reaches sideways and axe finds nothing: %s',
    async (path) => {
      const { page } = office
      const { items } = await (await page.request.get('/api/hazards?status=rectified&limit=1')).json()
      await page.goto(path === '/case/' ? `/case/${items[0].id}` : path)
      await page.locator('h1').first().waitFor()
      await page.waitForLoadState('networkidle')
      await expectNoSideways(page)
      await expectAccessible(page)
    },
  )
})
