import { allItems } from '../catalogue/catalogue.ts'
import { type HazardState, severityNames, sourceNames, statusNames } from '../hazard/state.ts'
import type { Reference } from '../units/units.ts'

/** Columns of the ledger as it goes out, in their order; `id` and `version` stand hidden at the end. */
export interface ExportColumn {
  field: ExportField
  title: string
  group: '基本情况' | '整改落实' | '复查销号' | ''
  width: number
}

export type ExportField =
  | 'serial'
  | 'number'
  | 'community'
  | 'site'
  | 'place'
  | 'category'
  | 'item'
  | 'description'
  | 'severity'
  | 'found'
  | 'source'
  | 'finder'
  | 'unit'
  | 'party'
  | 'due'
  | 'status'
  | 'outcome'
  | 'rectified'
  | 'checker'
  | 'closed'
  | 'closedOn'
  | 'id'
  | 'version'

const column = (field: ExportField, title: string, group: ExportColumn['group'], width: number): ExportColumn => ({
  field,
  title,
  group,
  width,
})

export const exportColumns: readonly ExportColumn[] = [
  column('serial', '序号', '基本情况', 5),
  column('number', '隐患编号', '基本情况', 12),
  column('community', '社区', '基本情况', 11),
  column('site', '点位', '基本情况', 11),
  column('place', '具体部位', '基本情况', 13),
  column('category', '问题类别', '基本情况', 10),
  column('item', '细项', '基本情况', 12),
  column('description', '隐患描述', '基本情况', 24),
  column('severity', '隐患等级', '基本情况', 6),
  column('found', '排查时间', '基本情况', 11),
  column('source', '排查方式', '基本情况', 9),
  column('finder', '排查人', '基本情况', 8),
  column('unit', '责任单位', '整改落实', 12),
  column('party', '整改责任主体', '整改落实', 12),
  column('due', '整改期限', '整改落实', 11),
  column('status', '当前状态', '整改落实', 9),
  column('outcome', '整改情况', '整改落实', 18),
  column('rectified', '完成时间', '整改落实', 11),
  column('checker', '复查人', '复查销号', 8),
  column('closed', '是否销号', '复查销号', 6),
  column('closedOn', '销号时间', '复查销号', 11),
  column('id', '系统编号（勿改）', '', 4),
  column('version', '系统版本（勿改）', '', 4),
]

/** Stands beside the columns, so that a file of ours is known when it comes back. */
export const EXPORT_TITLE = '隐患台账'
/** The row of the lower headings, as Excel counts. */
export const EXPORT_HEADING = 4

/** What a row of the export is made of: codes, days and the words this viewer may read. */
export interface ExportFacts
  extends Pick<
    HazardState,
    'id' | 'version' | 'number' | 'community' | 'site' | 'item' | 'severity' | 'source' | 'unit' | 'status'
  > {
  place: string | null
  description: string | null
  found: string
  finder: string
  party: string | null
  due: string | null
  outcome: string
  rectifiedOn: string | null
  checker: string
  closedOn: string | null
}

/** Names of units, items and categories by their codes; made once for many rows. */
export interface ExportNames {
  unit(code: string): string
  item(code: string): string
  category(item: string): string
}

export function namesOf({ units, catalogues }: Reference): ExportNames {
  const items = new Map(catalogues.flatMap(allItems).map(({ code, name }) => [code, name]))
  const categories = new Map(catalogues.flatMap((one) => one.categories).map(({ code, name }) => [code, name]))
  return {
    unit: (code) => units.get(code)?.name ?? code,
    item: (code) => items.get(code) ?? code,
    category: (item) => categories.get(item.split('.')[0] ?? '') ?? '',
  }
}

/** A row's text by column, but for its serial number. Every value is text: see the test of formulas. */
export function exportText(facts: ExportFacts, names: ExportNames): Record<Exclude<ExportField, 'serial'>, string> {
  return {
    number: facts.number,
    community: names.unit(facts.community),
    site: facts.site ? names.unit(facts.site) : '',
    place: facts.place ?? '',
    category: names.category(facts.item),
    item: names.item(facts.item),
    description: facts.description ?? '',
    severity: severityNames[facts.severity],
    found: facts.found,
    source: sourceNames[facts.source],
    finder: facts.finder,
    unit: names.unit(facts.unit),
    party: facts.party ?? '',
    due: facts.due ?? '',
    status: statusNames[facts.status],
    outcome: facts.outcome,
    rectified: facts.rectifiedOn ?? '',
    checker: facts.checker,
    closed: facts.status === 'closed' ? '是' : '否',
    closedOn: facts.closedOn ?? '',
    id: facts.id,
    version: String(facts.version),
  }
}

/** The row's cells in the order of the columns. */
export function exportCells(serial: number, facts: ExportFacts, names: ExportNames): string[] {
  const text = exportText(facts, names)
  return exportColumns.map(({ field }) => (field === 'serial' ? String(serial) : text[field]))
}
