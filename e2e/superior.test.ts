import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  drawJpeg,
  expectAccessible,
  expectNoSideways,
  hasBrowser,
  openBrowser,
  openLowDesk,
  type Seat,
  signIn,
} from './browser.ts'

const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
const get = async (page: Page, url: string) => (await page.request.get(url)).json()
const name = '区安委办反馈问题清单第 12 号'
const pasted = `序号\t问题点位\t存在问题\t隐患类别\t所属社区\t整改责任单位\t整改时限
1\t示范花园3栋\t楼道堆放杂物\t消防设施老化缺失\t华新街社区\t\t
2\t商业广场一期二楼\t喷淋被货物遮挡\t喷淋\t\t消防大队\t${inDays(20)}`

async function fillList(page: Page): Promise<void> {
  await page.getByLabel(/清单名称/).fill(name)
  await page.getByLabel(/粘贴到这里/).fill(pasted)
  const photo = {
    name: 'letter.jpg',
    mimeType: 'image/jpeg',
    buffer: await drawJpeg({ r: 250, g: 250, b: 240 }, 800, 1000),
  }
  await page.getByLabel(/来函或清单原件的照片/).setInputFiles(photo)
  await page.getByAltText('待上传照片 1').waitFor()
  await page.getByRole('button', { name: '看一遍再登记' }).click()
}

/** Takes every suggestion, one after the other. */
async function mendAll(page: Page): Promise<void> {
  const fixes = page.getByRole('button', { name: /^改成/ })
  await fixes.first().waitFor()
  while ((await fixes.count()) > 0) await fixes.first().click()
}

describe.skipIf(!hasBrowser())('a superior’s list, and what he draws by lot', () => {
  let browser: Browser
  let office: Seat
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openLowDesk(browser)
    await signIn(office.page, 'office', '/')
  })
  afterAll(() => browser?.close())

  test('the office pastes it, mends a row by one press, and registers it with the letter', async () => {
    const { page } = office
    await page.getByRole('link', { name: '督办', exact: true }).click()
    await page.getByRole('link', { name: '上级问题清单' }).click()
    await fillList(page)
    await page.getByText(/可登记 1 条，要改 1 行/).waitFor()
    await expectAccessible(page)
    await expectNoSideways(page)
    await mendAll(page)
    await page.getByRole('button', { name: '登记这 2 条' }).click()
    await page.getByText('已登记 2 条。').waitFor()
    const { items } = await get(page, '/api/hazards?source=superior&limit=10')
    const found = items.filter(({ place }: { place: string }) => /示范花园3栋|商业广场一期二楼/.test(place))
    expect(found.map(({ status, unit }: { status: string; unit: string }) => [status, unit]).sort()).toEqual([
      ['handling', 'v-xf'],
      ['reported', 'c01'],
    ])
    await expectAccessible(page)
  })

  test('the same paste again changes nothing', async () => {
    const { page } = office
    const before = (await get(page, '/api/superior-lists')).lists
    await fillList(page)
    await mendAll(page)
    await page.getByRole('button', { name: '登记这 2 条' }).click()
    await page.getByText('已登记 0 条，另有 2 条早已登记，没有改动。').waitFor()
    expect((await get(page, '/api/superior-lists')).lists).toEqual(before)
    expect(office.complaints).toEqual([])
  })

  test('the superior follows it; the office cannot leave one out, and takes the list back the same day', async () => {
    const superior = await openLowDesk(browser)
    await signIn(superior.page, 'superior', '/')
    await superior.page.getByRole('link', { name: '督办', exact: true }).click()
    await superior.page.getByRole('link', { name: '上级问题清单' }).click()
    await superior.page.getByText('在台账 2 条，未销号 2 条').waitFor()
    expect(await superior.page.getByRole('button').filter({ hasText: '撤销' }).count()).toBe(0)
    await expectAccessible(superior.page)
    expect(superior.complaints).toEqual([])
    await superior.context.close()

    const { page } = office
    const { items } = await get(page, '/api/hazards?source=superior&status=reported&limit=10')
    await page.goto(`/case/${items.find(({ place }: { place: string }) => place === '示范花园3栋').id}`)
    await page.getByText('补录').first().waitFor()
    expect(await page.getByRole('button', { name: '不列入' }).count()).toBe(0)
    await page.goto('/superior-list')
    await page.getByRole('button', { name: '撤销这张清单' }).first().click()
    await page.getByLabel('为什么撤销').fill('清单贴错了')
    await expectAccessible(page)
    await page.getByRole('button', { name: '确认撤销 2 条' }).click()
    await page.getByText('已撤销 2 条。').waitFor()
    expect((await get(page, '/api/superior-lists')).lists[0]).toMatchObject({ undone: true, cases: 0 })
    expect(office.complaints).toEqual([])
  })

  test('a draw names its seed; the same address draws the same cases for the auditor', async () => {
    const superior = await openLowDesk(browser)
    const { page } = superior
    await signIn(page, 'superior', '/')
    await page.getByRole('link', { name: '抽查', exact: true }).click()
    await page.getByRole('heading', { name: '随机抽查' }).waitFor()
    await page.getByLabel('社区').selectOption('c21')
    await page.getByLabel('抽几条').fill('5')
    await page.getByRole('button', { name: '抽', exact: true }).click()
    await page.getByRole('heading', { name: /^从 \d+ 条里抽出 5 条$/ }).waitFor()
    await expect.poll(() => page.url()).toMatch(/seed=[0-9a-f]{16}/)
    await expectAccessible(page)
    await expectNoSideways(page)
    const drawn = await page.getByRole('rowheader').allTextContents()
    const address = page.url()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('form', { name: '抽查条件' }).count()).toBe(0)
    await page.emulateMedia({ media: 'screen' })

    const auditor = await openLowDesk(browser)
    await signIn(auditor.page, 'auditor', '/')
    await auditor.page.goto(new URL(address).pathname + new URL(address).search)
    await auditor.page.getByRole('heading', { name: /抽出 5 条$/ }).waitFor()
    expect(await auditor.page.getByRole('rowheader').allTextContents()).toEqual(drawn)
    expect(auditor.complaints).toEqual([])
    await auditor.context.close()

    await page.getByRole('link', { name: drawn[0] ?? '' }).click()
    await page.getByRole('heading', { name: new RegExp(drawn[0] ?? '') }).waitFor()
    expect(superior.complaints).toEqual([])
    await superior.context.close()
  })
})
