import { describe, expect, it } from 'vitest'
import type { Command, Entry } from '../entry.ts'
import { actorOf, START } from '../hazard/given.ts'
import { everybody, smallReference, type Who } from '../hazard/given-tree.ts'
import { isProblem } from '../problem.ts'
import { type Template, templateRules } from './template-steps.ts'

const stream = '00000000-0000-7000-e000-000000000001'
const [one, other] = ['a'.repeat(64), 'b'.repeat(64)]
const own = { type: 'call', docx: one, name: '本街道函.docx' }

/** The template of one type, as the office keeps it. */
function openShelf() {
  let state: Template | null = null
  return {
    template: () => state,
    send(who: Who, step: string, data: object) {
      const command: Command = { id: stream, stream, kind: 'template', step, data: { ...data }, takenAt: START }
      const context = { actor: actorOf(who), reference: smallReference, now: START, photos: new Map(), next: () => 1 }
      const decided = templateRules.decide(command, new Map([[stream, state]]), context)
      if (isProblem(decided)) return decided.code
      for (const draft of decided) state = templateRules.evolve(state, draft as Entry)
      return 'accepted'
    },
  }
}

describe('a template', () => {
  it('is replaced by another file, known by its hash, and the house’s own comes back', () => {
    const { send, template } = openShelf()
    expect(send('office', 'restore', {})).toBe('template.unknown')
    expect(send('office', 'replace', own)).toBe('accepted')
    expect(template()).toEqual({ id: stream, type: 'call', docx: one })
    expect(send('office2', 'replace', own)).toBe('template.same')
    expect(send('office2', 'replace', { ...own, docx: other })).toBe('accepted')
    expect(template()?.docx).toBe(other)
    expect(send('office', 'restore', {})).toBe('accepted')
    expect(template()?.docx).toBeNull()
    expect(send('office', 'restore', {})).toBe('template.same')
  })

  it('stays that of its type, and has a name and a hash', () => {
    const { send } = openShelf()
    expect(send('office', 'replace', { ...own, docx: 'x' })).toBe('command.invalid')
    expect(send('office', 'replace', { ...own, name: ' ' })).toBe('command.invalid')
    expect(send('office', 'replace', { ...own, type: 'letter' })).toBe('command.invalid')
    expect(send('office', 'replace', own)).toBe('accepted')
    expect(send('office', 'replace', { ...own, type: 'press', docx: other })).toBe('template.unknown')
  })

  it('is kept by the office alone', () => {
    const { send } = openShelf()
    for (const who of everybody.filter((who) => who !== 'office' && who !== 'office2'))
      for (const step of ['replace', 'restore']) expect(send(who, step, own), who).toBe('step.not-yours')
  })
})
