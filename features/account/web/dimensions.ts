import type { Filters } from '../../../platform/web/case/filters.ts'

export type By = 'community' | 'category' | 'item' | 'source' | 'severity' | 'level' | 'unit'

/** What the figures are split by; each is a filter of the list too. */
export const dimensions: readonly { key: By & keyof Filters; label: string; head: string }[] = [
  { key: 'community', label: '按社区', head: '社区' },
  { key: 'category', label: '按类别', head: '类别' },
  { key: 'item', label: '按检查项目', head: '检查项目' },
  { key: 'source', label: '按来源', head: '来源' },
  { key: 'severity', label: '按等级', head: '等级' },
  { key: 'level', label: '按层面', head: '层面' },
  { key: 'unit', label: '按责任单位', head: '责任单位' },
]
