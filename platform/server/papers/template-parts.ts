import {
  AlignmentType,
  BorderStyle,
  Footer,
  FrameAnchorType,
  Header,
  HorizontalPositionAlign,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  PageNumber,
  Paragraph,
  Tab,
  TabStopType,
  TextRun,
  VerticalPositionAlign,
} from 'docx'
import { CHARACTER, FONT, mm, PAGE, RED, SIZE, TYPE_WIDTH } from './gb9704.ts'

/** One line of the grid, and two of them left blank. */
export const LINE = PAGE.pitch
const TWO_LINES = 2 * LINE
/** One character of 4号. */
const IMPRINT_CHARACTER = 280

export const run = (text: string, options: IRunOptions = {}) => new TextRun({ text, ...options })

export const tab = (options: IRunOptions = {}) => new TextRun({ ...options, children: [new Tab()] })

export const paragraph = (words: string | TextRun[], options: IParagraphOptions = {}) =>
  new Paragraph({ widowControl: false, ...options, children: typeof words === 'string' ? [run(words)] : words })

/** The font stands so far below the upper edge of the mark's line. */
const MARK_DROP = 140

const markRun = (words: string) => run(words, { font: FONT.title, size: SIZE.mark, color: RED, characterSpacing: 0 })
const markLine = { line: 1000, lineRule: LineRuleType.EXACT }

/** Red 小标宋, its upper edge 35 mm below that of the type area. */
export const mark = (words: string) =>
  paragraph([markRun(words)], {
    alignment: AlignmentType.CENTER,
    spacing: { before: mm(35) - MARK_DROP, ...markLine },
  })

/** The red rule over the width of the type area, 4 mm (11 points) under the number. */
export const redRule = { bottom: { style: BorderStyle.SINGLE, size: 16, space: 11, color: RED } }

export const blankBefore = { before: TWO_LINES, line: LINE, lineRule: LineRuleType.EXACT }

/** 2号小标宋, centred, two lines under the red rule; one line blank below it. */
export const title = () =>
  paragraph([run('{标题}', { font: FONT.title, size: SIZE.title, characterSpacing: 0 })], {
    alignment: AlignmentType.CENTER,
    spacing: { before: TWO_LINES, after: LINE, line: 660, lineRule: LineRuleType.EXACT },
  })

export const addressee = () => paragraph('{主送}：')

export const body = () => paragraph('{正文}', { indent: { firstLine: 2 * CHARACTER } })

export const attachments = () =>
  paragraph('{附件说明}', {
    indent: { firstLine: 2 * CHARACTER },
    spacing: { before: LINE, line: LINE, lineRule: LineRuleType.EXACT },
  })

/**
 * 署名 centred over the 成文日期, which ends four characters from the right; both lie under the seal. A date of seven
 * characters has its middle where the middle of the room right of the thirteenth character is.
 */
export const signature = () => [
  paragraph('{署名}', {
    alignment: AlignmentType.CENTER,
    indent: { left: 13 * CHARACTER },
    spacing: blankBefore,
    keepNext: true,
  }),
  paragraph('{成文日期}', { alignment: AlignmentType.RIGHT, indent: { right: 4 * CHARACTER } }),
]

const single = (size: number, space: number, color = '000000') => ({ style: BorderStyle.SINGLE, size, space, color })
/** Lines that nobody sees draw the others out by the character that the words are moved in. */
const unseen = single(2, IMPRINT_CHARACTER / 20, 'FFFFFF')
/**
 * 版记 as a style: the first and last line are thick, those between thin. LibreOffice keeps paragraphs in one frame only
 * where their lines come from a style.
 */
const imprintStyle = {
  id: 'imprint',
  name: '版记',
  run: { size: SIZE.imprint, characterSpacing: 0 },
  paragraph: {
    alignment: AlignmentType.LEFT,
    border: { top: single(8, 3), left: unseen, bottom: single(8, 3), right: unseen, between: single(6, 3) },
    indent: { left: 4 * IMPRINT_CHARACTER, right: IMPRINT_CHARACTER, hanging: 3 * IMPRINT_CHARACTER },
    spacing: { line: 480, lineRule: LineRuleType.EXACT },
  },
}

const letterCopiesStyle = {
  id: 'copies',
  name: '抄送',
  run: imprintStyle.run,
  paragraph: { ...imprintStyle.paragraph, border: undefined },
}

export const footStyles = [imprintStyle, letterCopiesStyle]

