import { describe, expect, test } from 'vitest'
import type { PaperContent } from './content.ts'
import { fillDocx } from './fill.ts'
import type { RunStyle } from './model.ts'
import { layPages } from './pages.ts'
import type { Page } from './placed.ts'
import { readPaper } from './read-paper.ts'
import { templateOf } from './templates.ts'
import { samples } from './test-paper.ts'
import { officeTemplate, p, r } from './test-template.ts'

const MM = 72 / 25.4
/** Chinese is as wide as high, the rest half of it. */
const measure = (character: string, { size, scale, spacing }: RunStyle) =>
  (/[ -~]/.test(character) ? size / 2 : size) * scale + spacing

const lay = async (docx: Buffer): Promise<Page[]> => layPages(await readPaper(docx), measure)
const layReport = async (content: Partial<PaperContent>) =>
  lay(await fillDocx(await templateOf('report'), { ...samples.report, ...content }))
const wordsOn = (page: Page | undefined): string[] => page?.texts.map(({ text }) => text) ?? []
const yOf = (page: Page | undefined, words: string) => page?.texts.find(({ text }) => text.includes(words))?.y ?? 0

describe('a paper laid out', () => {
  test('has its red rule as wide as the type area, 4 mm under the number', async () => {
    const [first] = await layReport({})
    const red = first?.rules.filter(({ color }) => color === 'FF0000') ?? []
    expect(red).toHaveLength(1)
    expect(red[0]?.x1).toBeCloseTo(28 * MM, 0)
    expect(red[0]?.x2).toBeCloseTo((210 - 26) * MM, 0)
    // The line of the number ends so far below where its characters stand.
    const below = 28.95 - ((28.95 - 16) / 2 + 16 * 0.88)
    expect((red[0]?.y1 ?? 0) - yOf(first, '示街办') - below).toBeCloseTo(4 * MM, -1)
  })

  test('as a letter has two double rules of 170 mm on its first page, thick over thin above, thin over thick below', async () => {
    const letter = { ...samples.letter, body: [{ kind: 'paragraph' as const, text: '示'.repeat(28 * 40) }] }
    const [first, ...others] = await lay(await fillDocx(await templateOf('letter'), letter))
    const red = (first?.rules ?? []).filter(({ color }) => color === 'FF0000').sort((a, b) => a.y1 - b.y1)
    expect(red.map(({ width }) => width)).toEqual([2.25, 0.75, 0.75, 2.25])
    for (const { x1, x2 } of red) expect([x1 / MM, x2 / MM].map(Math.round)).toEqual([20, 190])
    const [above, , , below] = red.map(({ y1 }) => y1)
    // Upper edge of the first rule 4 mm below the mark of 36 points, lower edge of the second 20 mm from the page's.
    expect(Math.abs((above ?? 0) - 2.25 / 2 - (30 * MM + 36 + 4 * MM))).toBeLessThan(1)
    expect((below ?? 0) + 2.25 / 2).toBeCloseTo((297 - 20) * MM, 0)
    // 7/8 of a character of 3号 from the rule down to the number, whose characters stand 0.88 of their height below.
    const gap = yOf(first, '示街办') - 16 * 0.88 - ((above ?? 0) - 2.25 / 2 + 3.75)
    expect(Math.abs(gap - 14)).toBeLessThan(1)
    expect(others.flatMap(({ rules }) => rules).filter(({ color }) => color === 'FF0000')).toEqual([])
  })

  test('has its imprint end on the last line of the last page, between three rules', async () => {
    const pages = await layReport({ body: [{ kind: 'paragraph', text: '示'.repeat(28 * 30) }] })
    const rules = pages.at(-1)?.rules.filter(({ color }) => color === '000000') ?? []
    expect(rules.map(({ width }) => width)).toEqual([1, 0.75, 1])
    for (const { x1, x2 } of rules) expect([x1 / MM, x2 / MM].map(Math.round)).toEqual([28, 184])
    expect(rules.at(-1)?.y1).toBeCloseTo((297 - 35) * MM, -1)
    expect(yOf(pages.at(-1), '抄送')).toBeGreaterThan(yOf(pages.at(-1), '2026年11月8日'))
  })

  test('keeps a heading with what follows it, and the signature with its day', async () => {
    for (let lines = 1; lines < 24; lines++) {
      const text = '示'.repeat(26 + 28 * lines)
      const heading = { kind: 'heading' as const, level: 1 as const, text: '标题' }
      const table = { kind: 'table' as const, widths: [1], head: ['表头'], rows: [['表行']] }
      const pages = await layReport({ body: [{ kind: 'paragraph', text }, heading, table], copies: undefined })
      const pageOf = (words: string) => pages.findIndex((page) => wordsOn(page).some((one) => one.includes(words)))
      expect(pageOf('一、标题')).toBe(pageOf('表行'))
      expect(pages.findIndex((page) => wordsOn(page).includes('2026年11月8日'))).toBe(
        pages.findLastIndex((page) => wordsOn(page).includes('示范街道办事处')),
      )
    }
  })

  test('repeats the head of a table on each page, and takes a row that is higher than a page over several', async () => {
    const rows = [['短'], ['示'.repeat(2000)], ['尾']]
    const pages = await layReport({ body: [{ kind: 'table', widths: [1], head: ['表头'], rows }] })
    const withRows = pages.filter((page) => wordsOn(page).some((text) => /^(短|尾|示{20,})$/.test(text)))
    expect(withRows.length).toBeGreaterThan(1)
    for (const page of withRows) expect(wordsOn(page)).toContain('表头')
    const all = pages.flatMap(wordsOn).filter((text) => /^示+$/.test(text))
    expect(all.join('')).toBe('示'.repeat(2000))
    for (const { texts } of pages) expect(Math.max(...texts.map(({ y }) => y))).toBeLessThan((297 - 20) * MM)
  })
})

