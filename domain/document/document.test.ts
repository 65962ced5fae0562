import { describe, expect, it } from 'vitest'
import type { Command, Entry } from '../entry.ts'
import { actorOf, START } from '../hazard/given.ts'
import { everybody, smallReference, type Who } from '../hazard/given-tree.ts'
import { isProblem } from '../problem.ts'
import { meetingId, topicId } from '../topic/given-topic.ts'
import { type Document, documentRules, sayNumber } from './document-steps.ts'

const id = (n: number) => `00000000-0000-7000-d000-${String(n).padStart(12, '0')}`
const [docx, pdf] = ['a'.repeat(64), 'b'.repeat(64)]
const dossier = { type: 'dossier', topics: [topicId(1)], title: '第一批分析研判资料', prefix: '示范街攻坚' }

/** An office's register of documents; one topic and one meeting are known. */
function openRegister() {
  const documents = new Map<string, Document>()
  let counters: Record<string, number> = {}
  let seq = 0
  return {
    document: (n: number) => documents.get(id(n)),
    send(who: Who, step: string, n: number, data: object, now = START) {
      const tried = { ...counters }
      const command: Command = { id: id(n), stream: id(n), kind: 'document', step, data: { ...data }, takenAt: now }
      const decided = documentRules.decide(command, new Map([[id(n), documents.get(id(n)) ?? null]]), {
        ...{ actor: actorOf(who), reference: smallReference, now, photos: new Map() },
        found: (kind, stream) =>
          (kind === 'topic' && stream === topicId(1)) || (kind === 'meeting' && stream === meetingId(1)) ? {} : null,
        next: (name) => (tried[name] = (tried[name] ?? 0) + 1),
      })
      if (isProblem(decided)) return decided.code
      counters = tried
      for (const draft of decided)
        documents.set(
          draft.stream,
          documentRules.evolve(documents.get(draft.stream) ?? null, { ...draft, seq: ++seq } as Entry),
        )
      return 'accepted'
    },
  }
}

describe('a document', () => {
  it('takes the next number of its type and year, and what is refused takes none', () => {
    const { send, document } = openRegister()
    expect(send('office', 'number', 1, dossier)).toBe('accepted')
    expect(send('office', 'number', 2, { ...dossier, topics: [topicId(9)] })).toBe('topic.unknown')
    expect(send('office', 'number', 2, { ...dossier, type: 'minutes' })).toBe('meeting.unknown')
    expect(send('office', 'number', 2, dossier)).toBe('accepted')
    expect(send('office', 'number', 3, { ...dossier, type: 'minutes', meeting: meetingId(1) })).toBe('accepted')
    expect(send('office', 'number', 4, dossier, '2026-12-31T16:00:00.000Z')).toBe('accepted')
    expect([1, 2, 3, 4].map((n) => [document(n)?.type, document(n)?.year, document(n)?.nr])).toEqual([
      ['dossier', '2026', 1],
      ['dossier', '2026', 2],
      ['minutes', '2026', 1],
      ['dossier', '2027', 1],
    ])
    expect(sayNumber('示范街攻坚', { year: '2026', nr: 2 })).toBe('示范街攻坚〔2026〕2号')
  })

  it('is issued by the hashes of its files; a correction is one more version, and the first stays', () => {
    const { send, document } = openRegister()
    expect(send('office', 'issue', 1, { docx, pdf })).toBe('document.unknown')
    send('office', 'number', 1, dossier)
    expect(send('office', 'number', 1, dossier)).toBe('document.exists')
    expect(send('office', 'issue', 1, { docx, pdf: 'x' })).toBe('command.invalid')
    expect(send('office', 'issue', 1, { docx, pdf })).toBe('accepted')
    expect(send('office2', 'issue', 1, { docx: pdf, pdf: docx })).toBe('accepted')
    expect(document(1)?.issued.map((one) => one.docx)).toEqual([docx, pdf])
  })

  it('that is void keeps its number, and is issued no more', () => {
    const { send, document } = openRegister()
    send('office', 'number', 1, dossier)
    expect(send('office', 'void', 1, {})).toBe('command.invalid')
    expect(send('office', 'void', 1, { reason: '写错主送' })).toBe('accepted')
    expect(send('office', 'issue', 1, { docx, pdf })).toBe('document.void')
    send('office', 'number', 2, dossier)
    expect([document(1)?.status, document(1)?.nr, document(2)?.nr]).toEqual(['void', 1, 2])
  })

  it('is the office’s alone', () => {
    const { send } = openRegister()
    for (const who of everybody.filter((one) => one !== 'office' && one !== 'office2'))
      for (const step of ['number', 'issue', 'void']) expect(send(who, step, 1, dossier), who).toBe('step.not-yours')
  })
})
