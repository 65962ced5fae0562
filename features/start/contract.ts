import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { code } from '../../domain/schema.ts'

const count = z.number()

/** How far the first day has come: what the page 第一天 ticks off. */
export const getStart = contract({
  method: 'GET',
  path: '/api/start',
  summary: '第一天：已办到哪一步',
  query: z.object({ book: z.optional(code) }),
  response: z.object({
    /** People with a duty other than keeping or auditing the book. */
    people: count,
    /** Those of them who have an account and signed in with it. */
    signedIn: count,
    /** Hazards in the viewer's sight: in all, handed to somebody, put right, struck off; null for who sees no case. */
    cases: z.nullable(z.object({ found: count, handed: count, fixed: count, closed: count })),
    asOf: z.string(),
  }),
})
