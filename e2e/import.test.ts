import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, hasBrowser, openBrowser, openDesk, type Seat, signIn } from './browser.ts'
import { BAD, chooseSheet, confirmSheet, filledTemplate, ROWS, save, sheetOf, wait } from './office-sheet.ts'

/** Five hundred rows written and read by another program, four times. */
const long = { timeout: 600_000 }
const mark = Date.now().toString(36)

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
      await chooseSheet(page, await filledTemplate(page, mark))
      await page
        .getByText(`共 ${ROWS} 行，${ROWS - BAD} 行可以导入，${BAD} 行有错`)
        .first()
        .waitFor(wait)
      await page.getByText('第 5 行“整改期限”：“4月31日”没有写年份').waitFor()
      await expectAccessible(page)
      await shoot(page, 'import-preview')
      const first = page.url()
      await confirmSheet(page, ROWS - BAD)
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
      await chooseSheet(page, await save(workbook))
      await page
        .getByText(`${BAD} 行可以导入，0 行有错，${ROWS - BAD} 行已在台账里`)
        .first()
        .waitFor(wait)
      await confirmSheet(page, BAD)
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
