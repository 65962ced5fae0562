import type { Command } from '../../../domain/entry.ts'
import type { StepField } from './step-fields.ts'

/** What a form holds while it is filled: texts, days and codes as strings, several as arrays, a tick as boolean. */
export type StepValues = Record<string, string | string[] | boolean>

const isEmpty = (value: StepValues[string] | undefined): boolean =>
  value === undefined ||
  value === false ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

/** The sentence for the first field that is missing or too long; empty when the form may go. */
export function checkStep(fields: readonly StepField[], values: StepValues): { field: string; said: string } | null {
  for (const { name, label, required, max } of fields) {
    const value = values[name]
    if (required && isEmpty(value)) return { field: name, said: `请填写“${label}”。` }
    if (max !== undefined && typeof value === 'string' && value.length > max)
      return { field: name, said: `“${label}”不能超过 ${max} 个字，现在是 ${value.length} 个字。` }
  }
  return null
}

/** Data of the command, as the rulebook's schema wants it: nothing that was left empty, but `photos` always. */
export function toStepData(fields: readonly StepField[], values: StepValues): Command['data'] {
  const data: Command['data'] = {}
  for (const { name, kind } of fields) {
    const value = values[name]
    if (kind === 'photos') data[name] = Array.isArray(value) ? value : []
    else if (kind === 'party') {
      if (value === true) data[name] = 'party'
    } else if (!isEmpty(value)) data[name] = typeof value === 'string' ? value.trim() : value
  }
  return data
}

/** The form as it was when a command was made, for correcting one that came back. */
export function fromStepData(fields: readonly StepField[], data: Command['data']): StepValues {
  const values: StepValues = {}
  for (const { name, kind } of fields) {
    const value = data[name]
    if (kind === 'party') values[name] = value === 'party'
    else if (typeof value === 'string' || Array.isArray(value)) values[name] = value as string | string[]
  }
  return values
}
