import { ref, shallowRef } from 'vue'
import { call, Refused, request } from '../../../platform/web/api.ts'
import { type Filters, type Query, readFilters, toQuery } from '../../../platform/web/case/filters.ts'
import { newId } from '../../../platform/web/commands.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { getViews } from '../contract.ts'

export interface View {
  /** Empty of those that come with a duty. */
  id: string
  name: string
  query: Query
}

/** Views that come with a duty. */
export function builtInViews(holds: (...roles: string[]) => boolean = holdsRole): View[] {
  const built = (name: string, query: Query, shown = true): View[] => (shown ? [{ id: '', name, query }] : [])
  const looks = holds('leader', 'superior', 'auditor')
  return [
    ...built('我的待办', { holder: 'mine' }, !looks),
    ...built('待核实', { status: 'reported' }, holds('community', 'grid')),
    ...built('待研判', { status: 'called' }, holds('office')),
    ...built('待复查', { status: 'rectified' }, holds('office', 'community', 'checker')),
    ...built('今日新增', { reported: 'today' }),
    ...built('超期', { overdue: '1' }),
  ]
}

/** The question on the screen as a view keeps it: no instant, the order only where it is not the usual one. */
export function viewQuery(filters: Filters, order: 'recent' | 'due'): Query {
  const query = toQuery({ ...filters, asOf: '' })
  return order === 'due' ? { ...query, order } : query
}

export const sameQuery = (a: Query, b: Query): boolean =>
  JSON.stringify(toQuery(readFilters(a))) === JSON.stringify(toQuery(readFilters(b))) && a.order === b.order

/** One's own views, as the server keeps them. */
export function useViews() {
  const own = shallowRef<View[]>([])
  const said = ref('')
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work()
      own.value = (await call(getViews, {})).views
      said.value = ''
      return true
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      said.value = error.message
      return false
    }
  }
  const load = () => attempt(async () => undefined)
  const save = (name: string, query: Query, id = newId()) =>
    attempt(() => request('PUT', `/api/views/${id}`, { name, query }))
  const remove = (id: string) => attempt(() => request('DELETE', `/api/views/${id}`))
  return { own, said, load, save, remove }
}
