import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { type Severity, type Status, severities, statuses } from '../../domain/hazard/state.ts'
import { code, instant } from '../../domain/schema.ts'
import {
  type PlanField,
  planFields,
  type SupervisionLevel,
  supervisionLevelNames,
} from '../../domain/supervision/supervision.ts'

const words = z.nullable(z.string())
const levels = Object.keys(supervisionLevelNames) as [SupervisionLevel, ...SupervisionLevel[]]

const supervisedCase = z.object({
  ...{ id: z.string(), number: z.string(), status: z.enum(statuses as [Status, ...Status[]]) },
  ...{ item: z.string(), community: z.string(), place: words, unit: z.string(), due: words },
  severity: z.enum(severities as [Severity, ...Severity[]]),
  mode: z.nullable(z.enum(['order', 'request'])),
  /** Plates that hang on it. */
  supervised: words,
})
export type SupervisedCase = z.infer<typeof supervisedCase>

const said = z.object({ on: z.string(), at: z.string() })

const supervision = z.object({
  ...{ id: z.string(), number: z.string(), level: z.enum(levels), hanger: z.string() },
  ...{ unit: z.string(), due: z.string(), on: z.string(), at: z.string(), requirement: words },
  /** Those that the viewer may see, as they stood at the instant; `all` counts the others too. */
  cases: z.array(supervisedCase),
  all: z.number(),
  /** 治理方案: null until it is in; its words are null where they were erased. */
  plan: z.nullable(
    z.extend(said, { words: z.nullable(z.record(z.enum(planFields as [PlanField, ...PlanField[]]), z.string())) }),
  ),
  /** A major hazard is among its cases and there is no plan. */
  planMissing: z.boolean(),
  notes: z.array(z.extend(said, { note: words })),
  /** Months that are over without a note, `2026-04`. */
  missingMonths: z.array(z.string()),
  lifted: z.nullable(z.extend(said, { note: words, instead: words })),
  /** What the viewer may do now: bring plan and notes for his own unit, or from its paper; take the plate down. */
  brings: z.nullable(z.enum(['own', 'paper'])),
  lifts: z.boolean(),
})
export type SupervisionView = z.infer<typeof supervision>

export const getSupervisions = contract({
  method: 'GET',
  path: '/api/supervisions',
  summary: '挂牌督办：挂了哪些牌、谁牵头、缺什么、摘了没有',
  query: z.object({ book: z.optional(code), asOf: z.optional(instant) }),
  response: z.object({ asOf: z.string(), supervisions: z.array(supervision) }),
})

/** Cases by id or number, that a plate may be hung on; what one may not see is left out. */
export const getHangable = contract({
  method: 'GET',
  path: '/api/supervisions/cases',
  summary: '要挂牌的隐患：按编号或内部编号找',
  query: z.object({
    book: z.optional(code),
    ids: z.optional(z.string().check(z.regex(/^[0-9a-f,-]{0,1900}$/))),
    numbers: z.optional(z.string().check(z.regex(/^[0-9A-Z,-]{0,1900}$/))),
  }),
  response: z.object({ cases: z.array(supervisedCase) }),
})
