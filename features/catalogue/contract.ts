import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { code } from '../../domain/schema.ts'

export const getCatalogueUse = contract({
  method: 'GET',
  path: '/api/catalogue/use',
  summary: '各版清单、各检查项目的隐患数',
  query: z.object({ book: z.optional(code) }),
  response: z.object({
    /** Cases by the version and item they were reported under; void ones are not counted. */
    tallies: z.array(z.object({ version: z.string(), item: z.string(), n: z.number(), open: z.number() })),
  }),
})
