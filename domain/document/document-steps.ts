import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import type { Command, Entry, JsonObject } from '../entry.ts'
import { sayNumbers } from '../hazard/say-numbers.ts'
import { type HazardState, openLeg } from '../hazard/state.ts'
import { invalidData } from '../hazard/step.ts'
import { type Problem, problem } from '../problem.ts'
import type { Context, Decision, KindRules } from '../rulebook.ts'
import { code, sha256, text, uuid } from '../schema.ts'
import { holds } from '../units/roles.ts'
import {
  type DocumentType,
  documentTypes,
  isAboveCommunity,
  isLetter,
  isOfMeeting,
  MAX_LETTER,
} from './document-types.ts'

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
  /** Of a letter: the cases it is about, and the unit it goes to. */
  cases: string[]
  to: string | null
  /**
   * What was issued, each with the one before it: a correction (更正) is a further version. `template` is the .docx that was
   * filled and `words` what it was filled with; null of what was issued before they were kept.
   */
  issued: { seq: number; docx: string; pdf: string; template: string | null; words: string | null }[]
}

const numberData = z.strictObject({
  type: z.enum(documentTypes),
  topics: z.optional(z.array(uuid).check(z.minLength(1, '至少选一个议题'), z.maxLength(200, '最多 200 个议题'))),
  meeting: z.optional(uuid),
  cases: z.optional(
    z.array(uuid).check(z.minLength(1, '至少选一条隐患'), z.maxLength(MAX_LETTER, `最多 ${MAX_LETTER} 条隐患`)),
  ),
  to: z.optional(code),
  title: text(100),
  /** What stands before the year: 机关代字. */
  prefix: text(20),
})
type Numbered = z.infer<typeof numberData>
const issueData = z.strictObject({ docx: sha256, pdf: sha256, template: sha256, words: sha256, title: text(100) })
const voidData = z.strictObject({ reason: text(500) })

/** 文号 as it is printed: 示范街攻坚〔2026〕3号, without a leading zero (GB/T 9704-2012, 7.2.5). */
export const sayNumber = (prefix: string, { year, nr }: Pick<Document, 'year' | 'nr'>): string =>
  `${prefix}〔${year}〕${nr}号`

type Naming = (given: Numbered, context: Context) => Problem | undefined

const namesTopics: Naming = ({ type, topics, meeting }, context) => {
  if (!topics || topics.some((id) => !context.found?.('topic', id))) return problem('topic.unknown')
  if ((isOfMeeting(type) && !meeting) || (meeting && !context.found?.('meeting', meeting)))
    return problem('meeting.unknown')
  return undefined
}

/** Each of them is there and in the hands of the unit that is written to. */
const namesCases: Naming = ({ type, cases, to }, context) => {
  if (!cases || !to || !context.reference.units.has(to)) return problem('unit.unknown')
  const found = cases.map((id) => (context.found?.('hazard', id) ?? null) as HazardState | null)
  const away = found.filter((one) => one?.status !== 'handling' || openLeg(one)?.holder !== to)
  if (away.length > 0)
    return problem('document.cases', undefined, `${sayNumbers(away)}不由这个单位整改，请从清单里去掉后再印发。`)
  const below = isAboveCommunity(type) ? found.filter((one) => one?.level === 'community') : []
  return below.length > 0
    ? problem('document.cases', undefined, `${sayNumbers(below)}还在社区层面，请从清单里去掉后再印发。`)
    : undefined
}

/** 取号: from here on the number is used, whatever becomes of the document. */
function takeNumber(command: Command, state: Document | null, context: Context): Decision {
  const given = z.safeParse(numberData, command.data)
  if (!given.success) return invalidData(given.error)
  if (state) return problem('document.exists')
  const { title, prefix, type } = given.data
  const wrong = (isLetter(type) ? namesCases : namesTopics)(given.data, context)
  if (wrong) return wrong
  const year = shanghaiDate(context.now).slice(0, 4)
  const nr = context.next(`document-${type}-${year}`)
  const { topics = [], meeting = null, cases = [], to = null } = given.data
  const names = isLetter(type) ? { topics: [], meeting: null, cases, to } : { topics, meeting, cases: [], to: null }
  const data: JsonObject = { type, ...names, year, nr }
  return [{ stream: command.stream, kind: 'document', step: 'number', data, text: { title, prefix } }]
}

function issue(command: Command): Decision {
  const given = z.safeParse(issueData, command.data)
  if (!given.success) return invalidData(given.error)
  const { title, ...data } = given.data
  return [{ stream: command.stream, kind: 'document', step: 'issue', data, text: { title } }]
}

/** 作废 keeps the number and, of what was issued, the files. */
function cancel(command: Command): Decision {
  const given = z.safeParse(voidData, command.data)
  if (!given.success) return invalidData(given.error)
  return [{ stream: command.stream, kind: 'document', step: 'void', data: {}, text: given.data }]
}

/** Entries of before letters and before templates were kept say nothing of either. */
function evolve(before: Document | null, entry: Entry): Document {
  if (!before || entry.step === 'number') {
    const { type, topics, meeting, cases = [], to = null, year, nr } = entry.data as unknown as Document
    const own = { id: entry.stream, by: entry.actor, status: 'numbered' } as const
    return { ...own, issued: [], type, topics, meeting, cases, to, year, nr }
  }
  if (entry.step === 'void') return { ...before, status: 'void' }
  const { docx, pdf, template = null, words = null } = entry.data as unknown as Document['issued'][number]
  return { ...before, status: 'issued', issued: [...before.issued, { seq: entry.seq, docx, pdf, template, words }] }
}

/** kind `document`: `number`, `issue` (again for a correction), `void`; the office's. */
export const documentRules: KindRules<Document> = {
  names: ({ data }) => [data.meeting, data.topics, data.cases].flat().filter((id) => typeof id === 'string'),
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
