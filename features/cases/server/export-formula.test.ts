import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXPORT_HEADING, type ExportFacts, exportCells, exportColumns } from '../../../domain/sheet/export-columns.ts'
import { exportPlan } from '../../../platform/server/sheets/export-layout.ts'
import { convert, hasOffice, officeOnly } from '../../../platform/server/sheets/test-office.ts'
import { type OutRow, writeBook } from '../../../platform/server/sheets/write.ts'

const names = { unit: (code: string) => code, item: (code: string) => code, category: () => '消防' }

/** What makes a spreadsheet calculate, call, link or stop. */
const seeds = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1,1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '\u3000=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠A1',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://x.test","点我")',
  '=WEBSERVICE("http://x.test")',
  '=DDE("cmd","/C calc","")',
  '{"formula":"1+1"}',
  '{"hyperlink":"http://x.test","text":"x"}',
  '{"richText":[]}',
  '[object Object]',
  '{=1+1}',
  'http://x.test',
  'mailto:a@b.test',
  'file:///etc/passwd',
  "'=1+1",
  '"=1+1"',
  '<f>1+1</f>',
  '</t></is><f>1+1</f><is><t>',
  '&lt;f&gt;',
  '<![CDATA[=1]]>',
  '_x003D_1+1',
  '_x000D_',
  '2026-03-02',
  '1.38E+10',
  '00123',
  '123456789012345678901',
  'TRUE',
  '#REF!',
]
const value = fc.oneof(
  { arbitrary: fc.constantFrom(...seeds), weight: 3 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...seeds), fc.string({ unit: 'binary', maxLength: 12 }))
      .map((parts) => parts.join('')),
    weight: 4,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '|', '=@', '=+'), fc.string({ maxLength: 20 }))
      .map((parts) => parts.join('')),
    weight: 3,
  },
)
/** What the book can hold: neither NUL nor half a character. */
const storable = (text: string) =>
  text.replace(/\0/g, '').replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')

const HOSTILE = 10_000
const hostile = fc.sample(value, { numRuns: HOSTILE, seed: 20261203 }).map(storable)
const fields = ['place', 'description', 'party', 'outcome', 'finder'] as const

function rows(): OutRow[] {
  return Array.from({ length: HOSTILE / fields.length }, (_, i) => {
    const text = Object.fromEntries(fields.map((field, f) => [field, hostile[i * fields.length + f]]))
    const facts = {
      id: `id${i}`,
      version: 1,
      number: `YH${i}`,
      community: 'c',
      site: null,
      item: '1.1',
      severity: 'ordinary',
      source: 'patrol',
    }
    const rest = {
      unit: 'u',
      status: 'handling',
      found: '2026-03-02',
      due: null,
      rectifiedOn: null,
      checker: '',
      closedOn: null,
    }
    return { cells: exportCells(i + 1, { ...facts, ...rest, ...text } as unknown as ExportFacts, names) }
  })
}

async function bytes(): Promise<Buffer> {
  const plan = exportPlan({ unit: '=1+1', asOf: '2026-03-02 10:00', summary: '', rows: HOSTILE / fields.length })
  const chunks: Buffer[] = []
  for await (const chunk of writeBook(plan, rows())) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Cells of RFC 4180 lines. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]]
  const cell = /("(?:[^"]|"")*"|[^,\n"]*)(,|\n|$)/gy
  for (let found = cell.exec(text); found && found.index < text.length; found = cell.exec(text)) {
    const [, raw = '', end] = found
    lines.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw)
    if (end === '\n') lines.push([])
  }
  return lines
}

/** Spreadsheets keep one kind of line break, and drop what no font can show. */
const shown = (text: string) =>
  text.replace(/\r\n?/g, '\n').replace(/[\p{Cc}\ufffe\uffff]/gu, (c) => (c === '\n' || c === '\t' ? c : ''))

describe('ten thousand hostile values', () => {
  test.skipIf(!hasOffice)(
    `opened in LibreOffice: no formula, no link, and every text as it was${officeOnly}`,
    async () => {
      const book = await bytes()
      const flat = convert(book, 'xlsx', 'fods').toString('utf8')
      expect(flat.match(/table:formula=/g) ?? []).toEqual([])
      expect(flat.match(/<text:a[ >]|xlink:href="(?!.*(?:Thumbnails|Pictures))/g) ?? []).toEqual([])
      const csv = parseCsv(
        convert(book, 'xlsx', 'csv', 'Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false')
          .toString('utf8')
          .replace(/^\ufeff/, ''),
      )
      const body = csv.slice(EXPORT_HEADING)
      const column = (field: string) => exportColumns.findIndex((one) => one.field === field)
      for (const [i, { cells }] of rows().entries())
        for (const field of fields)
          expect(shown(body[i]?.[column(field)] ?? '')).toBe(shown(cells[column(field)] ?? ''))
    },
  )
})
