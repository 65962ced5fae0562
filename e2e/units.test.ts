import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { expectAccessible, hasBrowser, openBrowser, openDesk, type Seat, signIn } from './browser.ts'

const wait = { timeout: 30_000 }
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

async function sit(browser: Browser, username: string, address: string): Promise<Seat> {
  const seat = await openDesk(browser)
  await signIn(seat.page, username, '/')
  await seat.page.goto(address)
  return seat
}

/** Rows of the account by community, name and found, as of the instant in the address. */
async function board(page: Page, query = ''): Promise<string[]> {
  await page.goto(`/account?by=community${query}`)
  await page.getByText('八类之和').waitFor()
  const rows = await page.locator('.account-table tbody tr').allTextContents()
  return rows
}

const headline = async (page: Page): Promise<number[]> =>
  (await page.locator('.headline-sentence .figure').allTextContents()).map(Number)

describe.skipIf(!hasBrowser())('units and catalogue', () => {
  let browser: Browser
  let admin: Seat
  let office: Seat
  beforeAll(async () => {
    browser = await openBrowser()
    admin = await sit(browser, 'admin', '/units')
    office = await sit(browser, 'office', '/account')
  })
  afterAll(() => browser?.close())

  test('a community splits today: the figures of before are unchanged, and its open cases are in the two new ones', async () => {
    const { page, complaints } = admin
    const before = await board(office.page, `&asOf=${inject('loadedAt')}`)
    const now = await board(office.page)
    expect(before.some((row) => row.startsWith('长江街社区'))).toBe(true)

    await page.getByLabel('查找').fill('cjj')
    await page.getByRole('button', { name: '长江街社区', exact: true }).click()
    await page.getByRole('heading', { name: '长江街社区' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '拆分' }).click()
    await page.getByLabel('新社区（1）').fill('长江东社区')
    await page.getByLabel('新社区（2）').fill('长江西社区')
    await page.getByLabel('生效日期').fill(today())
    await page.getByLabel('商业广场一期划归').selectOption({ label: '长江西社区' })
    await page.getByLabel('第二网格划归').selectOption({ label: '长江西社区' })
    await expectAccessible(page)
    await page.getByRole('button', { name: '看会影响什么' }).click()
    await page.getByText(/未销号的隐患：.*由长江街社区转到长江东社区.*编号、状态、期限都不变/).waitFor()
    await page.getByText(/网格员 \d+ 人随网格或小区到长江西社区/).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '确认：拆分长江街社区' }).click()
    await page.getByText('“拆分长江街社区”已记入台账。').waitFor()

    await office.page.reload()
    await expect
      .poll(async () => (await board(office.page)).some((row) => row.startsWith('长江西社区')), wait)
      .toBe(true)
    await expect
      .poll(async () => (await board(office.page)).find((row) => row.startsWith('长江街社区'))?.slice(0, 30), wait)
      .not.toBe(now.find((row) => row.startsWith('长江街社区'))?.slice(0, 30))
    expect(await board(office.page, `&asOf=${inject('loadedAt')}`)).toEqual(before)
    expect(await headline(office.page)).toEqual([2154, 336, 996, 822])
    const after = await board(office.page)
    expect(after.some((row) => row.startsWith('长江东社区'))).toBe(true)
    const [found, ...parts] = await headline(office.page)
    expect(parts.reduce((sum, n) => sum + n, 0)).toBe(found)
    expect(complaints).toEqual([])
  })

  test('a case says in its timeline what moved it, and the list finds it under the new community', async () => {
    const { page, complaints } = office
    await page.goto('/')
    await page.getByLabel('社区').selectOption({ label: '长江西社区' })
    await page
      .getByRole('link', { name: /^YH\d{4}-/ })
      .first()
      .click()
    await page.getByText(/因长江街社区拆分，长江街社区转到长江西社区.*状态和期限不变/).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  test('units are added by pasting lines, each fault named with its line', async () => {
    const { page, complaints } = admin
    await page.goto('/units')
    await page.getByRole('button', { name: '批量添加网格、小区' }).click()
    await page.getByLabel(/每行一个/).fill('祥龙社区，新苑一期\n没有的社区，新苑\n祥龙\t新苑二期\n祥龙社区，新苑一期')
    await page.getByText('第 2 行：没有“没有的社区”这个社区').waitFor()
    await page.getByText('第 4 行：与前面一行重复').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '只添加没有问题的 2 个' }).click()
    await page.getByText('已添加 2 个。').waitFor()
    await page.getByLabel('查找').fill('新苑二期')
    await page.getByRole('button', { name: '新苑二期' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('a new catalogue version is drafted, survives a reload and is published for tomorrow', async () => {
    const { page, complaints } = admin
    await page.goto('/catalogue')
    await page.getByText('项为暂定，待正式附件核对').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '编辑新版本' }).click()
    await page.getByRole('button', { name: /^修改 1\.2 / }).click()
    await page.getByLabel('期限（工作日）').fill('3')
    await page.getByRole('button', { name: /^停用 9\.2 / }).click()
    await page.getByText('期限：5 → 3 个工作日').waitFor()
    await expectAccessible(page)
    await page.reload()
    await page.getByText('期限：5 → 3 个工作日').waitFor()
    await page.getByRole('button', { name: '发布' }).click()
    await page.getByText('停用的项目 9.2 还没有选并入哪一项。').waitFor()
    await page.getByLabel('并入').selectOption('none')
    const sums = (await page.getByText('两种口径对得上').textContent()) ?? ''
    const [, whole, listed, unlisted] = /排查 (\d+) 条 = 新清单各项合计 (\d+) \+ 不再列入 (\d+)/.exec(sums) ?? []
    expect(Number(listed) + Number(unlisted)).toBe(Number(whole))
    expect(Number(unlisted)).toBeGreaterThan(0)
    await page.getByRole('button', { name: '发布' }).click()
    await page.getByRole('button', { name: /^确认：.*起启用新版清单/ }).click()
    await page.getByText(/已发布，.*起启用/).waitFor()
    await page.getByRole('button', { name: /起启用，29 项/ }).click()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  test('whoever does not keep them reads both and changes nothing', async () => {
    const seat = await sit(browser, 'community2', '/units')
    await seat.page.getByLabel('查找').fill('xianglong')
    await seat.page.getByRole('button', { name: '祥龙社区', exact: true }).click()
    await seat.page.getByRole('heading', { name: '祥龙社区' }).waitFor()
    expect(await seat.page.getByRole('button', { name: '拆分' }).count()).toBe(0)
    await seat.page.goto('/catalogue')
    await seat.page.getByText('项为暂定，待正式附件核对').waitFor()
    expect(await seat.page.getByRole('button', { name: '编辑新版本' }).count()).toBe(0)
    await expectAccessible(seat.page)
    expect(seat.complaints).toEqual([])
    await seat.context.close()
  })
})
