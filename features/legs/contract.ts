import * as z from 'zod/mini'
import { type LegFigure, legFigureNames } from '../../domain/account/on-time.ts'
import { contract } from '../../domain/contract.ts'
import { type Status, statuses } from '../../domain/hazard/state.ts'
import { code, instant } from '../../domain/schema.ts'

const levels = z.enum(['community', 'street', 'above'])
const legFilters = z.object({
  book: z.optional(code),
  asOf: z.optional(instant),
  unit: z.optional(code),
  level: z.optional(levels),
  community: z.optional(code),
  status: z.optional(z.enum(['reported', 'handling', 'called', 'rectified'])),
})

const figures = z.object(
  Object.fromEntries(legFigureNames.map((name) => [name, z.number()])) as Record<LegFigure, z.ZodMiniNumber>,
)
export type Figures = z.infer<typeof figures>

export const getLegs = contract({
  method: 'GET',
  path: '/api/legs',
  summary: '时限：各单位、各层面的应办、按期、超期',
  query: z.extend(legFilters, { by: z.optional(z.enum(['unit', 'level', 'community', 'status'])) }),
  response: z.object({
    asOf: z.string(),
    formula: z.object({ version: z.string(), says: z.string(), notes: z.array(z.string()) }),
    totals: figures,
    /** With `by`: one row a value, in no order of merit; the rows sum to the totals. */
    rows: z.array(z.extend(figures, { key: z.string() })),
  }),
})

/** Legs of one page. */
export const LEG_PAGE = 100

const leg = z.object({
  hazard: z.string(),
  number: z.string(),
  item: z.string(),
  community: z.string(),
  /** Null when the text was erased. */
  place: z.nullable(z.string()),
  reportedAt: z.string(),
  nr: z.number(),
  status: z.enum(statuses as [Status, ...Status[]]),
  holder: z.string(),
  level: levels,
  mode: z.enum(['order', 'request']),
  begun: z.string(),
  ended: z.nullable(z.string()),
  due: z.string(),
  firstDue: z.string(),
  extended: z.number(),
  aside: z.nullable(z.enum(['right', 'open', 'taken'])),
})
export type LegRow = z.infer<typeof leg>

export const listLegs = contract({
  method: 'GET',
  path: '/api/legs/list',
  summary: '时限数字背后的清单：哪些段，期限早的在前',
  query: z.extend(legFilters, {
    figure: z.enum(legFigureNames),
    /** Rows to leave out: what the pages before showed. */
    after: z.optional(z.coerce.number().check(z.int(), z.gte(0), z.lte(1_000_000))),
  }),
  response: z.object({ asOf: z.string(), total: z.number(), items: z.array(leg) }),
})
