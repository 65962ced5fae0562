import * as z from 'zod/mini'
import { hazardFilters } from '../../domain/account/account.ts'
import { contract } from '../../domain/contract.ts'

const count = z.number()
const figures = z.object({
  found: count,
  void: count,
  /** The eight codes in table order; they sum to `found`. */
  classes: z.object({
    reported: count,
    handling: count,
    rectified: count,
    called: count,
    tabled: count,
    parked: count,
    referred: count,
    closed: count,
  }),
  /** closed + community + above = found. */
  levels: z.object({ closed: count, community: count, above: count }),
  overdue: count,
})
export type Figures = z.infer<typeof figures>

export const getAccount = contract({
  method: 'GET',
  path: '/api/account',
  summary: '对得上的账：截至某时的各类数字',
  query: z.extend(hazardFilters, {
    by: z.optional(z.enum(['community', 'item', 'category', 'source', 'severity', 'level', 'unit', 'status'])),
  }),
  response: z.extend(figures, {
    asOf: z.string(),
    /** With `by`: one row a value; the rows sum to the totals. */
    rows: z.optional(z.array(z.extend(figures, { key: z.string() }))),
  }),
})
