import { spawnSync } from 'node:child_process'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../app/test-app.ts'
import { confirm, preview } from '../../../app/test-import.ts'
import { EXPORT_HEADING, type ExportField, exportColumns } from '../../../domain/sheet/export-columns.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { convert, hasOffice, officeOnly } from '../../../platform/server/sheets/test-office.ts'

let server: TestApp

beforeAll(async () => {
  spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.server.json'])
  server = await openTestApp()
  for (let i = 0; i < 12; i++)
    await server.report('grid', {
      place: `${i}栋`,
      description: i === 5 ? '=1+1，\n第二行' : `第${i}件`,
      party: '商户',
      site: 'c01-s1',
    })
})

afterAll(async () => {
  const compared = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(compared.differences).toEqual({})
  await server.end()
})

const column = (field: ExportField) => exportColumns.findIndex((one) => one.field === field) + 1

/** The export as somebody edits it and saves it: with LibreOffice where it is, or with another program. */
async function edited(
  change: (sheet: ExcelJS.Worksheet, rowOf: (place: string) => number) => void,
  office: boolean,
): Promise<Buffer> {
  const answer = await server.get('office', '/api/exports/hazards.xlsx')
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(answer.rawPayload as never)
  const sheet = workbook.worksheets[0] as ExcelJS.Worksheet
  const rowOf = (place: string) => {
    for (let r = EXPORT_HEADING + 1; r <= sheet.rowCount; r++)
      if (sheet.getCell(r, column('place')).value === place) return r
    throw new Error(`no row of ${place}`)
  }
  change(sheet, rowOf)
  const bytes = Buffer.from(await workbook.xlsx.writeBuffer())
  return office ? convert(bytes, 'xlsx', 'xlsx', 'Calc MS Excel 2007 XML') : bytes
}

const find = async (place: string) =>
  (await server.get('office', '/api/hazards?limit=50'))
    .json()
    .items.find((one: { place: string }) => one.place === place)

describe('an exported list that comes back', () => {
  test.skipIf(!hasOffice)(
    `saved by LibreOffice without an edit changes nothing${officeOnly}`,
    { timeout: 180_000 },
    async () => {
      const raw = convert(
        (await server.get('office', '/api/exports/hazards.xlsx')).rawPayload,
        'xlsx',
        'xlsx',
        'Calc MS Excel 2007 XML',
      )
      const shown = await preview(server, 'office', raw)
      expect(shown.import).toMatchObject({ kind: 'export', counts: { rows: 12, ready: 0, errors: 0, same: 12 } })
    },
  )

  test.skipIf(!hasOffice)(`corrects exactly the rows that were edited${officeOnly}`, { timeout: 180_000 }, async () => {
    const before = (await server.get('office', '/api/hazards?limit=50')).json().items
    const file = await edited((sheet, rowOf) => {
      sheet.getCell(rowOf('1栋'), column('place')).value = '1栋1单元'
      sheet.getCell(rowOf('2栋'), column('description')).value = '改过的描述'
      sheet.getCell(rowOf('3栋'), column('item')).value = '通道堵塞'
      sheet.getCell(rowOf('4栋'), column('site')).value = '示范家园'
      sheet.getCell(rowOf('6栋'), column('party')).value = '物业公司'
    }, true)
    const shown = await preview(server, 'office', file)
    expect(shown.import.counts).toMatchObject({ rows: 12, ready: 5, errors: 0, same: 7 })
    const done = await confirm(server, 'office', shown.import.id)
    expect(done.import.counts).toMatchObject({ imported: 5, refused: 0 })
    const after = (await server.get('office', '/api/hazards?limit=50')).json().items
    const versionOf = (list: { id: string; version: number }[], id: string) =>
      list.find((one) => one.id === id)?.version
    const changed = after.filter(({ id }: { id: string }) => versionOf(before, id) !== versionOf(after, id))
    expect(changed.map(({ place }: { place: string }) => place).sort()).toEqual([
      '1栋1单元',
      '2栋',
      '3栋',
      '4栋',
      '6栋',
    ])
    expect(await find('3栋')).toMatchObject({ item: '1.3', severity: 'major' })
    expect(await find('4栋')).toMatchObject({ site: 'c01-s2' })
    expect(await find('2栋')).toMatchObject({ description: '改过的描述' })
    const again = await preview(server, 'office', file)
    expect(again.import.counts).toMatchObject({ ready: 0 })
  })

  test('what is done step by step, a place of another community and a foreign row are errors at their cell', async () => {
    const file = await edited((sheet, rowOf) => {
      sheet.getCell(rowOf('7栋'), column('status')).value = '已销号'
      sheet.getCell(rowOf('8栋'), column('found')).value = '2020-01-01'
      sheet.getCell(rowOf('9栋'), column('unit')).value = '消防救援大队'
      sheet.getCell(rowOf('10栋'), column('site')).value = '示范小区'
      sheet.getCell(rowOf('11栋'), column('id')).value = server.book.id()
    }, false)
    const shown = await preview(server, 'office', file)
    const said = shown.rows.flatMap(({ errors }) => errors).join('\n')
    expect(shown.import.counts).toMatchObject({ errors: 5, ready: 0 })
    expect(said).toMatch(/“当前状态”不能在表里改，状态请在系统里办理。/)
    expect(said).toMatch(/“排查时间”不能在表里改，请恢复原样。/)
    expect(said).toMatch(/“责任单位”不能在表里改，责任单位请在系统里交办。/)
    expect(said).toMatch(/“点位”：“示范小区”不在这个社区/)
    expect(said).toMatch(/“系统编号（勿改）”：没有找到这条隐患/)
    const foreign = await preview(server, 'community2', await edited(() => undefined, false))
    expect(foreign.import.counts).toMatchObject({ ready: 0, errors: 12 })
  })

  test('a row that somebody has dealt with since says who, and an untouched one beside it comes in', async () => {
    const file = await edited((sheet, rowOf) => {
      sheet.getCell(rowOf('7栋'), column('place')).value = '7栋2单元'
      sheet.getCell(rowOf('8栋'), column('place')).value = '8栋2单元'
    }, false)
    const { id } = await find('7栋')
    await server.step('community', 'verify', { unit: 'c01' }, id)
    await server.step('grid', 'comment', { text: '看过' }, (await find('8栋')).id)
    const shown = await preview(server, 'office', file)
    expect(shown.import.counts).toMatchObject({ ready: 1, errors: 1 })
    expect(shown.rows[0]?.errors[0]).toMatch(/示范一社区两委已办理“核实交办”/)
    await confirm(server, 'office', shown.import.id)
    expect(await find('8栋2单元')).toBeDefined()
  })
})
