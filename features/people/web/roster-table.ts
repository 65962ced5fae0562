/** Columns of the office's own sheet that are looked for; the others are left alone. */
export const fields = ['name', 'unit', 'duty', 'phone'] as const
export type Field = (typeof fields)[number]
export const fieldNames: Record<Field, string> = { name: '姓名', unit: '单位', duty: '职务', phone: '电话' }

/** One row as the sheet has it; `line` counts from 1 as the sheet's own rows do. */
export interface RosterRow {
  line: number
  cells: Record<Field, string>
}

const heads: Record<Field, RegExp> = {
  name: /^(人员|网格员|成员|工作人员)?(姓名|名字)$/,
  unit: /^(所在|所属|工作)?(单位|社区|村|村社区|部门|科室|网格|小区|院落|小区院落|点位)(名称|\/部门)?$/,
  duty: /^(担任)?(职务|岗位|角色|身份|职责|职位|人员类别|类别|人员类型)(名称)?$/,
  phone: /^(联系|办公)?(电话|手机|手机号|手机号码|电话号码|联系方式|号码)$/,
}

const squeeze = (cell: string): string => cell.replace(/[\s\u3000*＊]/g, '').replace(/[（(].*[）)]$/, '')
const clean = (cell: string): string => cell.replace(/[\s\u3000]+/g, ' ').trim()

const fieldOf = (head: string): Field | undefined => fields.find((field) => heads[field].test(squeeze(head)))

/** Where each field stands; several columns may name the unit (社区, 网格), in their order. */
function columnsOf(row: readonly string[]): Map<Field, number[]> | null {
  const found = new Map<Field, number[]>()
  row.forEach((head, i) => {
    const field = fieldOf(head)
    if (field) found.set(field, [...(found.get(field) ?? []), i])
  })
  return found.has('name') && found.size >= 2 ? found : null
}

/** Most rows above the header: a title, the unit that filled it in, an empty line. */
const HEAD_WITHIN = 10

const total = /^(合计|总计|小计|共计)/

/** A merged cell holds its value in the first row only: what is blank from the left on is the row above's. */
function filledDown(units: readonly string[], above: readonly string[]): string[] {
  const first = units.findIndex((one) => one !== '')
  return units.map((one, i) => (first < 0 || i < first ? (above[i] ?? '') : one))
}

/** Finds the header by its words and reads the rows under it. Null where no row looks like one. */
export function readTable(table: readonly (readonly string[])[]): RosterRow[] | null {
  const at = table.slice(0, HEAD_WITHIN).findIndex((row) => columnsOf(row) !== null)
  const columns = at < 0 ? null : columnsOf(table[at] ?? [])
  if (!columns) return null
  const rows: RosterRow[] = []
  let above: string[] = []
  for (const [i, row] of table.entries()) {
    if (i <= at) continue
    const cell = (field: Field) => (columns.get(field) ?? []).map((column) => clean(row[column] ?? ''))
    const cells = { name: cell('name')[0] ?? '', duty: cell('duty')[0] ?? '', phone: cell('phone')[0] ?? '' }
    const units = cell('unit')
    if (!cells.name && !cells.duty && !cells.phone) continue
    if (total.test(cells.name) || row.some((one) => total.test(clean(one)))) continue
    above = filledDown(units, above)
    rows.push({ line: i + 1, cells: { ...cells, unit: above.join('') } })
  }
  return rows
}
