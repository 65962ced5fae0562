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
  for (const { name, label, kind, required, max } of fields) {
    const value = values[name]
    if (required && isEmpty(value)) return { field: name, said: `请${kind === 'photos' ? '附上' : '填写'}“${label}”。` }
    if (max !== undefined && typeof value === 'string' && value.length > max)
      return { field: name, said: `“${label}”不能超过 ${max} 个字，现在是 ${value.length} 个字。` }
  }
  return null
}

/** A photo list or a day inside another object, `paper.on`, has its place there. */
function put(data: Command['data'], name: string, value: unknown): void {
  const [outer = name, inner] = name.split('.')
  if (inner === undefined) data[outer] = value
  else data[outer] = { ...(data[outer] as object | undefined), [inner]: value }
}

function read(data: Command['data'], name: string): unknown {
  const [outer = name, inner] = name.split('.')
  return inner === undefined ? data[outer] : (data[outer] as Record<string, unknown> | undefined)?.[inner]
}

/** Data of the command, as the rulebook's schema wants it: nothing that was left empty or as it was, but photo lists always. */
export function toStepData(fields: readonly StepField[], values: StepValues): Command['data'] {
  const data: Command['data'] = {}
  for (const { name, kind, today } of fields) {
    const value = values[name]
    const said = typeof value === 'string' ? value.trim() : value
    if (kind === 'photos') put(data, name, Array.isArray(value) ? value : [])
    else if (kind === 'tick' || (today !== undefined && (said ?? '') === today)) continue
    else if (kind === 'site' && today !== undefined) data[name] = said || null
    else if (!isEmpty(value)) put(data, name, said)
  }
  return data
}

/** The form as it was when a command was made, for correcting one that came back. */
export function fromStepData(fields: readonly StepField[], data: Command['data']): StepValues {
  const values: StepValues = {}
  for (const { name, kind, today } of fields) {
    const value = read(data, name)
    if (kind === 'tick') values[name] = data.paper !== undefined
    else if (kind === 'site' && value === null) values[name] = ''
    else if (kind === 'yes') values[name] = value === true
    else if (typeof value === 'string' || Array.isArray(value)) values[name] = value as string | string[]
    else if (today !== undefined) values[name] = today
  }
  return values
}
