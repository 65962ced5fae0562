import type { HazardRow } from '../../../domain/hazard/views.ts'
import type { Wish } from '../../../platform/web/batch.ts'
import { type StepValues, toStepData } from '../../../platform/web/case/step-data.ts'
import { type StepField, stepFields } from '../../../platform/web/case/step-fields.ts'

/** What can be done with many at once. `merge` is `void` that names one of the chosen as the original. */
export type BulkStep = 'verify' | 'assign' | 'void' | 'merge'
export const bulkSteps: readonly { bulk: BulkStep; step: string; label: string }[] = [
  { bulk: 'verify', step: 'verify', label: '核实交办' },
  { bulk: 'assign', step: 'assign', label: '交办' },
  { bulk: 'void', step: 'void', label: '不列入' },
  { bulk: 'merge', step: 'void', label: '合并重复' },
]

/** One form for all: what differs from case to case (grade, party) is asked on a case's own page. */
const asked: Record<BulkStep, readonly string[]> = {
  verify: ['unit', 'due'],
  assign: ['unit', 'due', 'helpers'],
  void: ['reason'],
  merge: ['reason'],
}

export function bulkFields(bulk: BulkStep): StepField[] {
  const step = bulk === 'merge' ? 'void' : bulk
  const fields = (stepFields[step] ?? []).filter(({ name }) => asked[bulk].includes(name))
  return bulk === 'merge' ? fields.map((field) => ({ ...field, label: '为什么是重复的', hint: undefined })) : fields
}

/** Steps each chosen case offers now, by id. */
export type Offers = ReadonlyMap<string, readonly string[]>

/** The chosen cases that this would act on: those that offer it, and of a merge all but the original. */
export function actedOn(bulk: BulkStep, rows: readonly HazardRow[], offers: Offers, original = ''): HazardRow[] {
  const { step } = bulkSteps.find((one) => one.bulk === bulk) ?? { step: bulk }
  return rows.filter(({ id }) => offers.get(id)?.includes(step) && !(bulk === 'merge' && id === original))
}

/** How many the button says; a merge needs two of them, one to keep. */
export function countOffered(bulk: BulkStep, rows: readonly HazardRow[], offers: Offers): number {
  const n = actedOn(bulk, rows, offers).length
  return bulk === 'merge' && rows.length < 2 ? 0 : n
}

export function bulkWishes(bulk: BulkStep, rows: readonly HazardRow[], values: StepValues, original: string): Wish[] {
  const { step } = bulkSteps.find((one) => one.bulk === bulk) ?? { step: bulk }
  const data = toStepData(bulkFields(bulk), values)
  const whole = bulk === 'merge' ? { ...data, duplicateOf: original } : data
  return rows.map(({ id, version }) => ({ id, step, data: whole, seen: version }))
}

/** The community all of them lie in; empty where they lie in several. */
export function commonCommunity(rows: readonly HazardRow[]): string {
  const [first, ...others] = [...new Set(rows.map(({ community }) => community))]
  return first !== undefined && others.length === 0 ? first : ''
}

/** The ids from one row to another, both included, in the order of the list. */
export function rangeOf(ids: readonly string[], from: string, to: string): string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)]
  return a < 0 || b < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1)
}

/** Whose hands all of them are in, so that one letter can be about them; empty where they differ or nobody handles one. */
export function commonHolder(rows: readonly HazardRow[]): string {
  const [first, ...others] = [...new Set(rows.map(({ status, holder }) => (status === 'handling' ? holder : null)))]
  return others.length === 0 ? (first ?? '') : ''
}
