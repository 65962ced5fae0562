import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { storable } from '../../domain/schema.ts'

export const signInBody = z.strictObject({
  username: z.string().check(z.minLength(1), z.maxLength(64), storable),
  password: z.string().check(z.minLength(1), z.maxLength(256)),
})

export const sessionView = z.object({
  person: z.string(),
  name: z.string(),
  username: z.string(),
  roles: z.array(z.object({ role: z.string(), unit: z.string() })),
  /** Codes of the units at which a duty is held. */
  units: z.array(z.string()),
  books: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type SessionView = z.infer<typeof sessionView>

export const getSession = contract({
  method: 'GET',
  path: '/api/session',
  summary: '我是谁',
  query: z.object({}),
  response: sessionView,
})
