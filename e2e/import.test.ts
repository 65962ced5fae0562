import ExcelJS from 'exceljs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, hasBrowser, openBrowser, openDesk, type Seat, signIn } from './browser.ts'

const wait = { timeout: 120_000 }
/** Five hundred rows written and read by another program, four times. */
const long = { timeout: 600_000 }
const ROWS = 500
const BAD = 40
const mark = Date.now().toString(36)
const street = ['前街', '后街', '东巷', '西巷', '南路', '北路', '河边', '桥头', '市场', '车站']

/** What an office's own ledger says: streets that the demo does not have, so that nothing looks like a duplicate. */
const place = (i: number) => `${mark}${street[i % 10]}${street[Math.floor(i / 10) % 10]}${i}号`

async function sheetOf(
  bytes: Buffer,
): Promise<{ workbook: ExcelJS.Workbook; sheet: ExcelJS.Worksheet; column: (title: string) => number }> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes as never)
  const sheet = workbook.getWorksheet('台账') as ExcelJS.Worksheet
  const headings = (sheet.getRow(3).values as string[]).map((heading) => String(heading ?? '').replace('*', ''))
  return { workbook, sheet, column: (title) => headings.indexOf(title) }
}

const save = async (workbook: ExcelJS.Workbook) => Buffer.from(await workbook.xlsx.writeBuffer())

/** The template as an office fills it; every twelfth or so of the rows has a day that is none. */
async function filled(page: Page): Promise<Buffer> {
  const template = await page.request.get('/api/imports/template.xlsx')
  const { workbook, sheet, column } = await sheetOf(Buffer.from(await template.body()))
  const example = sheet.getRow(4)
  for (let i = 0; i < ROWS; i++) {
    const row = sheet.getRow(5 + i)
    for (let c = 2; c <= 21; c++) row.getCell(c).value = example.getCell(c).value
    row.getCell(column('具体部位')).value = place(i)
    row.getCell(column('隐患描述')).value = `${place(i)}：电线裸露`
    row.getCell(column('排查时间')).value = '2026-01-05'
    row.getCell(column('整改期限')).value = i < BAD ? '4月31日' : '2026-02-05'
  }
  return save(workbook)
}

async function choose(page: Page, buffer: Buffer): Promise<void> {
  await page.goto('/import')
  await page.getByRole('heading', { name: '导入台账' }).waitFor()
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  await page.locator('input[type=file]').setInputFiles({ name: '华新街旧台账.xlsx', mimeType, buffer })
  await page.getByRole('heading', { name: '确认导入' }).waitFor(wait)
}

async function confirm(page: Page, n: number): Promise<void> {
  const all = page.getByRole('button', { name: '全部仍要导入' })
  if (await all.isVisible()) await all.click()
  await page.getByRole('button', { name: `导入 ${n} 条` }).click()
  await page.getByText(`已导入 ${n} 条`).first().waitFor(wait)
}

const shoot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
}

describe.skipIf(!hasBrowser())('an office brings its old ledger in', () => {
  let browser: Browser
  let seat: Seat

  beforeAll(async () => {
    browser = await openBrowser()
    seat = await openDesk(browser)
    await signIn(seat.page, 'office', '/')
  })

  afterAll(async () => {
    expect(seat.complaints).toEqual([])
    await browser.close()
  })

  test(
    '500 rows of which 40 are bad: 460 come in, the sheet comes back marked, mended the other 40; one batch is undone',
    long,
    async () => {
      const { page } = seat
      await page.goto('/import')
      await page.getByRole('link', { name: '下载导入模板' }).waitFor()
      await expectAccessible(page)
      await shoot(page, 'import-empty')
      await choose(page, await filled(page))
      await page
        .getByText(`共 ${ROWS} 行，${ROWS - BAD} 行可以导入，${BAD} 行有错`)
        .first()
        .waitFor(wait)
      await page.getByText('第 5 行“整改期限”：“4月31日”没有写年份').waitFor()
      await expectAccessible(page)
      await shoot(page, 'import-preview')
      const first = page.url()
      await confirm(page, ROWS - BAD)
      await shoot(page, 'import-done')
      const marked = await page.getByRole('link', { name: '下载标出错误原因的表' }).getAttribute('href')
      const { workbook, sheet, column } = await sheetOf(
        Buffer.from(await (await page.request.get(marked ?? '')).body()),
      )
      let mended = 0
      for (let r = 5; r < 5 + ROWS; r++) {
        if (!sheet.getCell(r, column('错误原因')).value) continue
        sheet.getCell(r, column('整改期限')).value = '2026-04-30'
        mended += 1
      }
      expect(mended).toBe(BAD)
      await choose(page, await save(workbook))
      await page
        .getByText(`${BAD} 行可以导入，0 行有错，${ROWS - BAD} 行已在台账里`)
        .first()
        .waitFor(wait)
      await confirm(page, BAD)
      await page.goto(first)
      await page.getByRole('button', { name: '撤销这一批' }).click()
      await page.getByLabel('为什么撤销').fill('导错了街道')
      await expectAccessible(page)
      await page.getByRole('button', { name: '确认撤销' }).click()
      await page
        .getByText(`已撤销 ${ROWS - BAD} 条。`)
        .first()
        .waitFor(wait)
      await shoot(page, 'import-undone')
      await page.goto(`/?q=${mark}&status=handling`)
      await page.getByText(`共 ${BAD} 条`).waitFor(wait)
    },
  )

  test('the list goes out as a workbook while work goes on', async () => {
    const { page } = seat
    await page.goto('/?status=handling')
    const download = page.waitForEvent('download', wait)
    await page.getByRole('button', { name: '导出当前列表' }).click()
    await shoot(page, 'export')
    expect((await download).suggestedFilename()).toMatch(/^隐患台账\d{4}-\d\d-\d\d\.xlsx$/)
    await page.getByText(/^已导出：隐患台账/).waitFor()
    await expectAccessible(page)
  })
})
