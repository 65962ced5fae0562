import { queryString, request } from '../api.ts'
import type { Filters } from './filters.ts'

/** The account's headline, as far as a screen outside its room shows it. */
export interface Account {
  asOf: string
  found: number
  void: number
  classes: Readonly<Record<string, number>>
  levels: { closed: number; community: number; above: number }
  overdue: number
}

export const readAccount = (filters: Filters = {}): Promise<Account> =>
  request('GET', `/api/account${queryString({ ...filters })}`) as Promise<Account>

/** How many hazards the filters hold at that instant (now, where none is given), 不列入 included: the list itself is read page by page. */
export async function countHazards(filters: Filters, asOf?: string): Promise<number> {
  const { found, void: left } = await readAccount({ ...filters, asOf })
  return found + left
}
