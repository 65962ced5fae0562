/** Columns of 隐患台账导入模板, by the field of a row that they fill. */
export type ImportField =
  | 'serial'
  | 'community'
  | 'site'
  | 'place'
  | 'category'
  | 'item'
  | 'description'
  | 'severity'
  | 'found'
  | 'finder'
  | 'source'
  | 'unit'
  | 'party'
  | 'phone'
  | 'measures'
  | 'due'
  | 'rectified'
  | 'outcome'
  | 'done'
  | 'closed'
  | 'note'

export interface ImportColumn {
  field: ImportField
  title: string
  required?: true
  /** Characters wide in the template. */
  width: number
  kind: 'text' | 'day' | 'choice'
  /** Most characters of what is kept. */
  most: number
  /** What to write there, for the page of explanations. */
  hint: string
}

/** In the template's order. Sources: the union of public ledgers, kept to what a hazard in the book can hold. */
export const importColumns: readonly ImportColumn[] = [
  { field: 'serial', title: '序号', width: 6, kind: 'text', most: 20, hint: '可不填；写“示例”的行不导入' },
  { field: 'community', title: '社区', required: true, width: 14, kind: 'choice', most: 50, hint: '下拉选择' },
  {
    field: 'site',
    title: '点位',
    width: 16,
    kind: 'choice',
    most: 100,
    hint: '小区、院落等；先选社区再下拉选择，沿街处可不填',
  },
  { field: 'place', title: '具体部位', required: true, width: 18, kind: 'text', most: 200, hint: '如 3栋2单元楼道' },
  { field: 'category', title: '问题类别', required: true, width: 14, kind: 'choice', most: 50, hint: '下拉选择' },
  { field: 'item', title: '细项', required: true, width: 18, kind: 'choice', most: 50, hint: '先选类别再下拉选择' },
  { field: 'description', title: '隐患描述', required: true, width: 30, kind: 'text', most: 2000, hint: '看到了什么' },
  {
    field: 'severity',
    title: '隐患等级',
    width: 9,
    kind: 'choice',
    most: 10,
    hint: '不填按排查清单的规定；只能比清单高，不能比清单低',
  },
  {
    field: 'found',
    title: '排查时间',
    required: true,
    width: 12,
    kind: 'day',
    most: 20,
    hint: '日期，如 2026-03-02；作为事实保留，期限从导入当天算',
  },
  { field: 'finder', title: '排查人', required: true, width: 10, kind: 'text', most: 50, hint: '姓名' },
  { field: 'source', title: '排查方式', required: true, width: 12, kind: 'choice', most: 20, hint: '下拉选择' },
  {
    field: 'unit',
    title: '责任单位',
    required: true,
    width: 16,
    kind: 'choice',
    most: 50,
    hint: '下拉选择；社区导入时只能填本社区',
  },
  { field: 'party', title: '整改责任主体', width: 16, kind: 'text', most: 150, hint: '商户、业主或公司' },
  { field: 'phone', title: '联系电话', width: 14, kind: 'text', most: 30, hint: '文本格式，11 位手机号或带区号的座机' },
  {
    field: 'measures',
    title: '整改措施',
    required: true,
    width: 24,
    kind: 'text',
    most: 500,
    hint: '打算怎么改或已怎么改',
  },
  {
    field: 'due',
    title: '整改期限',
    required: true,
    width: 12,
    kind: 'day',
    most: 20,
    hint: '日期；已过期的照样保留为事实，系统里重新给期限',
  },
  { field: 'rectified', title: '是否已整改', required: true, width: 9, kind: 'choice', most: 4, hint: '是 或 否' },
  { field: 'outcome', title: '整改情况', width: 24, kind: 'text', most: 1000, hint: '已整改的写明' },
  { field: 'done', title: '完成时间', width: 12, kind: 'day', most: 20, hint: '日期' },
  {
    field: 'closed',
    title: '是否销号',
    required: true,
    width: 9,
    kind: 'choice',
    most: 4,
    hint: '是 或 否；导入后一律为“已整改待复查”，由他人复查后在系统里销号',
  },
  { field: 'note', title: '备注', width: 16, kind: 'text', most: 500, hint: '' },
]

export const importColumnOf = (field: ImportField): ImportColumn =>
  importColumns.find((column) => column.field === field) as ImportColumn

/** The heading of a column as the template shows it. */
export const importHeading = ({ title, required }: ImportColumn): string => (required ? `${title}*` : title)

/** Headings are compared without stars, blanks and line breaks, full-width ones too. */
export const bareHeading = (text: string): string => text.replace(/[*＊\s\u3000（）()]/g, '').replace('台帐', '台账')

/** What offices also call these columns. */
const synonyms: Partial<Record<ImportField, readonly string[]>> = {
  site: ['点位名称', '小区/点位名称', '点位小区/院落', '小区名称'],
  category: ['隐患类别', '类别'],
  item: ['问题细项', '隐患细项'],
  description: ['问题描述', '隐患内容'],
  severity: ['等级'],
  due: ['整改时限', '完成时限'],
  party: ['责任主体'],
}

/** The field whose heading this is. */
export const fieldOf = (heading: string): ImportField | undefined => {
  const bare = bareHeading(heading)
  return importColumns.find(({ field, title }) => title === bare || synonyms[field]?.includes(bare))?.field
}

/** Stands in a hidden sheet of every template that we hand out. */
export const TEMPLATE_STAMP = 'anlan-import/1'
export const OPTIONS_SHEET = '选项'
/** The row of headings, and the first row to be filled, as Excel counts. */
export const TEMPLATE_HEADING = 3
/** Most rows of one import. */
export const MOST_ROWS = 5000
export const REASON_TITLE = '错误原因'
export const EXAMPLE_MARK = '示例'
export const sayYes = ['是', '否'] as const
