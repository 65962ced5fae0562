import * as z from 'zod/mini'
import type { Command, JsonObject } from '../entry.ts'
import { invalidData } from '../hazard/step.ts'
import { problem } from '../problem.ts'
import type { Context, Decision, KindRules } from '../rulebook.ts'
import { optionalText, sha256, text } from '../schema.ts'
import { holds } from '../units/roles.ts'

/**
 * One import, or one list of a superior's findings that was pasted: which sheet, how many rows, whose; the hazards that
 * came with it name its stream.
 */
export interface Batch {
  sheet: string
  rows: number
  by: string
  undone: boolean
  /** 上级问题清单; absent for an import. */
  of?: 'superior'
}

const openData = z.strictObject({
  ...{ sheet: sha256, rows: z.int().check(z.gte(1), z.lte(5000)) },
  of: z.optional(z.literal('superior')),
  /** What the list is called; needed for a superior's. */
  name: optionalText(100),
})
const undoData = z.strictObject({ reason: text(500) })

function decideOpen(command: Command, state: Batch | null, { actor }: Context): Decision {
  const data = z.safeParse(openData, command.data)
  if (!data.success) return invalidData(data.error)
  if (state) return problem('batch.exists')
  if (!holds(actor, 'office') && !holds(actor, 'community')) return problem('step.not-yours')
  const { name, ...codes } = data.data
  if (codes.of && !holds(actor, 'office')) return problem('step.not-yours')
  if (codes.of && !name?.trim()) return problem('batch.name', { field: 'name' })
  const text = name ? { name: name.trim() } : null
  return [{ stream: command.stream, kind: 'batch', step: 'open', data: codes as JsonObject, text }]
}

/** Whoever opened it, or the office. What became of its hazards is theirs: each gets a counter-entry of its own. */
function decideUndo(command: Command, state: Batch | null, { actor }: Context): Decision {
  const data = z.safeParse(undoData, command.data)
  if (!data.success) return invalidData(data.error)
  if (!state) return problem('batch.unknown')
  if (state.by !== actor.person && !holds(actor, 'office')) return problem('step.not-yours')
  if (state.undone) return problem('batch.undone')
  return [{ stream: command.stream, kind: 'batch', step: 'undo', data: {}, text: { reason: data.data.reason } }]
}

/** kind `batch`: `open` {sheet, rows, of?, name?}, `undo` {reason}. */
export const batchRules: KindRules<Batch> = {
  names: () => [],
  photos: () => [],
  decide(command, states, context) {
    const state = states.get(command.stream) ?? null
    if (command.step === 'open') return decideOpen(command, state, context)
    if (command.step === 'undo') return decideUndo(command, state, context)
    return problem('command.unknown-step')
  },
  evolve(before, entry) {
    if (entry.step === 'undo' && before) return { ...before, undone: true }
    const { sheet, rows, of } = entry.data as unknown as Batch
    return { sheet, rows, by: entry.actor, undone: false, ...(of ? { of } : {}) }
  },
}
