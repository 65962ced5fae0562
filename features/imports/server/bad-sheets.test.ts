import { spawnSync } from 'node:child_process'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem, openTestApp, type TestApp } from '../../../app/test-app.ts'
import { at, columnOf, fill, found, goodRow, preview, type Row, upload } from '../../../app/test-import.ts'
import type { ImportField } from '../../../domain/sheet/import-columns.ts'
import { importColumnOf, importColumns } from '../../../domain/sheet/import-columns.ts'
import { handmade, hugeSheet, longSheet, textRows } from '../../../platform/server/sheets/test-workbook.ts'

let server: TestApp

beforeAll(async () => {
  spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.server.json'])
  server = await openTestApp()
})

afterAll(async () => {
  // Nothing bad has come in.
  expect(await found(server)).toBe(0)
  await server.end()
})

const one = (value: Row) => ({ ...goodRow, ...value })
const saying = (n: number, field: ImportField, what: string) =>
  `第 ${at(n)} 行“${importColumnOf(field).title}”${what.startsWith('“') ? '：' : ''}${what}。`

describe('a row that cannot come in says which row and column, and why', () => {
  const bad: [string, Row, ImportField, string][] = [
    ['a day without its year', { found: '4月8日' }, 'found', '“4月8日”没有写年份，请写成 2026-03-02 这样的完整日期'],
    ['a day that is none', { due: '2026年4月31日' }, 'due', '“2026年4月31日”没有这一天，请核对'],
    ['a day in words', { due: '年底前' }, 'due', '“年底前”看不出是哪一天，请写成 2026-03-02 这样的完整日期'],
    ['a day of two digits', { found: '26.2.1' }, 'found', '“26.2.1”没有写年份，请写成 2026-03-02 这样的完整日期'],
    ['a deadline before the finding', { due: '2026-02-01' }, 'due', '早于排查时间，请核对'],
    ['a finding in the future', { found: '2026-03-30', due: '2026-04-30' }, 'found', '不能晚于今天'],
    ['a phone in scientific words', { phone: '1.38E+10' }, 'phone', '成了科学计数“1.38E+10”，请把单元格设为文本后重填'],
    ['a phone that is none', { phone: '问老张' }, 'phone', '“问老张”不像电话号码，请核对'],
    [
      'a number that lost its digits',
      { party: 5.101072e17 },
      'party',
      '是 16 位以上的数字，末尾几位已经丢失，请把单元格设为文本后重填',
    ],
    ['a formula', { place: { formula: 'A1&"栋"', result: '3栋' } }, 'place', '是公式，请选中后“选择性粘贴”为数值'],
    [
      'an error of the spreadsheet',
      { place: { error: '#REF!' } as ExcelJS.CellValue },
      'place',
      '是错误值 #REF!，请改正',
    ],
    [
      'a community that is none',
      { community: '别的社区', site: '', unit: '街道专班' },
      'community',
      '“别的社区”没有这个社区，请从下拉列表里选',
    ],
    ['a point of another community', { site: '示范小区' }, 'site', '“示范小区”不在这个社区，请从下拉列表里选或留空'],
    ['an item of another category', { item: '电气' }, 'item', '“电气”不在“消防”这一类里，请从下拉列表里选'],
    [
      'a severity below the catalogue',
      { item: '通道堵塞', severity: '一般' },
      'severity',
      '不能低于排查清单规定的“重大”，请改高或留空',
    ],
    ['a unit that is none', { unit: '物业' }, 'unit', '“物业”没有这个单位，请从下拉列表里选'],
    ['neither yes nor no', { closed: '也许' }, 'closed', '“也许”应填 是 或 否'],
    ['closed and not rectified', { rectified: '否', closed: '是' }, 'rectified', '与“是否销号”矛盾，销号的应已整改'],
    ['nothing where something must stand', { description: '' }, 'description', '没有填'],
    ['too many words', { measures: '长'.repeat(501) }, 'measures', '超过 500 个字，请精简'],
  ]

  test('twenty kinds of it in one file, and the good rows between them are ready', async () => {
    const rows = [...bad.map(([, row]) => one(row)), goodRow]
    const shown = await preview(server, 'office', await fill(server, rows))
    expect(shown.import.counts).toMatchObject({ rows: bad.length + 1, ready: 1, errors: bad.length })
    const said = new Map(shown.rows.map(({ row, errors }) => [row, errors]))
    for (const [i, [, , field, what]] of bad.entries()) expect(said.get(at(i))).toEqual([saying(i, field, what)])
  })

  test('whole days are read however they are written, and kept as they are in every zone', async () => {
    const days = [
      '2026-2-8',
      '2026.2.8',
      '2026/02/08',
      '2026年2月8日',
      '20260208',
      20_260_208,
      new Date('2026-02-08T00:00:00Z'),
    ]
    const file = await fill(
      server,
      days.map((found, i) => one({ found, place: `第${i}处` })),
      (sheet) => {
        sheet.getCell(at(6), columnOf('found')).numFmt = 'yyyy/m/d'
      },
    )
    for (const zone of ['Asia/Shanghai', 'America/New_York']) {
      const before = process.env.TZ
      process.env.TZ = zone
      const shown = await preview(server, 'office', file).finally(() => {
        process.env.TZ = before
        if (before === undefined) delete process.env.TZ
      })
      expect(shown.import.counts).toMatchObject({ ready: 7, errors: 0 })
      const { rows } = await server.book.owner((client) =>
        client.query(
          "select distinct command #>> '{data,backfill,found}' as found from desk.import_row where import = $1",
          [shown.import.id],
        ),
      )
      expect(rows).toEqual([{ found: '2026-02-08' }])
    }
  })

  test('merged cells are named with their range', async () => {
    const file = await fill(server, [goodRow, { ...goodRow, community: null }], (sheet) => {
      sheet.mergeCells(at(0), columnOf('community'), at(1), columnOf('community'))
    })
    const shown = await preview(server, 'office', file)
    expect(shown.import.counts).toMatchObject({ errors: 2, ready: 0 })
    const range = `B${at(0)}:B${at(1)}`
    for (const [i, { errors }] of shown.rows.entries())
      expect(errors[0]).toBe(saying(i, 'community', `是合并单元格（${range}），请取消合并后每行都填`))
  })

  test('hidden rows come in and are told; sums, signatures and blank rows are left out; rich text is text', async () => {
    const rich = { richText: [{ text: '3栋' }, { font: { bold: true }, text: '2单元' }] } as ExcelJS.CellValue
    const file = await fill(server, [one({ place: rich }), one({ place: '隐藏的' })], (sheet) => {
      sheet.getRow(at(1)).hidden = true
      sheet.getCell(at(2), 1).value = '合计'
      sheet.getCell(at(2), 8).value = '2 条'
      sheet.getCell(at(3), 1).value = '填表人：张三'
      for (let r = 0; r < 500; r++) sheet.getCell(at(4) + r, 1).value = r + 3
      sheet.getCell(1_048_576, 3).style = { font: { bold: true } }
    })
    const shown = await preview(server, 'office', file)
    expect(shown.import.counts).toMatchObject({ rows: 2, ready: 2, errors: 0, hidden: 1 })
    expect(shown.rows.flatMap(({ notes }) => notes)).toEqual([`第 ${at(1)} 行是隐藏行（可能被筛选掉了），也会导入。`])
    expect(shown.sample[0]?.place).toBe('3栋2单元')
  })
})

