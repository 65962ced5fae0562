import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { code } from '../../domain/schema.ts'

const list = z.object({
  /** Its stream. */
  id: z.string(),
  /** Null when the text was erased. */
  name: z.nullable(z.string()),
  at: z.string(),
  rows: z.number(),
  undone: z.boolean(),
  /** Its cases that are in the account, and how many of them are still open. */
  cases: z.number(),
  open: z.number(),
  /** Those that can still be taken back with the list. */
  untouched: z.array(z.string()),
})
export type SuperiorList = z.infer<typeof list>

export const getSuperiorLists = contract({
  method: 'GET',
  path: '/api/superior-lists',
  summary: '上级问题清单：登记过哪些、还有多少没销号',
  query: z.object({ book: z.optional(code) }),
  response: z.object({ lists: z.array(list) }),
})
