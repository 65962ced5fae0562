import { describe, expect, test } from 'vitest'
import { breakLines } from './lines.ts'
import type { Inline, Paragraph, ParagraphStyle, RunStyle } from './model.ts'

const run: RunStyle = {
  font: '仿宋_GB2312',
  size: 10,
  bold: false,
  color: '000000',
  underline: false,
  scale: 1,
  spacing: 0,
}
const plain: ParagraphStyle = {
  align: 'both',
  left: 0,
  right: 0,
  first: 0,
  before: 0,
  after: 0,
  line: { rule: 'exact', value: 20 },
  snap: true,
  keepNext: false,
  breakBefore: false,
  tabs: [],
  borders: { left: 0, right: 0 },
  atFoot: false,
}
const format = { width: 0, height: 0, top: 0, right: 0, bottom: 0, left: 0, header: 0, footer: 0, pitch: 20 }

/** Chinese is as wide as high, the rest half of it. */
const measure = (character: string, { size, spacing }: RunStyle) =>
  (/[ -~]/.test(character) ? size / 2 : size) + spacing

function lay(inlines: string | Inline[], style: Partial<ParagraphStyle> = {}) {
  const runs = typeof inlines === 'string' ? [{ kind: 'text' as const, text: inlines, style: run }] : inlines
  const paragraph: Paragraph = { kind: 'paragraph', style: { ...plain, ...style }, inlines: runs, mark: run }
  return breakLines(paragraph, 100, format, '7', measure)
}
const words = (lines: ReturnType<typeof lay>) => lines.map(({ pieces }) => pieces.map(({ text }) => text).join(''))

describe('a paragraph of ten characters a line', () => {
  test.each([
    ['一二三四五六七八九十甲乙', ['一二三四五六七八九十', '甲乙']],
    ['一二三四五六七八九十，甲乙', ['一二三四五六七八九十，', '甲乙']],
    ['一二三四五六七八九（甲乙', ['一二三四五六七八九', '（甲乙']],
    ['一二三四五六七八九十）甲乙', ['一二三四五六七八九', '十）甲乙']],
    ['一二三四五六七八2026年', ['一二三四五六七八2026', '年']],
    ['一二三四五六七八九2026年', ['一二三四五六七八九', '2026年']],
    ['一二三四五六七八九……', ['一二三四五六七八', '九……']],
    ['', ['']],
  ])('breaks %s by the rules of Chinese type', (text, expected) => {
    expect(words(lay(text))).toEqual(expected)
  })

  test('has its first line moved in, and is spread to the margin but for its last line', () => {
    const lines = lay('一二三四五六七八九十甲', { first: 20, right: 5 })
    expect(words(lines)).toEqual(['一二三四五六七', '八九十甲'])
    expect(lines[0]?.pieces[0]).toMatchObject({ x: 20, gap: 5 / 6 })
    expect(lines[1]?.pieces[0]).toMatchObject({ x: 0, gap: 0 })
  })

  test('a comma that hangs beyond the margin moves nothing', () => {
    expect(lay('一二三四五六七八九十，甲')[0]?.pieces[0]?.gap).toBe(0)
  })

  test('stands in the middle or on the right', () => {
    expect(lay('一二', { align: 'center' })[0]?.pieces[0]?.x).toBe(40)
    expect(lay('一二', { align: 'right', right: 10 })[0]?.pieces[0]?.x).toBe(70)
  })

  test('goes to a stop on the right, what follows ending there', () => {
    const text = (one: string): Inline => ({ kind: 'text', text: one, style: run })
    const lines = lay([text('文号'), { kind: 'tab', style: run }, text('签发')], { tabs: [{ at: 90, align: 'right' }] })
    expect(lines[0]?.pieces.map(({ x }) => x)).toEqual([0, 70])
  })

  test('is as high as it says, or as many rows of the grid as its largest character needs', () => {
    expect(lay('一')[0]?.height).toBe(20)
    const large = [{ kind: 'text' as const, text: '一', style: { ...run, size: 22 } }]
    const auto = { line: { rule: 'auto' as const, value: 1 } }
    expect(lay(large, auto)[0]?.height).toBe(40)
    expect(lay('一', { ...auto, snap: false })[0]?.height).toBe(13)
    expect(lay('一', { line: { rule: 'least', value: 25 } })[0]?.height).toBe(40)
  })

  test('shows the number of its page', () => {
    expect(words(lay([{ kind: 'page-number', style: run }]))).toEqual(['7'])
  })

  test('one character wider than the room stands alone and ends', () => {
    const wide = [{ kind: 'text' as const, text: '一二', style: { ...run, size: 200 } }]
    expect(words(lay(wide))).toEqual(['一', '二'])
  })
})