const atFoot: IParagraphOptions = {
  style: imprintStyle.id,
  frame: {
    type: 'alignment',
    alignment: { x: HorizontalPositionAlign.CENTER, y: VerticalPositionAlign.BOTTOM },
    anchor: { horizontal: FrameAnchorType.MARGIN, vertical: FrameAnchorType.MARGIN },
    width: TYPE_WIDTH,
    height: 0,
  },
}

/** The frame hangs on the paragraph that follows it. */
export const hung = () => paragraph('', { spacing: { line: 20, lineRule: LineRuleType.EXACT } })

/**
 * 版记 at the foot of the last page: 抄送 and 印发 in 4号, one character in, between rules over the width of the type area.
 * Both paragraphs have the same borders and indents, by which office programs keep them in one frame.
 */
export const imprint = () => {
  const right = { type: TabStopType.RIGHT, position: TYPE_WIDTH - IMPRINT_CHARACTER }
  return [
    paragraph([run('抄送：{抄送}。')], atFoot),
    paragraph([run('{印发机关}'), tab(), run('{印发日期}印发')], { ...atFoot, tabStops: [right] }),
    hung(),
  ]
}

/** Both double rules of the letter format are 170 mm long, in the middle of the page. */
const ruleSides = { left: mm(20) - PAGE.left, right: mm(20) - PAGE.right }

/**
 * The mark of the letter format, 30 mm from the upper edge of the page: above the type area, so in its header. 文号 stands
 * at the right edge of the type area, 7/8 of a character of 3号 below the rule.
 */
export const LETTER_HEADER = mm(30) - MARK_DROP
export const letterHead = () =>
  new Header({
    children: [
      paragraph([markRun('{发文机关}')], {
        alignment: AlignmentType.CENTER,
        indent: ruleSides,
        spacing: markLine,
        // With the 7 points that the line keeps below the characters: 4 mm.
        border: { bottom: { style: BorderStyle.THICK_THIN_SMALL_GAP, size: 18, space: 4, color: RED } },
      }),
      paragraph('{文号}', {
        alignment: AlignmentType.RIGHT,
        spacing: {
          before: (SIZE.text * 10 * 7) / 8 - (LINE - SIZE.text * 10) / 2,
          line: LINE,
          lineRule: LineRuleType.EXACT,
        },
      }),
    ],
  })

/** 20 mm from the lower edge of the page. The first page has no number. */
export const LETTER_FOOTER = mm(20)
const letterFoot = () =>
  new Footer({
    children: [
      paragraph('', {
        indent: ruleSides,
        spacing: { line: 20, lineRule: LineRuleType.EXACT },
        border: { bottom: { style: BorderStyle.THIN_THICK_SMALL_GAP, size: 18, space: 0, color: RED } },
      }),
    ],
  })

/** 抄送 alone, without lines, at the foot of the last page. */
export const letterCopies = () =>
  paragraph('抄送：{抄送}。', {
    ...atFoot,
    style: letterCopiesStyle.id,
  })

/** 一字线 on both sides of the number in 4号宋体, one character in from the outer edge. */
const pageNumber = (side: 'odd' | 'even', below: number) => {
  const look = { font: FONT.number, size: SIZE.imprint, characterSpacing: 0 }
  const under = paragraph('', { spacing: { line: below, lineRule: LineRuleType.EXACT } })
  return new Footer({
    children: [
      new Paragraph({
        widowControl: false,
        alignment: side === 'odd' ? AlignmentType.RIGHT : AlignmentType.LEFT,
        indent: side === 'odd' ? { right: IMPRINT_CHARACTER } : { left: IMPRINT_CHARACTER },
        spacing: { line: 320, lineRule: LineRuleType.EXACT },
        children: [run('— ', look), new TextRun({ ...look, children: [PageNumber.CURRENT] }), run(' —', look)],
      }),
      ...(below > 0 ? [under] : []),
    ],
  })
}

/** How far the page number stands above the lower edge of the page, which is 7 mm below the type area. */
export const NUMBER_FOOTER = 1427
export const footers = () => ({ default: pageNumber('odd', 0), even: pageNumber('even', 0) })

/** In the letter format the footer begins lower, for the rule of the first page; the numbers stand where they always do. */
export const letterFooters = () => ({
  first: letterFoot(),
  default: pageNumber('odd', NUMBER_FOOTER - LETTER_FOOTER),
  even: pageNumber('even', NUMBER_FOOTER - LETTER_FOOTER),
})
