/** Columns of a superior's list that are looked for by their headings; the others are left alone. */
export const fields = ['place', 'description', 'item', 'community', 'unit', 'due', 'number'] as const
export type Field = (typeof fields)[number]
export const fieldNames: Record<Field, string> = {
  place: '地点',
  description: '问题',
  item: '类别',
  community: '社区',
  unit: '责任单位',
  due: '期限',
  number: '编号',
}

/** One row as the sheet has it; `line` counts from 1 as the sheet's own rows do. */
export interface ListRow {
  line: number
  cells: Record<Field, string>
}

const heads: Record<Field, RegExp> = {
  place: /^(问题|隐患|检查|具体|所在)?(地点|点位|位置|地址|场所|部位)(名称)?$/,
  description: /^(存在|发现|反馈|具体|主要)?(的)?(问题|隐患)(描述|内容|情况|表现|详情)?$|^(情况|内容)(描述|说明)?$/,
  item: /^(问题|隐患|检查)?(类别|类型|分类|条目|项目)(名称)?$|^(清单|检查)(条目|项目|项)$/,
  community: /^(所在|所属|属地|涉及)?(社区|村|村社区|村居)(名称)?$/,
  unit: /^(整改|责任|牵头|主责|承办)?(责任)?(单位|部门|科室)(名称)?$/,
  due: /^(整改|完成|办结|反馈)?(期限|时限|限期|时间|截止日期|截止时间|完成日期)(要求)?$|^(整改|完成)(期限|时限)要求$/,
  number: /^(问题|隐患)?(编号|序号|号)$/,
}

const squeeze = (cell: string): string => cell.replace(/[\s\u3000*＊]/g, '').replace(/[（(].*[）)]$/, '')
const clean = (cell: string): string => cell.replace(/[\s\u3000]+/g, ' ').trim()

/** Where each field stands: the first column that is headed so. */
function columnsOf(row: readonly string[]): Map<Field, number> | null {
  const found = new Map<Field, number>()
  row.forEach((head, i) => {
    const field = fields.find((one) => heads[one].test(squeeze(head)))
    if (field && !found.has(field)) found.set(field, i)
  })
  return found.has('description') && found.has('place') ? found : null
}

/** Most rows above the header: a title, the letter's number, an empty line. */
const HEAD_WITHIN = 10
const total = /^(合计|总计|小计|共计)/

/** Finds the header by its words and reads the rows under it. Null where no row looks like one. */
export function readList(table: readonly (readonly string[])[]): ListRow[] | null {
  const at = table.slice(0, HEAD_WITHIN).findIndex((row) => columnsOf(row) !== null)
  const columns = at < 0 ? null : columnsOf(table[at] ?? [])
  if (!columns) return null
  return table.flatMap((row, i) => {
    if (i <= at || row.some((one) => total.test(clean(one)))) return []
    const cells = Object.fromEntries(
      fields.map((field) => [field, clean(row[columns.get(field) ?? -1] ?? '')]),
    ) as ListRow['cells']
    return cells.place || cells.description ? [{ line: i + 1, cells }] : []
  })
}
