import { describe, expect, it } from 'vitest'
import type { Entry } from '../entry.ts'
import { everybody } from '../hazard/given-tree.ts'
import { meetingId, topicId } from '../topic/given-topic.ts'
import { documentRules, sayNumber } from './document-steps.ts'
import { openRegister } from './given-document.ts'

const [docx, pdf, template, words] = ['a', 'b', 'c', 'd'].map((one) => one.repeat(64))
const files = { docx, pdf, template, words, title: '第一批分析研判资料' }
const dossier = { type: 'dossier', topics: [topicId(1)], title: '第一批分析研判资料', prefix: '示范街攻坚' }

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
    expect(send('office', 'issue', 1, files)).toBe('document.unknown')
    send('office', 'number', 1, dossier)
    expect(send('office', 'number', 1, dossier)).toBe('document.exists')
    expect(send('office', 'issue', 1, { ...files, pdf: 'x' })).toBe('command.invalid')
    expect(send('office', 'issue', 1, files)).toBe('accepted')
    expect(send('office2', 'issue', 1, { ...files, docx: pdf, pdf: docx })).toBe('accepted')
    expect(document(1)?.issued.map((one) => one.docx)).toEqual([docx, pdf])
    expect(document(1)?.issued[0]).toMatchObject({ template, words })
  })

  it('of before letters and templates were kept names neither', () => {
    const number = { type: 'dossier', topics: [topicId(1)], meeting: null, year: '2026', nr: 1 }
    const old = documentRules.evolve(null, { stream: 's', step: 'number', actor: 'p', data: number } as never as Entry)
    expect(old).toMatchObject({ cases: [], to: null })
    const issued = documentRules.evolve(old, { seq: 7, step: 'issue', data: { docx, pdf } } as never as Entry)
    expect(issued.issued).toEqual([{ seq: 7, docx, pdf, template: null, words: null }])
  })

  it('that is void keeps its number, and is issued no more', () => {
    const { send, document } = openRegister()
    send('office', 'number', 1, dossier)
    expect(send('office', 'void', 1, {})).toBe('command.invalid')
    expect(send('office', 'void', 1, { reason: '写错主送' })).toBe('accepted')
    expect(send('office', 'issue', 1, files)).toBe('document.void')
    send('office', 'number', 2, dossier)
    expect([document(1)?.status, document(1)?.nr, document(2)?.nr]).toEqual(['void', 1, 2])
  })

  it('is the office’s alone', () => {
    const { send } = openRegister()
    for (const who of everybody.filter((one) => one !== 'office' && one !== 'office2'))
      for (const step of ['number', 'issue', 'void']) expect(send(who, step, 1, dossier), who).toBe('step.not-yours')
  })
})
