import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isProblem } from '../../../domain/problem.ts'
import type { SheetRead } from './cells.ts'
import { readSheets } from './read.ts'
import { serialToDay, showsDay } from './serial.ts'
import { handmade, hugeSheet, longSheet, textRows } from './test-workbook.ts'

let folder: string
const limits = { rows: 5000, columns: 60, sheets: 20, characters: 4_000_000 }

beforeAll(() => {
  spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.server.json'])
  folder = mkdtempSync(path.join(tmpdir(), 'anlan-sheets-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let n = 0
async function read(bytes: Buffer | Uint8Array, more: Partial<typeof limits> = {}) {
  n += 1
  const file = path.join(folder, `${n}.xlsx`)
  writeFileSync(file, bytes)
  return readSheets(file, { ...limits, ...more })
}
async function first(bytes: Buffer | Uint8Array): Promise<SheetRead> {
  const found = await read(bytes)
  if (isProblem(found)) throw new Error(found.code)
  return found[0] as SheetRead
}
async function codeOf(bytes: Buffer | Uint8Array): Promise<string> {
  const found = await read(bytes)
  if (!isProblem(found)) return 'read'
  expect(found.message).toMatch(/^[\u4e00-\u9fff“].*。$/)
  return found.code
}

describe('a day', () => {
  test.each([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, null],
    [61, false, '1900-03-01'],
    [43_563, false, '2019-04-08'],
    [43_563.999_99, false, '2019-04-08'],
    [42_101, true, '2019-04-08'],
    [0, true, '1904-01-01'],
    [46_081, false, '2026-02-28'],
    [2_958_465, false, '9999-12-31'],
    [2_958_466, false, null],
    [-1, false, null],
  ])('of serial %s (1904: %s) is %s', (serial, date1904, day) => {
    expect(serialToDay(serial, date1904)).toBe(day)
  })

  test.each([
    [14, undefined, true],
    [31, undefined, true],
    [57, undefined, true],
    [20, undefined, false],
    [0, undefined, false],
    [176, 'yyyy"年"m"月"d"日";@', true],
    [177, '[$-804]yyyy-mm', true],
    [178, 'h:mm:ss', false],
    [179, '0.00"日"', false],
    [180, 'm"月"', true],
    [181, '@', false],
  ])('is what format %s %s shows: %s', (id, code, shows) => {
    expect(showsDay(id, code)).toBe(shows)
  })

  test.each(['Asia/Shanghai', 'UTC', 'America/New_York'])('is read alike in %s, as exceljs wrote it', async (zone) => {
    const workbook = new ExcelJS.Workbook()
    const sheet = workbook.addWorksheet('表')
    sheet.getCell('A1').value = new Date('2019-04-08T00:00:00Z')
    sheet.getCell('A1').numFmt = 'yyyy-mm-dd'
    const bytes = Buffer.from(await workbook.xlsx.writeBuffer())
    const before = process.env.TZ
    process.env.TZ = zone
    const found = await first(bytes).finally(() => {
      process.env.TZ = before
      if (before === undefined) delete process.env.TZ
    })
    expect(found.rows[0]?.cells).toEqual([{ column: 1, kind: 'date', text: '2019-04-08' }])
  })
})

describe('cells', () => {
  test('come as plain text with their kind, whatever way the file says them', async () => {
    const rows = `<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>13800138000</v></c><c r="C2"><v>1.38E10</v></c>
      <c r="D2" s="2"><v>43563.5</v></c><c r="E2" t="b"><v>1</v></c><c r="F2" t="e"><v>#REF!</v></c>
      <c r="G2" t="str"><f>1+1</f><v>2</v></c><c r="AB2" t="inlineStr"><is><t>a &amp; b&#10;&#x4e00;</t></is></c></row>
      <row r="3"/><row r="7" hidden="1"><c><v>0.30000000000000004</v></c><c t="s"><v>0</v></c><c t="s"><v>2</v></c></row>`
    const strings = [
      '甲',
      '<r><t>红</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 字</t></r><rPh><t>hong</t></rPh>',
      'x_x000D_y',
    ]
    const found = await first(
      await handmade({ rows, strings, after: '<mergeCells><mergeCell ref="A2:C4"/></mergeCells>' }),
    )
    expect(found.rows).toEqual([
      {
        row: 2,
        hidden: false,
        cells: [
          { column: 1, kind: 'text', text: '红 字' },
          { column: 2, kind: 'number', text: '13800138000' },
          { column: 3, kind: 'number', text: '13800000000' },
          { column: 4, kind: 'date', text: '2019-04-08' },
          { column: 5, kind: 'boolean', text: '是' },
          { column: 6, kind: 'error', text: '#REF!' },
          { column: 7, kind: 'formula', text: '2' },
          { column: 28, kind: 'text', text: 'a & b\n一' },
        ],
      },
      {
        row: 7,
        hidden: true,
        cells: [
          { column: 1, kind: 'number', text: '0.3' },
          { column: 2, kind: 'text', text: '甲' },
          { column: 3, kind: 'text', text: 'x\ry' },
        ],
      },
    ])
    expect(found.merges).toEqual([{ top: 2, left: 1, bottom: 4, right: 3 }])
  })

  test('of a 1904 workbook and of a hidden sheet are read and said so', async () => {
    const found = await first(
      await handmade({ rows: '<row><c s="1"><v>42101</v></c></row>', date1904: true, state: 'veryHidden' }),
    )
    expect(found).toMatchObject({ hidden: true, rows: [{ row: 1, cells: [{ kind: 'date', text: '2019-04-08' }] }] })
  })

  test('that are formatted and blank down to row 1048576 count for nothing', async () => {
    const blank = Array.from({ length: 20_000 }, (_, i) => `<row r="${i + 3}"><c s="1"/></row>`).join('')
    const last = '<row r="1048576"><c s="1"/></row>'
    const found = await first(await handmade({ rows: `${textRows([['甲'], ['乙']])}${blank}${last}` }))
    expect(found.rows).toHaveLength(2)
    expect(found.tooManyRows).toBe(false)
  })
})

describe('what must not come in', () => {
  test('a bomb is refused by its directory, a lying size header while it is unpacked', async () => {
    expect(await codeOf(await handmade({ rows: hugeSheet(300) }))).toBe('sheet.bomb')
    const honest = await handmade({ rows: longSheet(20_000) })
    const lying = Buffer.from(honest)
    for (let at = lying.indexOf('PK\x01\x02'); at >= 0; at = lying.indexOf('PK\x01\x02', at + 4))
      if (lying.toString('utf8', at + 46, at + 70).startsWith('xl/worksheets')) lying.writeUInt32LE(1000, at + 24)
    expect(await codeOf(lying)).toBe('sheet.damaged')
  })

  test('ten thousand parts, a path that climbs, macros, links to other files, a document type', async () => {
    const many = Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`xl/media/${i}.png`, 'x']))
    const rows = textRows([['甲']])
    expect(await codeOf(await handmade({ rows, more: many }))).toBe('sheet.bomb')
    expect(await codeOf(await handmade({ rows, more: { '../../etc/passwd': 'x' } }))).toBe('sheet.damaged')
    expect(await codeOf(await handmade({ rows, more: { 'xl/vbaProject.bin': 'x' } }))).toBe('sheet.active')
    expect(await codeOf(await handmade({ rows, more: { 'xl/externalLinks/externalLink1.xml': '<x/>' } }))).toBe(
      'sheet.active',
    )
    const entity =
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&e;</v></c></row></sheetData></worksheet>'
    expect(await codeOf(await handmade({ rows, more: { 'xl/worksheets/sheet1.xml': entity } }))).toBe('sheet.damaged')
  })

  test.each([
    ['an empty file', Buffer.alloc(0), 'sheet.not-xlsx'],
    ['text named .xlsx', Buffer.from('社区,隐患\n华新街,灭火器'), 'sheet.not-xlsx'],
    ['a web page named .xlsx', Buffer.from('<html><table><tr><td>1</td></tr></table></html>'), 'sheet.not-xlsx'],
    ['an old .xls', Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex'), 'sheet.not-xlsx'],
    ['a zip cut off', Buffer.from('504b030414000000', 'hex'), 'sheet.damaged'],
  ])('%s', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code)
  })

  test('a workbook with a password', async () => {
    const bytes = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(500),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    expect(await codeOf(bytes)).toBe('sheet.encrypted')
  })

  test('a file damaged anywhere is refused or read, and never ends the reader in silence', async () => {
    const good = await handmade({
      rows: textRows([
        ['甲', '乙'],
        ['丙', '丁'],
      ]),
    })
    for (let i = 0; i < 12; i++) {
      const bad = Buffer.from(good)
      const at = Math.floor((bad.length / 12) * i)
      bad.fill(0xff, at, at + 6)
      expect(await codeOf(bad)).toMatch(/^(read|sheet\.)/)
    }
  })
})

test('two hundred thousand rows of twenty columns cost what five thousand cost', async () => {
  const bytes = await handmade({ rows: longSheet(200_000) })
  const before = process.memoryUsage().rss
  const found = await read(bytes)
  expect(found).toMatchObject([{ tooManyRows: true }])
  expect((found as SheetRead[])[0]?.rows).toHaveLength(5000)
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024)
})
