import * as z from 'zod/mini'
import type { Command } from '../entry.ts'
import { invalidData } from '../hazard/step.ts'
import { problem } from '../problem.ts'
import type { Decision, KindRules } from '../rulebook.ts'
import { sha256, text } from '../schema.ts'
import { holds } from '../units/roles.ts'
import { type DocumentType, documentTypes } from './document-types.ts'

/** 公文模板: the .docx that documents of a type are filled into from now on; null is the house's own. */
export interface Template {
  id: string
  type: DocumentType
  docx: string | null
}

const replaceData = z.strictObject({
  type: z.enum(documentTypes),
  docx: sha256,
  /** What the file was called. */
  name: text(200),
})
const restoreData = z.strictObject({})

function replace(command: Command, state: Template | null): Decision {
  const given = z.safeParse(replaceData, command.data)
  if (!given.success) return invalidData(given.error)
  const { name, ...data } = given.data
  if (state && state.type !== data.type) return problem('template.unknown')
  if (state?.docx === data.docx) return problem('template.same')
  return [{ stream: command.stream, kind: 'template', step: 'replace', data, text: { name } }]
}

function restore(command: Command, state: Template | null): Decision {
  const given = z.safeParse(restoreData, command.data)
  if (!given.success) return invalidData(given.error)
  if (!state) return problem('template.unknown')
  if (state.docx === null) return problem('template.same')
  const data = { type: state.type, docx: null }
  return [{ stream: command.stream, kind: 'template', step: 'restore', data, text: null }]
}

/** kind `template`: `replace`, `restore`; the office's. What was issued before keeps the template that it names. */
export const templateRules: KindRules<Template> = {
  names: () => [],
  photos: () => [],
  decide(command, states, { actor }) {
    if (!holds(actor, 'office')) return problem('step.not-yours')
    const state = states.get(command.stream) ?? null
    if (command.step === 'replace') return replace(command, state)
    return command.step === 'restore' ? restore(command, state) : problem('command.unknown-step')
  },
  evolve(_before, { stream, data }) {
    const { type, docx } = data as unknown as Template
    return { id: stream, type, docx }
  },
}
