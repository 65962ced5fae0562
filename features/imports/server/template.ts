import type { Catalogue } from '../../../domain/catalogue/catalogue.ts'
import { severityNames, sourceNames } from '../../../domain/hazard/state.ts'
import {
  EXAMPLE_MARK,
  type ImportField,
  importColumns,
  importHeading,
  MOST_ROWS,
  OPTIONS_SHEET,
  REASON_TITLE,
  sayYes,
  TEMPLATE_HEADING,
  TEMPLATE_STAMP,
} from '../../../domain/sheet/import-columns.ts'
import type { Reference } from '../../../domain/units/units.ts'
import { columnLetters } from '../../../platform/server/sheets/cells.ts'
import type { BookPlan, CellStyle, OutRow, WriteSheet } from '../../../platform/server/sheets/write.ts'
import { writeBook } from '../../../platform/server/sheets/write.ts'
import { type Choices, choicesFor } from './choices.ts'

const thin = { style: 'thin', color: { rgb: 'BFBFBF' } } as const
const border = { top: thin, bottom: thin, left: thin, right: thin }
const fill = (rgb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { rgb } }) as const
const headingStyle: CellStyle = {
  font: { bold: true, size: 10, name: '宋体' },
  fill: fill('DDE7F0'),
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  border,
}
const requiredStyle: CellStyle = { ...headingStyle, font: { ...headingStyle.font, color: { rgb: 'C00000' } } }
const text: CellStyle = { numFmt: '@', alignment: { wrapText: true, vertical: 'top' } }
const dayStyle: CellStyle = { numFmt: 'yyyy-mm-dd', alignment: { horizontal: 'left', vertical: 'top' } }
const reasonStyle: CellStyle = { ...text, font: { color: { rgb: 'C00000' }, bold: true } }

interface List {
  field: ImportField
  formula: string
  /** A value outside the list is warned of, not refused. */
  loose?: true
}

const cell = (field: ImportField) => {
  const column = columnLetters(importColumns.findIndex((one) => one.field === field) + 1)
  return `$${column}${TEMPLATE_HEADING + 1}`
}

/** Choices that depend on another cell: a column for each value of it, its name in row 1, how many in row 2. */
function dependent(on: ImportField, from: number, groups: Choices['sites']): string {
  const [first, last] = [columnLetters(from), columnLetters(from + groups.length - 1)]
  const at = `MATCH(${cell(on)},${OPTIONS_SHEET}!$${first}$1:$${last}$1,0)`
  const many = `INDEX(${OPTIONS_SHEET}!$${first}$2:$${last}$2,${at})`
  return `OFFSET(${OPTIONS_SHEET}!$${first}$3,0,${at}-1,${many},1)`
}

/** The hidden sheet: the stamp, the plain lists, then a column per category and per community. */
function optionsSheet(choices: Choices): { sheet: WriteSheet; lists: List[] } {
  const plain: [ImportField, string[]][] = [
    ['community', choices.communities],
    ['category', choices.categories],
    ['severity', Object.values(severityNames)],
    ['source', choices.sources],
    ['unit', choices.units],
    ['rectified', [...sayYes]],
    ['closed', [...sayYes]],
  ]
  const columns: string[][] = [[TEMPLATE_STAMP]]
  const lists: List[] = plain.map(([field, values]) => {
    columns.push([field, String(values.length), ...values])
    const letters = columnLetters(columns.length)
    return { field, formula: `${OPTIONS_SHEET}!$${letters}$3:$${letters}$${values.length + 2}` }
  })
  const grouped: [ImportField, ImportField, Choices['sites']][] = [
    ['item', 'category', choices.items],
    ['site', 'community', choices.sites],
  ]
  for (const [field, on, groups] of grouped) {
    if (groups.length === 0) continue
    lists.push({ field, formula: dependent(on, columns.length + 1, groups), loose: true })
    for (const { name, values } of groups) columns.push([name, String(Math.max(1, values.length)), ...values])
  }
  const height = Math.max(...columns.map(({ length }) => length))
  // Row 2 holds numbers: OFFSET counts with them.
  const rows = Array.from({ length: height }, (_, r) =>
    columns.map((column) => (r === 1 && column[1] ? Number(column[1]) : (column[r] ?? null))),
  )
  return { sheet: { name: OPTIONS_SHEET, hidden: true, rows }, lists }
}

