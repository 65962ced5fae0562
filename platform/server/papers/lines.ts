import LineBreaker from 'linebreak'
import type { Inline, PageFormat, Paragraph, RunStyle } from './model.ts'

/** Width of one character in points, its spacing included. */
export type Measure = (character: string, style: RunStyle) => number

/** Characters of one style that stand side by side; `gap` is added after each, beyond the style's own spacing. */
interface Piece {
  text: string
  style: RunStyle
  /** From the left edge of the paragraph's room. */
  x: number
  width: number
  gap: number
}

export interface Line {
  pieces: Piece[]
  height: number
  /** From the line's upper edge down to where its characters stand. */
  baseline: number
  /** The page ends after this line. */
  ends: boolean
}

interface Unit {
  /** A character; the three others stand for themselves. */
  text: string
  kind: 'character' | 'tab' | 'break' | 'page-break'
  style: RunStyle
  width: number
  /** A line may end after it. */
  breaks: boolean
}

/** Marks that may stand beyond the right margin rather than begin a line, as Word lets them. */
const HANGS = '，。、；：！？'
/** A font's own line is this many times its size; office programs reckon so for Chinese. */
const NATURAL = 1.3
/** Part of a character's height above the line on which it stands. */
const ASCENT = 0.88
/** Where no stop is left, tabs go by two characters of 五号. */
const TAB_STEP = 21
/** Lengths that arithmetic leaves over, in points. */
const DUST = 0.01

/** The characters of a paragraph with their widths, and where a line may end by the rules of Unicode (UAX 14). */
function unitsOf(inlines: readonly Inline[], page: string, measure: Measure): Unit[] {
  const units: Unit[] = []
  for (const inline of inlines) {
    const { style } = inline
    if (inline.kind === 'text' || inline.kind === 'page-number') {
      for (const text of inline.kind === 'text' ? inline.text : page)
        units.push({ text, kind: 'character', style, width: measure(text, style), breaks: false })
    } else units.push({ text: '\u3000', kind: inline.kind, style, width: 0, breaks: true })
  }
  const breaker = new LineBreaker(units.map(({ text }) => text).join(''))
  let at = 0
  let unit = 0
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    for (; unit < units.length && at < next.position; unit++) at += (units[unit] as Unit).text.length
    if (unit > 0) (units[unit - 1] as Unit).breaks = true
  }
  return units
}

const sum = (units: readonly Unit[]): number => units.reduce((all, { width }) => all + width, 0)

/** Width of a tab that stands at `x`: to its stop, less what stands before the stop where that is on the right. */
function tabWidth(paragraph: Paragraph, x: number, after: readonly Unit[]): number {
  const end = after.findIndex(({ kind }) => kind !== 'character')
  const following = sum(end < 0 ? after : after.slice(0, end))
  const stop = paragraph.style.tabs.find(({ at }) => at > x + DUST)
  if (!stop) return TAB_STEP - (x % TAB_STEP)
  const share = stop.align === 'right' ? following : stop.align === 'center' ? following / 2 : 0
  return Math.max(0, stop.at - x - share)
}

/** How many units from `from` on make one line that begins at `x` and may reach to `end`. */
function unitsThatFit(units: readonly Unit[], from: number, x: number, end: number, paragraph: Paragraph): number {
  let at = x
  let last = 0
  for (let i = from; i < units.length; i++) {
    const unit = units[i] as Unit
    if (unit.kind === 'tab') unit.width = tabWidth(paragraph, at, units.slice(i + 1))
    if (unit.kind === 'break' || unit.kind === 'page-break') return i + 1 - from
    at += unit.width
    const over = at - Math.max(0, unit.style.spacing) > end + DUST && unit.text !== ' '
    if (over && !(HANGS.includes(unit.text) && at - unit.width <= end + DUST)) return last || Math.max(1, i - from)
    if (unit.breaks) last = i + 1 - from
  }
  return units.length - from
}

