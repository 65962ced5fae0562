import { describe, expect, it } from 'vitest'
import type { Command, Entry } from '../entry.ts'
import { personOf, smallReference, smallStaff, type Who } from '../hazard/given-tree.ts'
import { isProblem } from '../problem.ts'
import { type Batch, batchRules } from './batch-steps.ts'

const stream = '00000000-0000-7000-8000-0000000000b1'
const sheet = 'a'.repeat(64)

function decide(who: Who, step: string, data: Record<string, unknown>, state: Batch | null) {
  const now = '2026-03-02T01:00:00Z'
  const command: Command = { id: stream, stream, kind: 'batch', step, data, takenAt: now }
  const actor = { person: personOf(who), memberships: smallStaff[who] }
  const context = { actor, reference: smallReference, now, photos: new Map(), next: () => 1 }
  return batchRules.decide(command, new Map([[stream, state]]), context)
}

const codeOf = (decided: ReturnType<typeof decide>) => (isProblem(decided) ? decided.code : 'accepted')

describe('a batch', () => {
  const open: Batch = { sheet, rows: 3, by: personOf('community'), undone: false }

  it('is opened once, by community or office, with the hash of its sheet and as many rows as an import may have', () => {
    expect(codeOf(decide('office', 'open', { sheet, rows: 3 }, null))).toBe('accepted')
    expect(codeOf(decide('community', 'open', { sheet, rows: 5000 }, null))).toBe('accepted')
    expect(codeOf(decide('community', 'open', { sheet, rows: 3 }, open))).toBe('batch.exists')
    for (const who of ['grid', 'fire', 'admin', 'checker', 'volunteer'] as const)
      expect(codeOf(decide(who, 'open', { sheet, rows: 3 }, null))).toBe('step.not-yours')
    for (const data of [
      { sheet, rows: 0 },
      { sheet, rows: 5001 },
      { sheet: 'x', rows: 1 },
      { sheet, rows: 1, of: 'other' },
    ])
      expect(codeOf(decide('office', 'open', data, null))).toBe('command.invalid')
  })

  it('of a superior’s findings is the office’s and has a name, which can be erased', () => {
    const list = { sheet, rows: 2, of: 'superior', name: '区安委办反馈问题清单' }
    const { name, ...codes } = list
    expect(decide('office', 'open', list, null)).toMatchObject([{ data: codes, text: { name } }])
    expect(codeOf(decide('community', 'open', list, null))).toBe('step.not-yours')
    expect(codeOf(decide('office', 'open', { ...list, name: ' ' }, null))).toBe('batch.name')
  })

  it('is undone once, by whoever opened it or the office, with a reason that can be erased', () => {
    const undo = { reason: '导错了' }
    expect(decide('community', 'undo', undo, open)).toMatchObject([{ data: {}, text: undo }])
    expect(codeOf(decide('office', 'undo', undo, open))).toBe('accepted')
    expect(codeOf(decide('colleague', 'undo', undo, open))).toBe('step.not-yours')
    expect(codeOf(decide('office', 'undo', undo, null))).toBe('batch.unknown')
    const entry = { step: 'undo', data: {}, actor: personOf('office') } as unknown as Entry
    const undone = batchRules.evolve(open, entry)
    expect(undone).toEqual({ ...open, undone: true })
    expect(codeOf(decide('office', 'undo', undo, undone))).toBe('batch.undone')
  })
})
