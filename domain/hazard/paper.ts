import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import { type Problem, problem } from '../problem.ts'
import { day, photos } from '../schema.ts'
import type { Actor } from '../units/roles.ts'
import { mayRecord } from './rights.ts'
import type { HazardEntryData, HazardPatch, HazardState } from './state.ts'

/** Earliest day that a sheet or a paper may name. */
const EARLIEST = '2000-01-01'

/** 代录: the day on the paper, and photos of it. */
export const paperData = z.optional(z.strictObject({ on: day, photos }))
export type Paper = z.infer<typeof paperData>

/** A given day or instant as its Shanghai day. */
export const dayOf = (given: string): string => (given.length === 10 ? given : shanghaiDate(given))

/** A day of the past, as a paper or a sheet may name it: today at the latest. */
export const isPastDay = (date: string, now: string): boolean => date >= EARLIEST && date <= shanghaiDate(now)

/** Papers are entered by the community and the office, at a day that has been. */
export function checkPaper(paper: Paper, actor: Actor, community: string, now: string): Problem | undefined {
  if (!paper) return undefined
  if (!mayRecord(actor, community)) return problem('paper.staff')
  return isPastDay(dayOf(paper.on), now) ? undefined : problem('paper.day')
}

/** What the entry and the case keep of a paper. */
export function keptPaper(
  paper: Paper,
  state: Pick<HazardState, 'papers'> | null,
): { set: Pick<HazardPatch, 'papers'>; more: Pick<HazardEntryData, 'paper'> } {
  if (!paper) return { set: {}, more: {} }
  const papers = [...new Set([...(state?.papers ?? []), ...paper.photos])]
  return { set: { papers }, more: { paper: { on: dayOf(paper.on), photos: paper.photos } } }
}
