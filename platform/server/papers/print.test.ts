import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { convert, hasOffice, officeOnly } from '../sheets/test-office.ts'
import { type PaperForm, paperForms } from './forms.ts'
import { missingGlyphs } from './missing-glyphs.ts'
import { defaultTemplate, printPaper } from './papers.ts'
import {
  filled,
  hasPoppler,
  pagesOf,
  poppler,
  popplerOnly,
  proseOf,
  type SeenLine,
  samples,
  sure,
} from './test-paper.ts'

beforeAll(() => {
  spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.server.json'])
})

const MM = 72 / 25.4
const print = async (docx: Buffer): Promise<Buffer> => sure(await printPaper(docx))
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const ways = [
  { way: 'printed by the server', run: hasPoppler, note: popplerOnly, pdfOf: print },
  {
    way: 'opened in LibreOffice',
    run: hasOffice && hasPoppler,
    note: officeOnly || popplerOnly,
    pdfOf: async (docx: Buffer) => convert(docx, 'docx', 'pdf'),
  },
]

const isNumber = ({ text }: SeenLine): boolean => /^—\s*\d+\s*—$/.test(text)

describe.each(ways)('a paper $way', ({ run, note, pdfOf }) => {
  test.runIf(run)(
    `has 22 lines on a full page, 28 characters in a full line, odd numbers right and even left${note}`,
    async () => {
      const pages = await pagesOf(await pdfOf(await filled(proseOf('示'.repeat(28 * 22 * 3)))))
      expect(pages.length).toBeGreaterThanOrEqual(4)
      const [odd, even] = pages.map((page) => page.find(isNumber) as SeenLine)
      expect([odd?.text, even?.text].map((text) => text?.replace(/\s/g, ''))).toEqual(['—1—', '—2—'])
      expect(odd?.right).toBeCloseTo(210 * MM - 26 * MM - 14, -1)
      expect(even?.left).toBeCloseTo(28 * MM + 14, -1)
      expect(odd?.top).toBeGreaterThan(297 * MM - 35 * MM)
      for (const page of pages.slice(1, 3)) {
        const lines = page.filter((line) => !isNumber(line))
        expect(lines.map(({ text }) => text.length)).toEqual(Array.from({ length: 22 }, () => 28))
        expect(lines[0]?.left).toBeCloseTo(28 * MM, 0)
        expect((lines[0]?.right ?? 0) - (lines[0]?.left ?? 0)).toBeLessThanOrEqual(156 * MM + 0.5)
        expect(lines[0]?.top).toBeGreaterThanOrEqual(37 * MM - 1)
      }
    },
  )

  test.runIf(run)(`has 22 lines of prose with marks and digits on a full page${note}`, async () => {
    const text = '截至2026年11月28日，共排查隐患2154处；“三合一”场所、电动自行车违规充电等问题较为突出（见附件）。'
    const pages = await pagesOf(await pdfOf(await filled(proseOf(text.repeat(40)))))
    for (const page of pages.slice(1, 3)) expect(page.filter((line) => !isNumber(line))).toHaveLength(22)
    const begins = pages.flat().map((line) => line.text[0] as string)
    expect(begins.filter((c) => '，。；、”）'.includes(c))).toEqual([])
  })

  test.runIf(run)(
    `of minutes names who was there after the text, the report its signer beside the number${note}`,
    async () => {
      const minutes = await pagesOf(await pdfOf(await filled(samples.minutes, await defaultTemplate('minutes'))))
      const words = minutes.flat().map(({ text }) => text)
      expect(words).toContain('出席：主任甲、副主任乙')
      expect(words.indexOf('出席：主任甲、副主任乙')).toBeGreaterThan(words.indexOf('特此报告。'))
      const report = await pagesOf(await pdfOf(await filled(samples.report)))
      const number = report[0]?.find(({ text }) => text.startsWith('示街办'))
      expect(number?.text).toBe('示街办〔2026〕7号签发人：主任甲')
      expect(number?.left).toBeCloseTo(28 * MM + 15.75, -1)
    },
  )
})

