import ExcelJS from 'exceljs'
import type { Page } from 'playwright-core'

/** The rows of the ledger that an office fills into our template, and how many of them have a day that is none. */
export const ROWS = 500
export const BAD = 40
/** Five hundred rows written and read by another program. */
export const wait = { timeout: 120_000 }

const street = ['前街', '后街', '东巷', '西巷', '南路', '北路', '河边', '桥头', '市场', '车站']
export const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export async function sheetOf(
  bytes: Buffer,
): Promise<{ workbook: ExcelJS.Workbook; sheet: ExcelJS.Worksheet; column: (title: string) => number }> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes as never)
  const sheet = workbook.getWorksheet('台账') as ExcelJS.Worksheet
  const headings = (sheet.getRow(3).values as string[]).map((heading) => String(heading ?? '').replace('*', ''))
  return { workbook, sheet, column: (title) => headings.indexOf(title) }
}

export const save = async (workbook: ExcelJS.Workbook) => Buffer.from(await workbook.xlsx.writeBuffer())

/** Any rows as a workbook of another program's. */
export async function workbookOf(name: string, rows: readonly (readonly string[])[]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  workbook.addWorksheet(name).addRows(rows.map((row) => [...row]))
  return save(workbook)
}

/**
 * The template as an office fills it: streets that the demo does not have, so that nothing looks like a duplicate; the
 * first BAD rows have a day that is none.
 */
export async function filledTemplate(page: Page, mark: string): Promise<Buffer> {
  const template = await page.request.get('/api/imports/template.xlsx')
  const { workbook, sheet, column } = await sheetOf(Buffer.from(await template.body()))
  const example = sheet.getRow(4)
  for (let i = 0; i < ROWS; i++) {
    const row = sheet.getRow(5 + i)
    const place = `${mark}${street[i % 10]}${street[Math.floor(i / 10) % 10]}${i}号`
    for (let c = 2; c <= 21; c++) row.getCell(c).value = example.getCell(c).value
    row.getCell(column('具体部位')).value = place
    row.getCell(column('隐患描述')).value = `${place}：电线裸露`
    row.getCell(column('排查时间')).value = '2026-01-05'
    row.getCell(column('整改期限')).value = i < BAD ? '4月31日' : '2026-02-05'
  }
  return save(workbook)
}

/** Sends the file at 导入 and waits for the preview. */
export async function chooseSheet(page: Page, buffer: Buffer): Promise<void> {
  await page.goto('/import')
  await page.getByRole('heading', { name: '导入台账' }).waitFor()
  await page.locator('input[type=file]').setInputFiles({ name: '华新街旧台账.xlsx', mimeType: xlsx, buffer })
  await page.getByRole('heading', { name: '确认导入' }).waitFor(wait)
}

/** Confirms the preview, whatever looks like a duplicate included. */
export async function confirmSheet(page: Page, n: number): Promise<void> {
  const all = page.getByRole('button', { name: '全部仍要导入' })
  if (await all.isVisible()) await all.click()
  await page.getByRole('button', { name: `导入 ${n} 条` }).click()
  await page.getByText(`已导入 ${n} 条`).first().waitFor(wait)
}
