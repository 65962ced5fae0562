import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedUnits } from '../domain/units/seed-units.ts'
import { expectAccessible, hasBrowser, openBrowser, openSeat, startServer, stopServer } from './browser.ts'
import { BAD, chooseSheet, confirmSheet, filledTemplate, ROWS, wait, workbookOf, xlsx } from './office-sheet.ts'
import { delivered, openStep, report, submitStep, tab } from './phone-ways.ts'

const long = { timeout: 600_000 }
const PIN = '402917'
/** Names without three digits, which no name has. */
const stems = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰'
const two = (n: number) => String(n).padStart(2, '0')
const communities = seedUnits.filter(({ kind }) => kind === 'community')
const grids = seedUnits.filter(({ kind }) => kind === 'grid')
const nameOf = (code: string | null) => communities.find((unit) => unit.code === code)?.name ?? ''

/** Two hundred people: the office's clerks, a secretary and a deputy of each community, grid workers of all grids. */
const roster = [
  ...['甲', '乙'].map((name) => [`专班内勤${name}`, '百日攻坚工作组办公室', '专班内勤']),
  ...communities.map(({ name }, i) => [`示范书记${two(i + 1)}`, name, '书记']),
  ...communities.map(({ name }, i) => [`示范主任${two(i + 1)}`, name, '主任']),
  ...Array.from({ length: 200 - 2 - 2 * communities.length }, (_, i) => {
    const grid = grids[i % grids.length]
    return [
      `示范网格员${stems[Math.floor(i / 10)]}${stems[i % 10]}`,
      `${nameOf(grid?.parent ?? '')}${grid?.name}`,
      '网格员',
    ]
  }),
].map((row, i) => [String(i + 1), ...row, `138${String(10_000_000 + i)}`])

