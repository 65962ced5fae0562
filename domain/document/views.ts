import * as z from 'zod/mini'
import { contract } from '../contract.ts'
import { code } from '../schema.ts'
import { documentTypes } from './document-types.ts'

/** A letter as the page of a case lists it. */
const caseLetter = z.object({
  id: z.string(),
  type: z.enum(documentTypes),
  number: z.string(),
  /** Null when the text was erased. */
  title: z.nullable(z.string()),
  to: z.nullable(z.string()),
  status: z.enum(['issued', 'void']),
  /** When its latest version was issued, and how many there are. */
  at: z.string(),
  versions: z.number(),
})
export type CaseLetter = z.infer<typeof caseLetter>

/** Letters that name a case, for whoever sees the case and may read them: the office, and the unit written to. */
export const getCaseLetters = contract({
  method: 'GET',
  path: '/api/hazards/:id/letters',
  summary: '与这条隐患有关的函：专班、领导和收函单位可见',
  query: z.object({ book: z.optional(code) }),
  response: z.object({ letters: z.array(caseLetter) }),
})
