import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import {
  DEMO_PASSWORD,
  drawJpeg,
  expectAccessible,
  hasBrowser,
  openBrowser,
  openDesk,
  type Seat,
  signIn,
} from './browser.ts'

const wait = { timeout: 20_000 }
const number = /^YH\d{4}-\d{5}$/

/** The day `n` days on in Shanghai, as a date input takes it. */
const dayFromNow = (n: number): string =>
  new Date(Date.now() + n * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)

async function sit(browser: Browser, username: string): Promise<Seat> {
  const seat = await openDesk(browser)
  await signIn(seat.page, username, '/')
  await seat.page.getByRole('heading', { name: '隐患台账' }).waitFor()
  return seat
}

/** The number of rows that the list says it has. */
async function countOf(page: Page): Promise<number> {
  const status = page.getByText(/^共 \d+ 条/)
  await status.waitFor()
  return Number(/\d+/.exec((await status.textContent()) ?? '')?.[0])
}

/** Pages through to the end and counts the rows that stand there. */
async function readThrough(page: Page): Promise<string[]> {
  const end = page.getByText('已全部显示')
  const more = page.getByRole('button', { name: /再显示一页/ })
  for (;;) {
    await end.or(more).first().waitFor()
    if (await end.isVisible()) break
    const before = await page.locator('tbody tr').count()
    await more.click()
    await expect.poll(() => page.locator('tbody tr').count(), wait).toBeGreaterThan(before)
  }
  return page.locator('tbody tr th').allTextContents()
}

async function openCase(page: Page, query: string): Promise<string> {
  await page.goto(`/?${query}`)
  await page.getByRole('link', { name: number }).first().click()
  await page.getByRole('heading', { name: /办理经过/ }).waitFor()
  return page.url()
}

const headline = async (page: Page): Promise<number[]> => {
  await page.getByText('八类之和').waitFor()
  const figures = await page.locator('.headline-sentence .figure').allTextContents()
  return figures.map(Number)
}

