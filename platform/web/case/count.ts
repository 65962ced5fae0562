import { queryString, request } from '../api.ts'
import type { Filters } from './filters.ts'

/** How many hazards the filters hold at that instant (now, where none is given), 不列入 included: the list itself is read page by page. */
export async function countHazards(filters: Filters, asOf?: string): Promise<number> {
  const answer = (await request('GET', `/api/account${queryString({ ...filters, asOf })}`)) as {
    found: number
    void: number
  }
  return answer.found + answer.void
}
