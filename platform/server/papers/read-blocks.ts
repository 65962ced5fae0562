import { attribute } from '../sheets/xml.ts'
import type { Block, Inline, Paragraph, RunStyle } from './model.ts'
import { child, type Element } from './parts.ts'
import { isOn, resolveParagraph, resolveRun } from './read-styles.ts'
import { readTable } from './read-table.ts'
import { type Reading, refuse } from './reading.ts'

const PICTURES = '图形、图片或文本框（红线请用段落的下框线）'
const CHANGES = '修订痕迹'

/** Elements that would be lost in the PDF, as the clerk knows them. */
const refused: Record<string, string> = {
  drawing: PICTURES,
  pict: PICTURES,
  object: PICTURES,
  AlternateContent: PICTURES,
  footnoteReference: '脚注',
  endnoteReference: '尾注',
  ins: CHANGES,
  del: CHANGES,
  moveFrom: CHANGES,
  moveTo: CHANGES,
  oMath: '公式',
  oMathPara: '公式',
  sym: '特殊符号',
  ruby: '拼音指南',
  altChunk: '嵌入的文件',
  subDoc: '嵌入的文件',
}

/** Elements that only hold others. */
const through = new Set(['hyperlink', 'smartTag', 'sdt', 'sdtContent', 'fldSimple', 'customXml'])

/** A field under way: which, and whether its shown result has begun. */
interface Field {
  code: string
  shown: boolean
}

const isPage = (code: string): boolean => /^\s*PAGE(\s|$)/i.test(code)

function checkField(code: string): void {
  if (!isPage(code) && !/^\s*HYPERLINK\s/i.test(code)) refuse('自动更新的域（如日期、总页数）')
}

/** Reads the runs of one paragraph, in order, fields over several runs included. */
class RunReader {
  readonly inlines: Inline[] = []
  private readonly fields: Field[] = []

  constructor(
    private readonly reading: Reading,
    private readonly base: RunStyle,
  ) {}

  walk(element: Element): void {
    for (const one of element.children) {
      if (refused[one.name]) refuse(refused[one.name] as string)
      if (one.name === 'r') this.run(one)
      else if (one.name === 'fldSimple') this.simple(one)
      else if (through.has(one.name)) this.walk(one)
    }
  }

  private simple(element: Element): void {
    const code = attribute(element.raw, 'instr') ?? ''
    checkField(code)
    if (isPage(code)) {
      const style = resolveRun(this.reading.styles, this.base, child(child(element, 'r'), 'rPr'))
      this.inlines.push({ kind: 'page-number', style })
    } else this.walk(element)
  }

  private run(element: Element): void {
    const properties = child(element, 'rPr')
    if (isOn(child(properties, 'vanish'))) return
    const style = resolveRun(this.reading.styles, this.base, properties)
    for (const one of element.children) {
      if (refused[one.name]) refuse(refused[one.name] as string)
      const field = this.fields.at(-1)
      if (one.name === 'fldChar') this.fieldChar(attribute(one.raw, 'fldCharType') ?? '', style)
      else if (one.name === 'instrText' && field) field.code += one.text
      else if (!this.fields.some(({ shown, code }) => !shown || isPage(code))) this.piece(one, style)
    }
  }

  private fieldChar(type: string, style: RunStyle): void {
    const field = this.fields.at(-1)
    if (type === 'begin') this.fields.push({ code: '', shown: false })
    else if (type === 'separate' && field) field.shown = true
    else if (type === 'end' && field) {
      checkField(field.code)
      this.fields.pop()
      if (isPage(field.code)) this.inlines.push({ kind: 'page-number', style })
    }
  }

  private piece(element: Element, own: RunStyle): void {
    const { pull } = this.reading
    const style = pull ? { ...own, spacing: own.spacing + pull } : own
    if (element.name === 't') this.inlines.push({ kind: 'text', text: element.text.replace(/[\t\r\n]/g, ' '), style })
    else if (element.name === 'noBreakHyphen') this.inlines.push({ kind: 'text', text: '-', style })
    else if (element.name === 'tab') this.inlines.push({ kind: 'tab', style })
    else if (element.name === 'cr') this.inlines.push({ kind: 'break', style })
    else if (element.name === 'br') {
      const page = attribute(element.raw, 'type') === 'page'
      this.inlines.push({ kind: page ? 'page-break' : 'break', style })
    }
  }
}

const xAligns = ['left', 'center', 'right'] as const

/** A frame is read where it stands at the foot of the type area, or holds the page number at one side. */
function frameOf(properties: Element | undefined, reading: Reading): Partial<Paragraph['style']> {
  const frame = child(properties, 'framePr')
  if (!frame) return {}
  const x = attribute(frame.raw, 'xAlign')
  if (reading.side) {
    const outer = reading.side === 'odd' ? 'right' : 'left'
    const inner = reading.side === 'odd' ? 'left' : 'right'
    const align = x === 'outside' ? outer : x === 'inside' ? inner : xAligns.find((one) => one === x)
    return align ? { align } : {}
  }
  const foot = attribute(frame.raw, 'yAlign') === 'bottom' && attribute(frame.raw, 'vAnchor') === 'margin'
  return foot ? { atFoot: true } : refuse('图文框')
}

function readParagraph(element: Element, reading: Reading): Paragraph {
  const properties = child(element, 'pPr')
  if (child(properties, 'sectPr')) refuse('分节符')
  const { style, run, numbered } = resolveParagraph(reading.styles, properties, reading.pitch)
  if (numbered) refuse('自动编号')
  const runs = new RunReader(reading, run)
  runs.walk(element)
  const mark = resolveRun(reading.styles, run, child(properties, 'rPr'))
  return { kind: 'paragraph', style: { ...style, ...frameOf(properties, reading) }, inlines: runs.inlines, mark }
}

/** Paragraphs and tables of a body, a header, a footer or a cell. @throws PaperFault for what the PDF could not show */
export function readBlocks(element: Element, reading: Reading): Block[] {
  return element.children.flatMap((one): Block[] => {
    if (refused[one.name]) refuse(refused[one.name] as string)
    if (one.name === 'p') return [readParagraph(one, reading)]
    if (one.name === 'tbl') return [readTable(one, reading, readBlocks)]
    return through.has(one.name) ? readBlocks(one, reading) : []
  })
}