describe.skipIf(!hasBrowser())('the desk', () => {
  let browser: Browser
  let office: Seat
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openDesk(browser)
  })
  afterAll(() => browser?.close())

  test('a called-up case is found by filters, given to the fire brigade, rectified with a photo', async () => {
    const { page, complaints } = office
    await page.goto('/')
    await page.getByLabel('密码').waitFor()
    await expectAccessible(page)
    await signIn(page, 'office', '/')
    await page.getByLabel('社区').selectOption({ label: '华新街社区' })
    await page.getByLabel('状态').selectOption({ label: '待研判' })
    await page.waitForURL(/status=called&community=c01/)
    expect(await countOf(page)).toBeGreaterThan(0)
    const tags = async () => [...new Set(await page.locator('tbody .tag').allTextContents())]
    await expect.poll(tags, wait).toEqual(['待研判'])
    await expectAccessible(page)

    const first = page.getByRole('link', { name: number }).first()
    const chosen = (await first.textContent()) ?? ''
    await first.click()
    await page.getByRole('heading', { name: chosen }).waitFor()
    await page.getByRole('button', { name: '交办', exact: true }).click()
    await page.getByLabel('交给哪个单位').fill('消防')
    await page.getByRole('option', { name: /消防救援大队/ }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByLabel('整改期限').fill(dayFromNow(10))
    await page.getByRole('button', { name: '提交：交办' }).click()
    await page.getByText('“交办”已记入台账。').waitFor()
    await page.getByText(/商请消防救援大队整改，期限/).waitFor()
    await page.locator('.case-head').getByText('整改中').waitFor()
    await expectAccessible(page)
    const address = page.url()
    await page.getByRole('button', { name: '返回台账' }).click()
    await expect.poll(() => page.locator('tbody').getByText(chosen).count(), wait).toBe(0)
    expect(complaints).toEqual([])

    const fire = await sit(browser, 'fire')
    await fire.page.goto(address)
    await fire.page.getByRole('button', { name: '整改反馈' }).click()
    await fire.page.getByLabel('怎样整改的').fill('已更换灭火器并张贴疏散示意图')
    const photo = { name: 'after.jpg', mimeType: 'image/jpeg', buffer: await drawJpeg({ r: 90, g: 140, b: 90 }) }
    await fire.page.getByLabel('整改后照片').setInputFiles(photo)
    await fire.page.getByAltText('待上传照片 1').waitFor()
    await fire.page.getByRole('button', { name: '提交：整改反馈' }).click()
    await fire.page.locator('.case-head').getByText('已整改待复查').waitFor()
    await fire.page.getByRole('button', { name: '放大整改后照片' }).click()
    await fire.page.getByRole('dialog', { name: '查看照片' }).waitFor()
    await expectAccessible(fire.page)
    const saving = fire.page.waitForEvent('download')
    await fire.page.getByRole('button', { name: '保存带水印的照片' }).click()
    const saved = await saving
    expect(saved.suggestedFilename()).toMatch(/^YH\d{4}-\d{5} 整改后\.jpg$/)
    const stamped = await sharp(await saved.path()).metadata()
    expect([stamped.format, stamped.width]).toEqual(['jpeg', 1600])
    expect(stamped.height, 'the words stand under the picture, not on it').toBeGreaterThan(1200 + 60)
    await fire.page.keyboard.press('Escape')
    expect(fire.complaints).toEqual([])
    await fire.context.close()
  })

  test('the board adds up, and a number opens the list of the same instant with as many rows', async () => {
    const { page } = office
    await page.goto(`/account?asOf=${inject('loadedAt')}`)
    expect(await headline(page)).toEqual([2154, 336, 996, 822])
    const classes = await page.locator('.headline-classes .figure').allTextContents()
    expect(classes.map(Number).reduce((sum, n) => sum + n, 0)).toBe(2154)
    await expectAccessible(page)

    const row = page.getByRole('row', { name: /华新街社区/ })
    const figure = row.getByRole('link').first()
    const said = Number(await figure.textContent())
    await figure.click()
    await page.getByText('这里是当时的账').waitFor()
    expect(await countOf(page)).toBe(said)
    const listed = await readThrough(page)
    expect(listed).toHaveLength(said)
    expect(new Set(listed).size).toBe(said)
    await expectAccessible(page)
    await page.getByRole('link', { name: '回到现在' }).click()
    await page.waitForURL((url) => !url.searchParams.has('asOf'))
  })

  test('every split of the board sums to its totals', async () => {
    const { page } = office
    for (const by of ['community', 'category', 'item', 'source', 'severity', 'level', 'unit']) {
      await page.goto(`/account?by=${by}`)
      const [found] = await headline(page)
      const rows = await page.locator('.account-table tbody tr td:nth-of-type(1)').allTextContents()
      expect(rows.map(Number).reduce((sum, n) => sum + n, 0)).toBe(found)
    }
  })

  test('the account as of last night differs from now and stays as it was when somebody acts', async () => {
    const { page } = office
    await page.goto('/account')
    const now = await headline(page)
    await page.getByRole('button', { name: '昨天 24:00' }).click()
    await page.waitForURL(/asOf=/)
    await page.getByText('这里是当时的账').waitFor()
    await expect.poll(() => headline(page), wait).not.toEqual(now)
    const then = await headline(page)
    const address = page.url()
    expect(then[0]).toBeLessThan(now[0] ?? 0)

    await openCase(page, 'status=called&community=c02')
    await page.getByRole('button', { name: '退回社区' }).click()
    await page.getByLabel('缺什么').selectOption({ label: '属社区职责' })
    await page.getByLabel('退回理由').fill('属社区可以自行解决的')
    await page.getByRole('button', { name: '7 天后' }).click()
    await page.getByRole('button', { name: '提交：退回社区' }).click()
    await page.getByText('“退回社区”已记入台账。').waitFor()
    await page.goto(address)
    expect(await headline(page)).toEqual(then)
  })

  test('whoever comes second hears who did what, keeps the words and can go on', async () => {
    const slow = await sit(browser, 'community')
    const address = await openCase(slow.page, 'status=reported')
    await slow.page.getByRole('button', { name: '提请街道' }).click()
    await slow.page.getByLabel('社区为什么解决不了').selectOption('无权处置')
    await slow.page.getByLabel('具体说明').fill('涉及产权单位，社区无权处置')
    await slow.page.getByLabel('最近一次做工作的日期').fill(new Date().toISOString().slice(0, 10))
    await slow.page.getByLabel('社区已做了哪些工作').fill('已三次上门劝导')

    const quick = await sit(browser, 'grid')
    await quick.page.goto(address)
    await quick.page.getByRole('button', { name: '核实交办' }).click()
    await quick.page.getByLabel('交给谁整改').fill('华新街')
    await quick.page
      .getByRole('option', { name: /华新街社区/ })
      .first()
      .click()
    await quick.page.getByRole('button', { name: '提交：核实交办' }).click()
    await quick.page.getByText('“核实交办”已记入台账。').waitFor()

    await slow.page.getByRole('button', { name: '提交：提请街道' }).click()
    await slow.page.getByText(/在您填写时，.*网格员已办理“核实交办”/).waitFor()
    await expectAccessible(slow.page)
    await slow.page.getByRole('button', { name: '看最新情况' }).click()
    await slow.page.locator('.case-head').getByText('整改中').waitFor()
    expect(await slow.page.getByLabel('社区已做了哪些工作').inputValue()).toBe('已三次上门劝导')
    await slow.page.getByRole('button', { name: '提交：提请街道' }).click()
    await slow.page.locator('.case-head').getByText('待研判').waitFor()
    expect([...slow.complaints, ...quick.complaints]).toEqual([])
    await Promise.all([slow.context.close(), quick.context.close()])
  })

  test('a session that ends in the middle costs no word, and a lost answer makes no second entry', async () => {
    const seat = await sit(browser, 'checker')
    const { page } = seat
    const address = await openCase(page, 'status=handling')
    const words = `夜间再看一次 ${Date.now()}`
    await page.getByRole('button', { name: '补充说明' }).click()
    await page.getByRole('textbox', { name: '补充说明' }).fill(words)
    await seat.context.clearCookies()
    await page.getByRole('button', { name: '提交：补充说明' }).click()
    await page.getByLabel('密码').waitFor()
    await page.getByLabel('用户名').fill('checker')
    await page.getByLabel('密码').fill(DEMO_PASSWORD)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('button', { name: '提交：补充说明' }).waitFor()
    expect(page.url()).toBe(address)
    expect(await page.getByRole('textbox', { name: '补充说明' }).inputValue()).toBe(words)

    await page.route('**/api/commands', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await page.getByRole('button', { name: '提交：补充说明' }).click()
    await page.getByText('现在连不上网络').waitFor()
    await page.unroute('**/api/commands')
    await page.getByRole('button', { name: '提交：补充说明' }).click()
    await page.getByText('“补充说明”已记入台账。').waitFor()
    await page.locator('.timeline').getByText(words).first().waitFor()
    expect(await page.locator('.timeline').getByText(words).count()).toBe(1)
    expect(seat.complaints).toEqual([])
    await seat.context.close()
  })
})
