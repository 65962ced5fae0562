import { attribute } from '../sheets/xml.ts'
import type { Border, Borders, ParagraphStyle, RunStyle } from './model.ts'
import { child, type Element } from './parts.ts'

/** Indents as they stand: points, and hundredths of a character that go before them. */
type Indent = Partial<Record<'left' | 'right' | 'first' | 'leftChars' | 'rightChars' | 'firstChars', number>>

type ParagraphParts = Partial<Omit<ParagraphStyle, 'left' | 'right' | 'first'>> & {
  indent: Indent
  /** The paragraph has a number that Word counts. */
  numbered?: boolean
}

interface Style {
  basedOn: string | undefined
  run: Partial<RunStyle>
  paragraph: ParagraphParts
  element: Element
}

export interface Styles {
  byId: ReadonlyMap<string, Style>
  /** The style of a paragraph that names none. */
  plain: string | undefined
  run: Partial<RunStyle>
  paragraph: ParagraphParts
}

const value = (element: Element | undefined): string | undefined => element && attribute(element.raw, 'val')
/** An element that says yes by being there, unless its value says no. */
export const isOn = (element: Element | undefined): boolean =>
  element !== undefined && !/^(0|false|off|none)$/.test(value(element) ?? '1')

/** A number of the attribute divided by `by`; undefined where it is absent or no number. */
export function numberOf(element: Element | undefined, name: string, by = 20): number | undefined {
  const text = element && attribute(element.raw, name)
  const found = text === undefined || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(found) ? found / by : undefined
}

/** Six digits; what a program chooses itself is black. */
const colorOf = (text: string | undefined): string => (/^[\da-f]{6}$/i.test(text ?? '') ? (text as string) : '000000')

const defined = <T extends object>(parts: T): Partial<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, one]) => one !== undefined)) as Partial<T>

/** Word itself allows one hundredth to six times. */
const scaleOf = (scale: number | undefined) => scale && Math.min(6, Math.max(0.01, scale))

/** What `w:rPr` says of a run. */
function runParts(properties: Element | undefined): Partial<RunStyle> {
  if (!properties) return {}
  const fonts = child(properties, 'rFonts')
  const bold = child(properties, 'b')
  const color = value(child(properties, 'color'))
  const underline = child(properties, 'u')
  return defined({
    font: fonts && (attribute(fonts.raw, 'eastAsia') ?? attribute(fonts.raw, 'ascii')),
    size: numberOf(child(properties, 'sz'), 'val', 2),
    bold: bold && isOn(bold),
    color: color && colorOf(color),
    underline: underline && isOn(underline),
    scale: scaleOf(numberOf(child(properties, 'w'), 'val', 100)),
    spacing: numberOf(child(properties, 'spacing'), 'val'),
  }) as Partial<RunStyle>
}

const aligns: Record<string, ParagraphStyle['align']> = { center: 'center', right: 'right', end: 'right', left: 'left' }

/** The thin line of an uneven pair, and what lies between the two, are always so wide. */
const HAIR = 0.75
const doubles: Record<string, (width: number) => NonNullable<Border['double']>> = {
  double: (width) => [width, width, width],
  thickThinSmallGap: (width) => [width, HAIR, HAIR],
  thinThickSmallGap: (width) => [HAIR, HAIR, width],
}

/** A line beside a paragraph; undefined where it says that there is none. */
export function borderOf(element: Element | undefined): Border | undefined {
  const kind = value(element) ?? 'nil'
  if (!element || /^(nil|none)$/.test(kind)) return undefined
  const width = numberOf(element, 'sz', 8) ?? 0.5
  const border = { width, space: numberOf(element, 'space', 1) ?? 0, color: colorOf(attribute(element.raw, 'color')) }
  const double = doubles[kind]?.(width)
  return double ? { ...border, width: double[0] + double[1] + double[2], double } : border
}

function bordersOf(element: Element): Borders {
  const one = (name: string) => borderOf(child(element, name))
  return {
    top: one('top'),
    bottom: one('bottom'),
    between: one('between'),
    left: one('left')?.space ?? 0,
    right: one('right')?.space ?? 0,
  }
}

function indentOf(element: Element | undefined): Indent {
  if (!element) return {}
  const hanging = numberOf(element, 'hanging')
  const hangingChars = numberOf(element, 'hangingChars', 100)
  return defined({
    left: numberOf(element, 'left') ?? numberOf(element, 'start'),
    right: numberOf(element, 'right') ?? numberOf(element, 'end'),
    first: hanging === undefined ? numberOf(element, 'firstLine') : -hanging,
    leftChars: numberOf(element, 'leftChars', 100) ?? numberOf(element, 'startChars', 100),
    rightChars: numberOf(element, 'rightChars', 100) ?? numberOf(element, 'endChars', 100),
    firstChars: hangingChars ? -hangingChars : numberOf(element, 'firstLineChars', 100),
  })
}

function spacingOf(element: Element | undefined, pitch: number): Partial<ParagraphStyle> {
  if (!element) return {}
  const lines = (name: string) => {
    const count = numberOf(element, name, 100)
    return count ? count * (pitch || 12) : undefined
  }
  const rule = attribute(element.raw, 'lineRule')
  const line = numberOf(element, 'line')
  const exact = rule === 'exact' ? 'exact' : 'least'
  return defined({
    before: lines('beforeLines') ?? numberOf(element, 'before'),
    after: lines('afterLines') ?? numberOf(element, 'after'),
    line:
      line === undefined
        ? undefined
        : rule === 'exact' || rule === 'atLeast'
          ? { rule: exact, value: line }
          : { rule: 'auto', value: line / 12 },
  }) as Partial<ParagraphStyle>
}

