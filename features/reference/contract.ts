import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { code, day } from '../../domain/schema.ts'

const query = z.object({ book: z.optional(code) })

const named = z.object({ code: z.string(), name: z.string() })

export const getCatalogue = contract({
  method: 'GET',
  path: '/api/catalogue',
  summary: '排查清单：现行的，或指定的一版',
  query: z.extend(query, { version: z.optional(code) }),
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
    crosswalk: z.optional(z.record(z.string(), z.nullable(z.string()))),
    /** Syllables of names and synonyms, apart by blanks, so that a phone finds them by pinyin without network. */
    pinyin: z.record(z.string(), z.string()),
    /** Names of every version in order of effect: a case is shown under the name it was reported under. */
    versions: z.array(
      z.object({
        version: z.string(),
        name: z.string(),
        from: z.string(),
        categories: z.array(named),
        items: z.array(named),
      }),
    ),
  }),
})

const unitRow = z.object({
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  parent: z.nullable(z.string()),
  /** Stream of its steps. */
  id: z.optional(z.string()),
  /** First day, and first day on which it is no more; absent where nothing is decided. */
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  into: z.optional(z.array(z.string())),
  /** Not in force at the instant: not yet, or no longer. */
  off: z.optional(z.enum(['later', 'ended'])),
  since: z.optional(z.string()),
  until: z.optional(z.string()),
  agency: z.optional(z.literal('fire')),
  names: z.optional(z.array(z.object({ name: z.string(), from: z.string(), at: z.string() }))),
  splits: z.optional(
    z.array(
      z.object({
        from: z.string(),
        at: z.string(),
        parts: z.array(z.object({ code: z.string(), takes: z.array(z.string()) })),
      }),
    ),
  ),
  /** First name and parent, where they are others now: with names and splits any day's tree can be told from them. */
  first: z.optional(z.object({ name: z.string(), parent: z.nullable(z.string()) })),
  /** Syllables in one and initials, for finding it by keyboard. */
  pinyin: z.string(),
  initials: z.string(),
})

export const getUnits = contract({
  method: 'GET',
  path: '/api/units',
  summary: '单位树：某日或某时的名称和隶属',
  query: z.extend(query, {
    /** A day, as it stood at its end, or an instant, as it stood just before; now if absent. */
    asOf: z.optional(day),
  }),
  response: z.object({ units: z.array(unitRow) }),
})