describe('a file that is not what it should be gets a sentence that says what to do', () => {
  async function simple(rows: string[][]): Promise<Buffer> {
    const workbook = new ExcelJS.Workbook()
    workbook.addWorksheet('Sheet1').addRows(rows)
    return Buffer.from(await workbook.xlsx.writeBuffer())
  }

  test('another sheet, a heading without its columns, a template with nothing in it', async () => {
    expectProblem(
      await upload(
        server,
        'office',
        await simple([
          ['姓名', '电话'],
          ['张三', '1'],
        ]),
      ),
      422,
      'import.heading',
    )
    const headings = ['社区', '点位', '具体部位', '问题类别', '细项', '隐患描述', '责任单位']
    const answer = await upload(server, 'office', await simple([headings, ['a']]))
    expectProblem(answer, 422, 'import.columns')
    expect(answer.json().message).toContain('“排查时间”、“排查人”')
    expectProblem(await upload(server, 'office', await fill(server, [])), 422, 'import.no-rows')
  })

  test('too many rows, a bomb, macros, a text file, an empty one', async () => {
    const headings = importColumns.filter(({ required }) => required).map(({ title }) => title)
    const rows = textRows([headings, ...Array.from({ length: 5001 }, () => headings.map(() => '有'))])
    expectProblem(await upload(server, 'office', await handmade({ rows })), 422, 'sheet.too-long')
    expectProblem(await upload(server, 'office', await handmade({ rows: longSheet(20_000) })), 422)
    expectProblem(await upload(server, 'office', await handmade({ rows: hugeSheet(205) })), 422, 'sheet.bomb')
    expectProblem(
      await upload(server, 'office', await handmade({ rows: '', more: { 'xl/vbaProject.bin': 'x' } })),
      422,
      'sheet.active',
    )
    expectProblem(await upload(server, 'office', Buffer.from('社区,描述')), 422, 'sheet.not-xlsx')
    expectProblem(await upload(server, 'office', Buffer.alloc(0)), 422, 'sheet.not-xlsx')
  })
})