function tabsOf(element: Element | undefined): ParagraphStyle['tabs'] | undefined {
  const tabs = element?.children.filter((one) => one.name === 'tab' && value(one) !== 'clear')
  return tabs?.map((one) => {
    const align = aligns[value(one) ?? 'left']
    return { at: numberOf(one, 'pos') ?? 0, align: align === 'center' || align === 'right' ? align : 'left' }
  })
}

/** What `w:pPr` says of a paragraph. `pitch` is the distance of the grid's lines, in points. */
function paragraphParts(properties: Element | undefined, pitch: number): ParagraphParts {
  if (!properties) return { indent: {} }
  const one = (name: string) => child(properties, name)
  const flag = (name: string) => one(name) && isOn(one(name))
  const align = value(one('jc'))
  const borders = one('pBdr')
  const numbered = one('numPr')
  return {
    ...defined({
      align: align === undefined ? undefined : (aligns[align] ?? 'both'),
      snap: flag('snapToGrid'),
      keepNext: flag('keepNext'),
      breakBefore: flag('pageBreakBefore'),
      tabs: tabsOf(one('tabs')),
      borders: borders && bordersOf(borders),
      numbered: numbered && value(child(numbered, 'numId')) !== '0',
    }),
    ...spacingOf(one('spacing'), pitch),
    indent: indentOf(one('ind')),
  }
}

/** Reads `word/styles.xml`; a package without it has the program's own defaults. */
export function readStyles(root: Element | undefined, pitch: number): Styles {
  const defaults = child(root, 'docDefaults')
  const byId = new Map<string, Style>()
  let plain: string | undefined
  for (const element of root?.children.filter(({ name }) => name === 'style') ?? []) {
    const id = attribute(element.raw, 'styleId') ?? ''
    if (attribute(element.raw, 'type') === 'paragraph' && attribute(element.raw, 'default') === '1') plain = id
    byId.set(id, {
      basedOn: value(child(element, 'basedOn')),
      run: runParts(child(element, 'rPr')),
      paragraph: paragraphParts(child(element, 'pPr'), pitch),
      element,
    })
  }
  return {
    byId,
    plain,
    run: runParts(child(child(defaults, 'rPrDefault'), 'rPr')),
    paragraph: paragraphParts(child(child(defaults, 'pPrDefault'), 'pPr'), pitch),
  }
}

/** A style after those it is based on, the farthest first. A circle ends where it closes. */
function chain(styles: Styles, id: string | undefined): Style[] {
  const found: Style[] = []
  for (let next = id; next !== undefined; ) {
    const style = styles.byId.get(next)
    if (!style || found.includes(style)) break
    found.unshift(style)
    next = style.basedOn
  }
  return found
}

const BASE_RUN: RunStyle = {
  font: '宋体',
  size: 10,
  bold: false,
  color: '000000',
  underline: false,
  scale: 1,
  spacing: 0,
}
const BASE_PARAGRAPH = {
  align: 'both',
  before: 0,
  after: 0,
  line: { rule: 'auto', value: 1 },
  snap: true,
  keepNext: false,
  breakBefore: false,
  tabs: [],
  borders: { left: 0, right: 0 },
  atFoot: false,
} as const satisfies Partial<ParagraphStyle>

/** The style of a paragraph and that of its runs before they say anything of their own. */
export function resolveParagraph(styles: Styles, properties: Element | undefined, pitch: number) {
  const named = value(child(properties, 'pStyle'))
  const line = chain(styles, named !== undefined && styles.byId.has(named) ? named : styles.plain)
  const run: RunStyle = Object.assign({}, BASE_RUN, styles.run, ...line.map((style) => style.run))
  const all = [styles.paragraph, ...line.map(({ paragraph }) => paragraph), paragraphParts(properties, pitch)]
  const { indent: _, numbered = false, ...rest } = Object.assign({}, BASE_PARAGRAPH, ...all)
  const indent: Indent = Object.assign({}, ...all.map((one) => one.indent))
  const side = (name: 'left' | 'right' | 'first') => {
    const chars = indent[`${name}Chars`]
    return chars ? chars * run.size : (indent[name] ?? 0)
  }
  const style: ParagraphStyle = { ...rest, left: side('left'), right: side('right'), first: side('first') }
  return { style, run, numbered: numbered as boolean }
}

/** The style of a run within a paragraph whose runs are `base`. */
export function resolveRun(styles: Styles, base: RunStyle, properties: Element | undefined): RunStyle {
  const named = chain(styles, value(child(properties, 'rStyle'))).map(({ run }) => run)
  return Object.assign({}, base, ...named, runParts(properties))
}

/** `w:tblPr` of a table's named style, from those it is based on down to itself. */
export const tableStyle = (styles: Styles, properties: Element | undefined): Element[] =>
  chain(styles, value(child(properties, 'tblStyle'))).flatMap(({ element }) => child(element, 'tblPr') ?? [])
