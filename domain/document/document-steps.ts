import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import type { Command, Entry, JsonObject } from '../entry.ts'
import { invalidData } from '../hazard/step.ts'
import { problem } from '../problem.ts'
import type { Context, Decision, KindRules } from '../rulebook.ts'
import { sha256, text, uuid } from '../schema.ts'
import { holds } from '../units/roles.ts'

/** What the office issues under a number. Each type has numbers of its own, gapless in a year. */
export const documentNames = { dossier: '分析研判资料', minutes: '工作组会议纪要' } as const
export type DocumentType = keyof typeof documentNames

export const documentStatusNames = { numbered: '已取号', issued: '已印发', void: '已作废' } as const
export type DocumentStatus = keyof typeof documentStatusNames

/** 公文: a number that is never given twice, and files that are never changed, known by their hashes. */
export interface Document {
  id: string
  type: DocumentType
  year: string
  nr: number
  status: DocumentStatus
  by: string
  /** The topics it is drawn from; of minutes the meeting too. */
  topics: string[]
  meeting: string | null
  /** What was issued, each with the one before it: a correction (更正) is a further version. */
  issued: { seq: number; docx: string; pdf: string }[]
}

const numberData = z.strictObject({
  type: z.enum(Object.keys(documentNames) as [DocumentType, ...DocumentType[]]),
  topics: z.array(uuid).check(z.minLength(1, '至少选一个议题'), z.maxLength(200, '最多 200 个议题')),
  meeting: z.optional(uuid),
  title: text(100),
  /** What stands before the year: 机关代字. */
  prefix: text(20),
})
const issueData = z.strictObject({ docx: sha256, pdf: sha256 })
const voidData = z.strictObject({ reason: text(500) })

/** 文号 as it is printed: 示范街攻坚〔2026〕3号, without a leading zero (GB/T 9704-2012, 7.2.5). */
export const sayNumber = (prefix: string, { year, nr }: Pick<Document, 'year' | 'nr'>): string =>
  `${prefix}〔${year}〕${nr}号`

/** 取号: from here on the number is used, whatever becomes of the document. */
function takeNumber(command: Command, state: Document | null, context: Context): Decision {
  const given = z.safeParse(numberData, command.data)
  if (!given.success) return invalidData(given.error)
  if (state) return problem('document.exists')
  const { title, prefix, type, topics, meeting } = given.data
  if (topics.some((id) => !context.found?.('topic', id))) return problem('topic.unknown')
  if ((type === 'minutes' && !meeting) || (meeting && !context.found?.('meeting', meeting)))
    return problem('meeting.unknown')
  const year = shanghaiDate(context.now).slice(0, 4)
  const nr = context.next(`document-${type}-${year}`)
  const data = { type, topics, meeting: meeting ?? null, year, nr } as JsonObject
  return [{ stream: command.stream, kind: 'document', step: 'number', data, text: { title, prefix } }]
}

function issue(command: Command): Decision {
  const given = z.safeParse(issueData, command.data)
  if (!given.success) return invalidData(given.error)
  return [{ stream: command.stream, kind: 'document', step: 'issue', data: given.data, text: null }]
}

/** 作废 keeps the number and, of what was issued, the files. */
function cancel(command: Command): Decision {
  const given = z.safeParse(voidData, command.data)
  if (!given.success) return invalidData(given.error)
  return [{ stream: command.stream, kind: 'document', step: 'void', data: {}, text: given.data }]
}

function evolve(before: Document | null, entry: Entry): Document {
  if (!before || entry.step === 'number') {
    const { type, topics, meeting, year, nr } = entry.data as unknown as Document
    const own = { id: entry.stream, by: entry.actor, status: 'numbered', issued: [] } as const
    return { ...own, issued: [], type, topics, meeting, year, nr }
  }
  if (entry.step === 'void') return { ...before, status: 'void' }
  const { docx, pdf } = entry.data as { docx: string; pdf: string }
  return { ...before, status: 'issued', issued: [...before.issued, { seq: entry.seq, docx, pdf }] }
}

/** kind `document`: `number`, `issue` (again for a correction), `void`; the office's. */
export const documentRules: KindRules<Document> = {
  names: ({ data }) =>
    [data.meeting, ...(Array.isArray(data.topics) ? data.topics : [])].filter((id) => typeof id === 'string'),
  photos: () => [],
  decide(command, states, context) {
    if (!holds(context.actor, 'office')) return problem('step.not-yours')
    const state = states.get(command.stream) ?? null
    if (command.step === 'number') return takeNumber(command, state, context)
    if (command.step !== 'issue' && command.step !== 'void') return problem('command.unknown-step')
    if (!state) return problem('document.unknown')
    if (state.status === 'void') return problem('document.void')
    return command.step === 'issue' ? issue(command) : cancel(command)
  },
  evolve,
}