/** Height of a line whose largest character has this size, in points. */
function heightOf(paragraph: Paragraph, size: number, format: PageFormat): number {
  const { line, snap } = paragraph.style
  if (line.rule === 'exact') return line.value
  const natural = size * NATURAL
  const multiple = line.rule === 'auto' ? line.value : 1
  const least = line.rule === 'least' ? line.value : 0
  if (!snap || !format.pitch) return Math.max(natural * multiple, least)
  const rows = Math.ceil(natural / format.pitch - DUST)
  return Math.max(rows * format.pitch * multiple, Math.ceil(least / format.pitch - DUST) * format.pitch)
}

function piecesOf(units: readonly Unit[], x: number, gap: number): Piece[] {
  const pieces: Piece[] = []
  let at = x
  for (const { text, kind, style, width } of units) {
    const open = pieces.at(-1)
    if (kind === 'character' && open?.style === style && Math.abs(open.x + open.width - at) < DUST) {
      open.text += text
      open.width += width + gap
    } else if (kind === 'character') pieces.push({ text, style, x: at, width: width + gap, gap })
    at += width + (kind === 'character' ? gap : 0)
  }
  return pieces
}

/** A blank that nobody sees: underlined ones are lines to write on. */
const isBlank = ({ text, kind, style }: Unit): boolean =>
  kind === 'character' && (text === ' ' || text === '\u3000') && !style.underline

/** Places one line's units; blanks at its end and marks that hang beyond the margin take no room. */
function placeLine(units: readonly Unit[], x: number, end: number, paragraph: Paragraph, isLast: boolean): Piece[] {
  const { align } = paragraph.style
  let count = units.length
  while (count > 0 && (isBlank(units[count - 1] as Unit) || (units[count - 1] as Unit).kind === 'break')) count -= 1
  const shown = units.slice(0, count)
  const tail = shown.at(-1)
  const room = end - x
  const full = sum(shown) - Math.max(0, tail?.style.spacing ?? 0)
  const hangs = tail !== undefined && full > room + DUST && HANGS.includes(tail.text)
  const width = hangs ? full - tail.width : full
  const slack = room - width
  const tabbed = shown.some(({ kind }) => kind === 'tab')
  if (align === 'both' && !isLast && !tabbed && slack > 0) {
    const gaps = Math.max(1, shown.length - (hangs ? 2 : 1))
    return piecesOf(shown, x, slack / gaps)
  }
  const before = tabbed ? 0 : align === 'center' ? slack / 2 : align === 'right' ? slack : 0
  return piecesOf(shown, x + Math.max(0, before), 0)
}

/**
 * Breaks a paragraph into lines, as an office program does: by Unicode's rules, full stops and commas hanging beyond
 * the margin, full lines spread to it where the paragraph is justified.
 * @param width room in points @param page what a page number reads
 */
export function breakLines(
  paragraph: Paragraph,
  width: number,
  format: PageFormat,
  page: string,
  measure: Measure,
): Line[] {
  const { left, right, first } = paragraph.style
  const units = unitsOf(paragraph.inlines, page, measure)
  const end = width - right
  const lines: Line[] = []
  for (let from = 0; from < units.length || lines.length === 0; ) {
    const x = left + (lines.length === 0 ? first : 0)
    const taken = units.slice(from, from + unitsThatFit(units, from, x, end, paragraph))
    from += taken.length
    const size = Math.max(...taken.map(({ style }) => style.size), taken.length === 0 ? paragraph.mark.size : 0)
    const height = heightOf(paragraph, size, format)
    const last = taken.at(-1)?.kind
    const isLast = from >= units.length || last === 'break' || last === 'page-break'
    lines.push({
      pieces: placeLine(taken, x, end, paragraph, isLast),
      height,
      baseline: (height - size) / 2 + size * ASCENT,
      ends: last === 'page-break',
    })
    if (taken.length === 0) break
  }
  return lines
}
