import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { code } from '../../domain/schema.ts'

const query = z.object({ book: z.optional(code) })

export const getCatalogue = contract({
  method: 'GET',
  path: '/api/catalogue',
  summary: '现行排查清单',
  query,
  response: z.object({
    version: z.string(),
    name: z.string(),
    from: z.string(),
    categories: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        items: z.array(
          z.object({
            code: z.string(),
            name: z.string(),
            city: z.nullable(z.string()),
            synonyms: z.array(z.string()),
            look: z.string(),
            severity: z.enum(['ordinary', 'larger', 'major']),
            proof: z.enum(['photo', 'visit', 'mediation']),
            days: z.number(),
            confirmed: z.boolean(),
          }),
        ),
      }),
    ),
  }),
})

export const getUnits = contract({
  method: 'GET',
  path: '/api/units',
  summary: '单位树',
  query,
  response: z.object({
    units: z.array(z.object({ code: z.string(), name: z.string(), kind: z.string(), parent: z.nullable(z.string()) })),
  }),
})