const explanations = [
  ['隐患台账导入模板·填写说明', ''],
  [
    '怎么用',
    '在“台账”表从示例行下面开始，一行填一条隐患，填好后在系统“导入”页上传。表头不要改名、不要删，不要合并单元格。',
  ],
  ['必填', '红色、带 * 的列必填。能下拉的列请下拉选择。'],
  ['日期', '写成 2026-03-02 这样的完整日期（年月日都要有）。日期只作为事实保留，办理期限从导入当天算起。'],
  ['已整改、已销号', '导入后都是“已整改待复查”，要由整改人以外的人复查后在系统里销号。导入不会销号。'],
  ['示例行', `序号写“${EXAMPLE_MARK}”的行不导入，可以保留。`],
  ['行数', `一次最多 ${MOST_ROWS} 行，多了请按社区拆开。`],
  ['有错怎么办', `有错的行不会导入。在系统里下载标出“${REASON_TITLE}”的表，改好后再上传，已经导入的行不会重复。`],
  ['', ''],
  ['列', '怎么填'],
]

function helpSheet(): WriteSheet {
  const columns = importColumns.map((column) => [importHeading(column), column.hint])
  const rows = [...explanations, ...columns]
  const cells: NonNullable<WriteSheet['cells']> = new Map()
  rows.forEach(([head = '', said = ''], r) => {
    const font = { bold: true, size: r === 0 ? 14 : 10 }
    cells.set(`${r},0`, { value: head, type: 'string', style: { font, alignment: { vertical: 'top' } } })
    cells.set(`${r},1`, { value: said, type: 'string', style: { alignment: { wrapText: true, vertical: 'top' } } })
  })
  return {
    name: '填写说明',
    columns: [{ width: 18 }, { width: 84 }],
    rowDefs: new Map([
      [0, { height: 28 }],
      [1, { height: 30 }],
    ]),
    rows,
    cells,
    pageSetup: { paperSize: 'a4', orientation: 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  }
}

function validations(lists: readonly List[]): WriteSheet['dataValidations'] {
  const range = (field: ImportField) => {
    const column = columnLetters(importColumns.findIndex((one) => one.field === field) + 1)
    return `${column}${TEMPLATE_HEADING + 1}:${column}${TEMPLATE_HEADING + MOST_ROWS + 1}`
  }
  const common = { allowBlank: true, showErrorMessage: true } as const
  const choices = lists.map(({ field, formula, loose }) => ({
    ...common,
    type: 'list' as const,
    formula1: formula,
    range: range(field),
    errorStyle: loose ? ('warning' as const) : ('stop' as const),
    errorTitle: '请下拉选择',
    errorMessage: '请从下拉列表里选择。',
  }))
  const days = importColumns
    .filter(({ kind }) => kind === 'day')
    .map(({ field }) => ({
      ...common,
      type: 'date' as const,
      operator: 'between' as const,
      formula1: '36526',
      formula2: '73050',
      range: range(field),
      errorTitle: '日期不对',
      errorMessage: '请填完整日期，如 2026-03-02。',
    }))
  return [...choices, ...days]
}

/** An example that nobody mistakes for a hazard, of this book's own names. */
function example(reference: Reference, catalogue: Catalogue, choices: Choices, today: string): string[] {
  const category = catalogue.categories[0]
  const community = choices.sites.find(({ values }) => values.length > 0) ?? {
    name: choices.communities[0] ?? '',
    values: [],
  }
  const own = [...reference.units.values()].find(({ name }) => name === community.name)?.name ?? ''
  const said: Partial<Record<ImportField, string>> = {
    serial: EXAMPLE_MARK,
    community: community.name,
    site: community.values[0] ?? '',
    place: '3栋2单元楼道',
    category: category?.name ?? '',
    item: category?.items[0]?.name ?? '',
    description: '灭火器压力不足，指针在红区',
    severity: severityNames.ordinary,
    found: today,
    finder: '张某',
    source: sourceNames.patrol,
    unit: own,
    measures: '更换灭火器并贴检查卡',
    due: today,
    rectified: '否',
    closed: '否',
  }
  return importColumns.map(({ field }) => said[field] ?? '')
}

const noteStyle: CellStyle = { alignment: { wrapText: true, vertical: 'center' }, font: { color: { rgb: '595959' } } }

function plan(choices: Choices, withReasons: boolean): BookPlan {
  const { sheet: options, lists } = optionsSheet(choices)
  const titles = importColumns.map(importHeading)
  const headings = withReasons ? [...titles, REASON_TITLE] : titles
  const cells = new Map<string, { value: string; type: 'string'; style: CellStyle }>()
  const put = (row: number, column: number, value: string, style: CellStyle) =>
    cells.set(`${row},${column}`, { value, type: 'string', style })
  put(0, 0, '隐患台账导入模板', {
    font: { name: '方正小标宋简体', size: 18 },
    alignment: { horizontal: 'center', vertical: 'center' },
  })
  const told =
    '红色带 * 的列必填；日期写成 2026-03-02；不要合并单元格、不要改表头；序号写“示例”的行不导入。详见“填写说明”。'
  put(1, 0, told, noteStyle)
  headings.forEach((heading, i) => {
    put(
      TEMPLATE_HEADING - 1,
      i,
      heading,
      importColumns[i] ? (importColumns[i].required ? requiredStyle : headingStyle) : requiredStyle,
    )
  })
  const styles = importColumns.map(({ kind }) => (kind === 'day' ? dayStyle : text))
  const exampleStyle = styles.map((style) => ({ ...style, fill: fill('FFF2CC'), font: { color: { rgb: '7F7F7F' } } }))
  const last = headings.length - 1
  return {
    title: '隐患台账导入模板',
    sheet: {
      name: '台账',
      columns: [...importColumns.map(({ width }) => ({ width })), ...(withReasons ? [{ width: 40 }] : [])],
      rows: [['隐患台账导入模板'], [told], headings],
      rowDefs: new Map([
        [0, { height: 32 }],
        [1, { height: 20 }],
        [2, { height: 32 }],
      ]),
      cells,
      merges: [0, 1].map((row) => ({ startRow: row, startCol: 0, endRow: row, endCol: last })),
      freezePane: { rows: TEMPLATE_HEADING, columns: 2 },
      dataValidations: validations(lists),
      pageSetup: {
        paperSize: 'a3',
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
        printTitlesRow: `$${TEMPLATE_HEADING}:$${TEMPLATE_HEADING}`,
      },
    },
    styles: { plain: [...styles, reasonStyle].slice(0, headings.length), example: exampleStyle },
    columnStyle: 'plain',
    others: [helpSheet(), options],
  }
}

/** The empty template of a book on a day, with its drop-downs and one example row. */
export function writeTemplate(reference: Reference, catalogue: Catalogue, today: string): AsyncGenerator<Buffer> {
  const choices = choicesFor(reference, catalogue)
  return writeBook(plan(choices, false), [{ cells: example(reference, catalogue, choices, today), style: 'example' }])
}

/** The template filled with somebody's rows, each at its own number, with the reason in red where it could not come in. */
export function writeMarked(
  reference: Reference,
  catalogue: Catalogue,
  rows: readonly { row: number; cells: readonly string[]; reason: string }[],
): AsyncGenerator<Buffer> {
  const filled: OutRow[] = rows.map(({ row, cells, reason }) => ({ row, cells: [...cells, reason] }))
  return writeBook(plan(choicesFor(reference, catalogue), true), filled)
}
