import * as z from 'zod/mini'
import { type Problem, problem } from '../problem.ts'
import { day, optionalText, text, uuid } from '../schema.ts'
import type { Backfill } from './backfill-facts.ts'
import { dayOf, isPastDay } from './paper.ts'
import { mayRecord } from './rights.ts'
import { severities } from './state.ts'
import type { On } from './step.ts'

/**
 * 补录: a case that a sheet or a paper had before this book. Its days are facts, kept and shown as 台账所记; the case counts
 * from the day it is recorded. `facts` are codes and days for ever, `words` free text that can be erased.
 */
export const backfillData = z.strictObject({
  found: day,
  reason: text(500),
  batch: z.optional(uuid),
  /** As the sheet says it; never below the catalogue's. */
  severity: z.optional(z.enum(severities)),
  facts: z.optional(
    z.strictObject({
      rectifiedOn: z.optional(day),
      closedOn: z.optional(day),
      dueOn: z.optional(day),
      status: z.optional(z.enum(['open', 'rectified', 'closed'])),
      row: z.optional(z.int().check(z.gte(1), z.lte(1_048_576))),
    }),
  ),
  words: z.optional(
    z.strictObject({
      number: optionalText(100),
      unit: optionalText(200),
      checker: optionalText(100),
      measures: optionalText(2000),
      remark: optionalText(2000),
    }),
  ),
})
export type BackfillData = z.infer<typeof backfillData>

export function factsOf({ found, batch, facts = {} }: BackfillData): Backfill {
  const dated = (given: string | undefined) => (given === undefined ? null : dayOf(given))
  return {
    found: dayOf(found),
    batch: batch ?? null,
    rectifiedOn: dated(facts.rectifiedOn),
    closedOn: dated(facts.closedOn),
    dueOn: dated(facts.dueOn),
    status: facts.status ?? null,
    row: facts.row ?? null,
  }
}

/** Community of the place and office only. A sheet's days have been, and follow each other. */
export function checkBackfill(data: BackfillData, community: string, on: On): Problem | undefined {
  const { actor, now } = on.context
  if (!mayRecord(actor, community)) return problem('backfill.staff')
  const { found, rectifiedOn, closedOn, dueOn } = factsOf(data)
  if (!isPastDay(found, now)) return problem('backfill.found', { field: 'found' })
  const past = [rectifiedOn, closedOn].filter((date) => date !== null)
  const fields = { field: rectifiedOn !== null && !isPastDay(rectifiedOn, now) ? 'rectifiedOn' : 'closedOn' }
  if (past.some((date) => !isPastDay(date, now))) return problem('backfill.days', fields)
  if (past.some((date) => date < found)) return problem('backfill.days', fields)
  if (rectifiedOn !== null && closedOn !== null && closedOn < rectifiedOn) return problem('backfill.days', fields)
  return dueOn !== null && dueOn < found ? problem('backfill.days', { field: 'dueOn' }) : undefined
}
