import * as z from 'zod/mini'
import { code, instant, storable, uuid } from '../schema.ts'

/** One code or several with commas. */
const codes = z.string().check(z.regex(/^[0-9A-Za-z][0-9A-Za-z.,-]{0,400}$/))

/** A decided part of a topic, `<uuid>.<n>` (domain/topic/resolution.ts). */
const resolution = z.string().check(
  z.regex(/^[0-9a-f-]{36}\.[1-9]\d{0,4}$/),
  z.refine((given) => uuid.safeParse(given.slice(0, 36)).success),
)

/** A Shanghai day, or that of the instant asked for. */
const onDay = z.union([
  z.literal('today'),
  z.iso.date().check(z.refine((given) => given >= '0001-01-02' && given <= '9998-12-31')),
])

/** The filters that the list and the account share: every number opens the list of the same query. */
export const hazardFilters = z.object({
  book: z.optional(code),
  status: z.optional(codes),
  community: z.optional(codes),
  item: z.optional(codes),
  category: z.optional(code),
  source: z.optional(codes),
  severity: z.optional(codes),
  level: z.optional(codes),
  unit: z.optional(codes),
  /** 提请原因 (domain/hazard/obstacles.ts). */
  obstacle: z.optional(codes),
  /** Cases that stand under this resolution: no later meeting decided otherwise of them. */
  resolution: z.optional(resolution),
  /** `open`: neither closed nor void; `mine`: waits for one of my duties; `overdue`: due before the day of asOf. */
  open: z.optional(z.literal('1')),
  holder: z.optional(z.union([z.literal('mine'), codes])),
  overdue: z.optional(z.literal('1')),
  /** Asked of an organ or enterprise and past its day: 未反馈, never overdue. */
  unanswered: z.optional(z.literal('1')),
  /** A plate of 挂牌督办 hangs on it. */
  supervised: z.optional(z.literal('1')),
  site: z.optional(codes),
  /** Its unit has asked for more time, and this is who must answer. */
  extension: z.optional(z.enum(['office', 'leader', 'office,leader'])),
  /** Put into the book on that day; struck off on that day and still so. */
  reported: z.optional(onDay),
  closed: z.optional(onDay),
  q: z.optional(z.string().check(z.maxLength(100), storable)),
  asOf: z.optional(instant),
})
export type HazardFilters = z.infer<typeof hazardFilters>