describe.each(ways)('a letter $way', ({ run, note, pdfOf }) => {
  test.runIf(run)(
    `has its mark 30 mm from the upper edge, its number at the right and on the first page none${note}`,
    async () => {
      const letter = { ...proseOf('示'.repeat(28 * 22 * 3)), signer: undefined, issue: undefined }
      const pages = await pagesOf(await pdfOf(await filled(letter, await defaultTemplate('letter'))))
      const [mark, number] = pages[0] ?? []
      expect(mark?.text).toBe('示范街道办事处')
      expect((mark?.left ?? 0) + (mark?.right ?? 0)).toBeCloseTo(210 * MM, -1)
      expect(number?.text.replace(/\s/g, '')).toBe('示街办〔2026〕7号')
      expect(number?.right).toBeCloseTo((210 - 26) * MM, -1)
      // The measured box hangs on the font; where the characters stand exactly is measured in pages.test.ts.
      expect(Math.abs((mark?.top ?? 0) - 30 * MM)).toBeLessThan(12)
      expect(pages[0]?.some(isNumber)).toBe(false)
      expect(pages.slice(1, 3).map((page) => page.find(isNumber)?.text.replace(/\s/g, ''))).toEqual(['—2—', '—3—'])
      for (const page of pages.slice(1, 3)) {
        const lines = page.filter((line) => !isNumber(line))
        expect(lines.map(({ text }) => text.length)).toEqual(Array.from({ length: 22 }, () => 28))
      }
      expect(pages.at(-1)?.map(({ text }) => text)).toContain('抄送：示范区应急管理局，示范区消防救援大队。')
      expect(pages.flat().some(({ text }) => text.endsWith('印发'))).toBe(false)
    },
  )
})

describe('a printed paper', () => {
  test.runIf(hasPoppler).each(paperForms)(`embeds every font, as a %s${popplerOnly}`, async (form: PaperForm) => {
    const pdf = await print(await filled(samples[form], await defaultTemplate(form)))
    const fonts = poppler('pdffonts', pdf).trim().split('\n').slice(2)
    expect(fonts.length).toBeGreaterThan(0)
    // The columns after the encoding: embedded, subset, has a table of characters.
    for (const font of fonts) expect(font).toMatch(/\syes yes yes\s/)
  })

  test.runIf(hasPoppler)(
    `has its mark in the middle, 35 mm below the edge of the type area${popplerOnly}`,
    async () => {
      const pages = await pagesOf(await print(await filled(samples.report)))
      const mark = pages[0]?.find(({ text }) => text === '示范街道办事处文件')
      // The measured box begins above the character by what the font keeps free there.
      expect((mark?.top ?? 0) + (1.151 - 0.88) * 36).toBeCloseTo((37 + 35) * MM, -1)
      expect((mark?.left ?? 0) + (mark?.right ?? 0)).toBeCloseTo((28 + 210 - 26) * MM, -1)
    },
  )

  test('prints the characters of names, in text, headings and tables', async () => {
    const names = '喆堃祎赟玥旸頔䶮㙍龘'
    expect(missingGlyphs(names)).toEqual([])
    const body = [
      { kind: 'heading' as const, level: 1 as const, text: names },
      { kind: 'table' as const, widths: [1], head: [names], rows: [[names]] },
    ]
    const pdf = await print(await filled({ ...samples.report, title: names, body }))
    if (!hasPoppler) return
    const text = poppler('pdftotext', pdf).replace(/\s/g, '')
    expect(text.split(names)).toHaveLength(5)
  })

  test('is refused for a character that no font has, which is named', async () => {
    const content = {
      ...samples.report,
      signer: '𠮷某',
      body: [{ kind: 'paragraph' as const, text: '甲\ue000乙👨‍👩‍👧' }],
    }
    expect(missingGlyphs(content).sort()).toEqual(['👨‍👩‍👧', '𠮷', '\ue000'])
    expect(await printPaper(await filled(content))).toMatchObject({
      code: 'document.glyph',
      message: '“𠮷”“\ue000”“👨‍👩‍👧”不在印制用的字库里，印不出来，请核对用字或改用别的写法。',
    })
  })

  test('is the same file whenever it is printed', async () => {
    const docx = await filled(samples.report)
    const [first, second] = [await print(docx), await print(docx)]
    expect(hashOf(second)).toBe(hashOf(first))
    expect(hashOf(await filled(samples.report))).toBe(hashOf(docx))
    expect(hashOf(await print(await filled({ ...samples.report, number: '示街办〔2026〕8号' })))).not.toBe(
      hashOf(first),
    )
  })

  test('leaves this process free for others while it is printed', async () => {
    const printing = print(await filled(samples.report))
    let turns = 0
    const timer = setInterval(() => (turns += 1), 1)
    await printing
    clearInterval(timer)
    expect(turns).toBeGreaterThan(10)
  })

  test('is refused in a sentence when what is to be printed is no paper', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('PK\x03\x04 nothing'), Buffer.from('%PDF-1.3')])
      expect(await printPaper(bytes)).toMatchObject({ code: 'document.template-unreadable' })
  })
})
