import type * as z from 'zod/mini'
import type { getLegs } from '../contract.ts'

export type By = NonNullable<z.infer<typeof getLegs.query>['by']>
export const dimensions: readonly { key: By; label: string; head: string }[] = [
  { key: 'unit', label: '按经手单位', head: '经手单位' },
  { key: 'level', label: '按层面', head: '层面' },
  { key: 'community', label: '按社区', head: '社区' },
  { key: 'status', label: '按环节', head: '环节' },
]

/** What a leg is waited for in each status. */
export const stageNames: Record<string, string> = {
  reported: '核实',
  handling: '整改',
  called: '研判',
  rectified: '复查',
}

export type LegFilters = Partial<Record<'asOf' | 'unit' | 'level' | 'community' | 'status', string>>
const names = ['asOf', 'unit', 'level', 'community', 'status'] as const

/** The filters of an address; what it does not know it leaves out. */
export const legQuery = (query: Readonly<Record<string, unknown>>): LegFilters =>
  Object.fromEntries(
    names.filter((name) => typeof query[name] === 'string' && query[name] !== '').map((name) => [name, query[name]]),
  )