describe.skipIf(!hasBrowser())('Monday: from an empty ledger to the first hazard struck off', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'anlan-monday-'))
  const complaints: string[][] = []
  const links = new Map<string, { phone: string; desk: string }>()
  let browser: Browser
  let server: Awaited<ReturnType<typeof startServer>>
  let admin: Page
  let office: Page

  const sit = async (phone = false): Promise<Page> => {
    const size = phone ? { width: 390, height: 844 } : { width: 1366, height: 768 }
    const seat = await openSeat(browser, { baseURL: server.url, viewport: size, isMobile: phone, hasTouch: phone })
    complaints.push(seat.complaints)
    return seat.page
  }
  const linksOf = async (page: Page) => {
    const cards = page.locator('.link-cards > li')
    for (const card of await cards.all()) {
      const hrefs = await Promise.all((await card.locator('a').all()).map((link) => link.getAttribute('href')))
      const [phone = '', desk = ''] = hrefs.map((href) => href ?? '')
      links.set(((await card.locator('.link-name').textContent()) ?? '').trim(), { phone, desk })
    }
    await page.getByRole('button', { name: '关闭' }).first().click()
  }
  /** Chooses everybody whom the search finds and opens their links. */
  const openLinks = async (words: string, n: number) => {
    await admin.getByLabel('查找人员').fill(words)
    await admin.getByLabel('全选').check()
    await admin.getByRole('button', { name: `打印这 ${n} 位的登录链接` }).click()
    await admin.getByRole('heading', { name: `${n} 位的登录链接` }).waitFor(wait)
    await linksOf(admin)
    await admin.getByLabel('全选').uncheck()
  }
  const bind = async (name: string): Promise<Page> => {
    const page = await sit(true)
    await page.goto(links.get(name)?.phone ?? '')
    await page.getByLabel('六位密码').fill(PIN)
    await page.getByLabel('再写一遍').fill(PIN)
    await page.getByRole('button', { name: '绑定并登录' }).click()
    await page.getByRole('heading', { name: '待办' }).waitFor()
    return page
  }
  const shoot = async (page: Page, name: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/monday-${name}.png` })
  }

  beforeAll(async () => {
    browser = await openBrowser()
    server = await startServer(dataDir)
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await stopServer(server.child)
    rmSync(dataDir, { recursive: true, force: true })
  })

  test(
    'the administrator brings 200 people in from the office’s sheet and prints 28 secretaries’ links',
    long,
    async () => {
      admin = await sit()
      await admin.goto('/')
      await admin.getByLabel('用户名').fill('admin')
      await admin.getByLabel('密码').fill(/密码 (\S+)（/.exec(server.said)?.[1] ?? '')
      await admin.getByRole('button', { name: '登录' }).click()
      await admin.getByRole('link', { name: '第一天' }).click()
      await admin.getByText('下一步：登记人员').waitFor()
      await expectAccessible(admin)
      await admin.getByRole('link', { name: '去登记人员' }).click()
      await admin.getByRole('button', { name: '登记人员' }).click()
      const buffer = await workbookOf('花名册', [['序号', '姓名', '单位', '职务', '电话'], ...roster])
      await admin.getByLabel(/选 .xlsx 文件/).setInputFiles({ name: '花名册.xlsx', mimeType: xlsx, buffer })
      await admin.getByText('共 200 行：可登记 200 人').waitFor(wait)
      await shoot(admin, 'roster')
      await admin.getByRole('button', { name: '登记这 200 人' }).click()
      await admin.getByText('已登记 200 人。').first().waitFor(wait)
      await admin.getByRole('button', { name: '完成' }).click()
      await openLinks('示范书记', 28)
      await openLinks('专班内勤甲', 1)
      await openLinks('示范网格员甲', 0 + roster.filter(([, name]) => name?.includes('示范网格员甲')).length)
      expect(new Set([...links.values()].map(({ phone }) => phone)).size).toBe(links.size)
      await admin.goto('/start')
      await admin.getByText('已登记 200 人。').first().waitFor()
    },
  )

  test('the office signs in from its link and brings its ledger in: 500 rows of which 40 are bad', long, async () => {
    office = await sit()
    await office.goto(links.get('专班内勤甲')?.desk ?? '')
    await office.getByLabel('用户名').fill('zhuanban')
    await office.getByLabel(/^密码/).fill('correct-horse-battery')
    await office.getByLabel('再写一遍密码').fill('correct-horse-battery')
    await office.getByRole('button', { name: '设置并登录' }).click()
    await office.getByRole('heading', { name: '隐患台账' }).waitFor()
    await expectAccessible(office)
    await chooseSheet(office, await filledTemplate(office, '旧'))
    await office
      .getByText(`共 ${ROWS} 行，${ROWS - BAD} 行可以导入，${BAD} 行有错`)
      .first()
      .waitFor(wait)
    await confirmSheet(office, ROWS - BAD)
  })

  test('a grid worker reports by phone, the community deals with it, the office strikes it off', long, async () => {
    const grid = await bind('示范网格员甲甲')
    const place = '车棚入口第一条'
    await report(grid, place)
    await delivered(grid)
    const secretary = await bind('示范书记01')
    await tab(secretary, '待办')
    await secretary.getByText(place).first().click()
    await openStep(secretary, '核实交办')
    await secretary.getByLabel('交给谁整改').selectOption({ index: 1 })
    await submitStep(secretary, '核实交办')
    await openStep(secretary, '整改反馈')
    await secretary.getByLabel('怎样整改的').fill('已清走飞线')
    await submitStep(secretary, '整改反馈')
    const answer = await office.request.get(`/api/hazards?q=${encodeURIComponent(place)}`)
    const [{ id }] = (await answer.json()).items
    await office.goto(`/case/${id}`)
    await office.getByRole('button', { name: '复查销号' }).first().click()
    await office.getByLabel('复查意见').fill('现场看过，合格')
    await office.getByRole('button', { name: '提交：复查销号' }).click()
    await office.getByText('“复查销号”已记入台账。').waitFor()
    await office.goto('/start')
    await office.getByText('第一条隐患已经销号，可以正式用起来了。').waitFor()
    await expectAccessible(office)
    await shoot(office, 'start')
  })

  test('the first daily text sums, and says what the book says', async () => {
    await office.goto('/bulletin')
    const text = await office.getByLabel('发到群里的一行').inputValue()
    await shoot(office, 'bulletin')
    const [, found, closed, community, above] =
      /排查(\d+)＝已销号(\d+)＋社区层面未销号(\d+)＋街道及以上未销号(\d+)/.exec(text) ?? []
    expect(Number(found)).toBe(ROWS - BAD + 1)
    expect(Number(closed) + Number(community) + Number(above)).toBe(Number(found))
    expect(Number(closed)).toBe(1)
    for (const [, name, , , phone] of roster) {
      expect(text).not.toContain(name)
      expect(text).not.toContain(phone)
    }
  })

  test('nobody’s console complained', () => expect(complaints.flat()).toEqual([]))
})
