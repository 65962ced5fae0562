import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { code, instant } from '../../domain/schema.ts'

/** A number of the text: what it counts, and the filters that open its list at the same instant. */
const figure = z.object({
  key: z.string(),
  label: z.string(),
  n: z.number(),
  definition: z.string(),
  filters: z.record(z.string(), z.string()),
})
export type BulletinFigure = z.infer<typeof figure>

const owed = z.object({ n: z.number(), oldest: z.number() })
const chased = z.object({
  unit: z.string(),
  name: z.string(),
  late: owed,
  unanswered: owed,
  /** Units that hold these cases: the unit itself or parts of it. */
  holders: z.array(z.string()),
})
export type ChasedUnit = z.infer<typeof chased>

const query = z.object({
  book: z.optional(code),
  community: z.optional(code),
  /** Left out: the server's clock at this moment. */
  asOf: z.optional(instant),
})

export const getToday = contract({
  method: 'GET',
  path: '/api/bulletin/today',
  summary: '今日数字：一行可发群里的文字，每个数字带口径',
  query,
  response: z.object({ asOf: z.string(), text: z.string(), figures: z.array(figure) }),
})

export const getChase = contract({
  method: 'GET',
  path: '/api/bulletin/chase',
  summary: '催办：谁超期未办多少、最久几天，分段可发群里',
  query: z.extend(query, { by: z.optional(z.enum(['community', 'unit'])) }),
  response: z.object({
    asOf: z.string(),
    /** Each at most 2048 bytes of UTF-8. */
    parts: z.array(z.string()),
    rows: z.array(chased),
  }),
})
