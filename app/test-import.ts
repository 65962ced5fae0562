import ExcelJS from 'exceljs'
import { expect } from 'vitest'
import type * as z from 'zod/mini'
import { type ImportField, importColumns, TEMPLATE_HEADING } from '../domain/sheet/import-columns.ts'
import type { getImport } from '../features/imports/contract.ts'
import type { Who } from '../ledger/test-book.ts'
import type { TestApp } from './test-app.ts'

export type Row = Partial<Record<ImportField, ExcelJS.CellValue>>
export type Shown = z.infer<typeof getImport.response>

export const goodRow: Row = {
  community: '示范一社区',
  site: '示范花园',
  place: '3栋2单元',
  category: '消防',
  item: '消防设施',
  description: '灭火器压力不足',
  found: '2026-02-10',
  finder: '张三',
  source: '网格巡查',
  unit: '示范一社区',
  measures: '更换灭火器',
  due: '2026-02-20',
  rectified: '否',
  closed: '否',
}

export const columnOf = (field: ImportField): number => importColumns.findIndex((one) => one.field === field) + 1

/** Our own template, as an office fills it: opened by another program, rows below the example, saved. */
export async function fill(
  server: TestApp,
  rows: readonly Row[],
  change?: (sheet: ExcelJS.Worksheet) => void,
): Promise<Buffer> {
  const template = await server.get('office', '/api/imports/template.xlsx')
  expect(template.statusCode, template.body).toBe(200)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(template.rawPayload as never)
  const sheet = workbook.getWorksheet('台账') as ExcelJS.Worksheet
  rows.forEach((row, i) => {
    for (const [field, value] of Object.entries(row))
      sheet.getCell(TEMPLATE_HEADING + 2 + i, columnOf(field as ImportField)).value = value
  })
  change?.(sheet)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** Row of the sheet in which the n-th filled row stands. */
export const at = (n: number): number => TEMPLATE_HEADING + 2 + n

export const upload = (server: TestApp, who: Who, payload: Buffer, name = '台账.xlsx') =>
  server.call(who, {
    method: 'POST',
    url: `/api/imports?name=${encodeURIComponent(name)}`,
    payload,
    headers: { 'content-type': 'application/octet-stream' },
  })

export async function show(server: TestApp, who: Who, id: string): Promise<Shown> {
  const answer = await server.get(who, `/api/imports/${id}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

export async function preview(server: TestApp, who: Who, file: Buffer): Promise<Shown> {
  const answer = await upload(server, who, file)
  expect(answer.statusCode, answer.body).toBe(200)
  return show(server, who, answer.json().id)
}

/** Polls until the work is done, as the screen does. */
async function settled(server: TestApp, who: Who, id: string): Promise<Shown> {
  for (;;) {
    const shown = await show(server, who, id)
    if (!['confirming', 'undoing'].includes(shown.import.status) || shown.import.stalled) return shown
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function confirm(server: TestApp, who: Who, id: string, include: number[] = []): Promise<Shown> {
  const answer = await server.post(who, `/api/imports/${id}/confirm`, { include })
  expect(answer.statusCode, answer.body).toBe(202)
  return settled(server, who, id)
}

export async function undo(server: TestApp, who: Who, id: string): Promise<Shown> {
  const answer = await server.post(who, `/api/imports/${id}/undo`, { reason: '导错了' })
  expect(answer.statusCode, answer.body).toBe(202)
  return settled(server, who, id)
}

/** How many hazards the account finds. */
export const found = async (server: TestApp): Promise<number> =>
  (await server.get('office', '/api/account')).json().found