describe('a template of the office’s own, laid out', () => {
  const cell = (words: string, borders: string) =>
    `<w:tc><w:tcPr><w:tcW w:w="4000"/><w:tcBorders>${borders}</w:tcBorders></w:tcPr>${p(r(words))}</w:tc>`
  const grid = '<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>'
  const red = '<w:bottom w:val="single" w:sz="16" w:color="FF0000"/>'

  test('has lines where its tables have them and nowhere else', async () => {
    const row = `<w:tr>${cell('甲', red)}${cell('乙', red)}</w:tr>`
    const [page] = await lay(await officeTemplate(`<w:tbl><w:tblPr/>${grid}${row}</w:tbl>`))
    expect(page?.rules.map(({ color, y1, y2, x2, x1 }) => [color, y2 - y1, Math.round(x2 - x1)])).toEqual([
      ['FF0000', 0, 200],
      ['FF0000', 0, 200],
    ])
    const three =
      '<w:top w:val="single" w:sz="8"/><w:insideH w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="8"/>'
    const plain = `<w:tr>${cell('甲', '')}${cell('乙', '<w:bottom w:val="nil"/>')}</w:tr>`
    const table = `<w:tbl><w:tblPr><w:tblBorders>${three}</w:tblBorders></w:tblPr>${grid}${plain}${plain}</w:tbl>`
    const [other] = await lay(await officeTemplate(table))
    const upright = other?.rules.filter(({ x1, x2 }) => x1 === x2)
    expect(upright).toEqual([])
    expect(new Set(other?.rules.map(({ y1 }) => Math.round(y1))).size).toBe(3)
  })

  test('has condensed characters, lines to write on, and nothing that is hidden', async () => {
    const text = [
      p(r('压扁的机关名称', '<w:sz w:val="40"/><w:w w:val="50"/>')),
      p(r('签收：') + r('          ', '<w:u w:val="single"/>') + r('看不见', '<w:vanish/>')),
    ].join('')
    const [page] = await lay(await officeTemplate(text))
    expect(page?.texts[0]?.style).toMatchObject({ size: 20, scale: 0.5 })
    expect(page?.rules.map(({ x1, x2 }) => Math.round(x2 - x1))).toEqual([53])
    expect(wordsOn(page).join('')).not.toContain('看不见')
  })

  test('begins a page where it says so', async () => {
    const text =
      p(r('甲')) + p(`${r('乙')}<w:r><w:br w:type="page"/></w:r>${r('丙')}`) + p(r('丁'), '<w:pageBreakBefore/>')
    const pages = await lay(await officeTemplate(text))
    expect(pages.map((page) => wordsOn(page).filter((one) => /^[甲乙丙丁]$/.test(one)))).toEqual([
      ['甲', '乙'],
      ['丙'],
      ['丁'],
    ])
  })
})
