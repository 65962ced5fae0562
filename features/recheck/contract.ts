import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { type Aside, asideNames } from '../../domain/hazard/desk-recheck.ts'
import { hazardRow } from '../../domain/hazard/views.ts'
import { code } from '../../domain/schema.ts'

const asides = Object.keys(asideNames) as [Aside, ...Aside[]]

/** One rectified case with its photos: who fixed it, how, and since when it waits. */
const recheck = z.extend(hazardRow, {
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** Photos that have not arrived. */
  missing: z.array(z.string()),
  /** What the fixer wrote; null when erased. */
  note: z.nullable(z.string()),
  fixedBy: z.string(),
  since: z.string(),
  /** Why it cannot be closed from its photos; null where it can. */
  aside: z.nullable(z.enum(asides)),
})
export type Recheck = z.infer<typeof recheck>

export const MAX_RECHECKS = 200

export const getRechecks = contract({
  method: 'GET',
  path: '/api/rechecks',
  summary: '待复查：整改前后照片，等得久的在前',
  query: z.object({
    book: z.optional(code),
    community: z.optional(code),
    /** `next` of the answer before. */
    after: z.optional(z.coerce.number().check(z.int(), z.gte(0), z.lte(Number.MAX_SAFE_INTEGER))),
    limit: z.optional(z.coerce.number().check(z.int(), z.gte(1))),
  }),
  response: z.object({
    items: z.array(recheck),
    next: z.nullable(z.number()),
    /** All that wait in sight, whether or not they fit a page. */
    total: z.number(),
    asOf: z.string(),
  }),
})
