import { AlignmentType, Document, type ISectionOptions, LineRuleType, Packer, type Paragraph, TabStopType } from 'docx'
import type { PaperForm } from './forms.ts'
import { CHARACTER, DRAWN_TOGETHER, FONT, PAGE, SIZE, TYPE_WIDTH } from './gb9704.ts'
import { MOST_PAPER, offGrid, readParts, writeParts } from './parts.ts'
import {
  addressee,
  attachments,
  blankBefore,
  body,
  footers,
  footStyles,
  hung,
  imprint,
  LETTER_FOOTER,
  LETTER_HEADER,
  LINE,
  letterCopies,
  letterFooters,
  letterHead,
  mark,
  NUMBER_FOOTER,
  paragraph,
  redRule,
  run,
  signature,
  tab,
  title,
} from './template-parts.ts'

const exact = { line: LINE, lineRule: LineRuleType.EXACT }

/** 上行文: the number one character from the left, the signer's name in 楷体 one character from the right. */
const report = () => [
  mark('{发文机关}文件'),
  paragraph([run('{文号}'), tab(), run('签发人：'), run('{签发人}', { font: FONT.second })], {
    alignment: AlignmentType.LEFT,
    indent: { firstLine: CHARACTER },
    tabStops: [{ type: TabStopType.RIGHT, position: TYPE_WIDTH - CHARACTER }],
    spacing: blankBefore,
    border: redRule,
  }),
  title(),
  addressee(),
  body(),
  attachments(),
  ...signature(),
  ...imprint(),
]

const general = () => [
  mark('{发文机关}'),
  paragraph('{文号}', { alignment: AlignmentType.CENTER, spacing: blankBefore, border: redRule }),
  title(),
  addressee(),
  body(),
  attachments(),
  ...signature(),
  ...imprint(),
]

/**
 * 信函格式: the mark, the first double rule and 文号 stand in the header of the first page, the second rule in its footer. No
 * imprint but 抄送 (GB/T 9704-2012, 10.1).
 */
const letter = () => [title(), addressee(), body(), attachments(), ...signature(), letterCopies(), hung()]

/** Who was there: two characters in, the word in 黑体, names under the first one. */
const present = (word: string, before: number) =>
  paragraph([run(word, { font: FONT.heading }), run(`：{${word}}`)], {
    indent: { left: 5 * CHARACTER, hanging: 3 * CHARACTER },
    spacing: { ...exact, before },
  })

/** 纪要: no seal, so that who signs and the day stand above the red rule. */
const minutes = () => [
  mark('{发文机关}纪要'),
  paragraph('{文号}', { alignment: AlignmentType.CENTER, spacing: { ...exact, before: LINE } }),
  paragraph([run('{署名}'), tab(), run('{成文日期}')], {
    alignment: AlignmentType.LEFT,
    indent: { firstLine: CHARACTER },
    tabStops: [{ type: TabStopType.RIGHT, position: TYPE_WIDTH - CHARACTER }],
    spacing: { ...exact, before: LINE },
    border: redRule,
  }),
  title(),
  body(),
  attachments(),
  present('出席', LINE),
  present('请假', 0),
  present('列席', 0),
  ...imprint(),
]

const forms: Record<PaperForm, () => Paragraph[]> = { report, general, minutes, letter }

/** What stands outside the type area, and how far from the edges of the page. */
interface Around extends Pick<ISectionOptions, 'headers' | 'footers'> {
  header: number
  footer: number
}
const around = (form: PaperForm): Around =>
  form === 'letter'
    ? { header: LETTER_HEADER, footer: LETTER_FOOTER, headers: { first: letterHead() }, footers: letterFooters() }
    : { header: 851, footer: NUMBER_FOOTER, footers: footers() }

const documentOf = (children: Paragraph[], { header, footer, headers, footers: below }: Around) =>
  new Document({
    styles: {
      paragraphStyles: footStyles,
      default: {
        document: {
          run: { font: FONT.text, size: SIZE.text, characterSpacing: DRAWN_TOGETHER },
          paragraph: { alignment: AlignmentType.BOTH, spacing: exact },
        },
      },
    },
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { ...PAGE, header, footer, gutter: 0 },
          },
          grid: { type: 'lines', linePitch: PAGE.pitch },
          titlePage: headers?.first !== undefined,
        },
        headers,
        footers: below,
        children,
      },
    ],
  })

const clock = /\d{4}-\d\d-\d\dT[\d:.]+Z/g
const NO_DAY = '2000-01-01T00:00:00Z'

/** The work of `defaultTemplate`. */
export async function templateOf(form: PaperForm): Promise<Buffer> {
  const parts = await readParts(await Packer.toBuffer(documentOf(forms[form](), around(form))), MOST_PAPER)
  for (const [name, bytes] of parts)
    if (name.endsWith('.xml')) parts.set(name, Buffer.from(offGrid(bytes.toString('utf8')).replace(clock, NO_DAY)))
  return writeParts(parts)
}
