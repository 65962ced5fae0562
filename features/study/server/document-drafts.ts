import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { DocumentType } from '../../../domain/document/document-types.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { fullName, OFFICE } from '../../../domain/units/units.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { paperContent } from '../../../platform/server/papers/content.ts'
import type { PaperForm } from '../../../platform/server/papers/forms.ts'
import type { DraftSource } from '../contract.ts'
import { type Draft, draftDossier, draftMinutes } from './draft.ts'
import { readLetterCases } from './handled.ts'
import { draftCall, draftPress, type LetterSource } from './letter-draft.ts'
import { readTopics } from './topics.ts'

/** What the clerk has before him and may change: all but the number, which the book gives. */
export const editable = z.omit(paperContent, { number: true })
export type Editable = z.infer<typeof editable>

interface Asked {
  pool: Pool
  viewer: Viewer
  source: DraftSource
  now: Date
}
/** What a type adds to what every document has; where it has an imprint, `issue` is filled. */
type Drafted = Draft & Partial<Pick<Editable, 'signer' | 'addressee'>> & { imprint?: true }

/** A place for the signer's hand. */
const NO_SIGNER = '　　　'

async function topicsOf({ pool, viewer, source, now }: Asked) {
  const read = await readTopics(pool, viewer, now)
  if (isProblem(read)) return read
  const wanted = source.topics ?? []
  const topics = read.topics.filter(({ id }) => wanted.includes(id)).reverse()
  return topics.length === 0 || topics.length < wanted.length
    ? problem('topic.unknown')
    : { topics, meeting: read.meetings.find(({ id }) => id === source.meeting) }
}

async function dossier(asked: Asked): Promise<Drafted | Problem> {
  const read = await topicsOf(asked)
  if (isProblem(read)) return read
  const draft = draftDossier(read.topics, asked.viewer.reference, asked.now.toISOString())
  return { ...draft, signer: NO_SIGNER, addressee: '工作组', imprint: true }
}

async function minutes(asked: Asked): Promise<Drafted | Problem> {
  const read = await topicsOf(asked)
  if (isProblem(read)) return read
  if (!read.meeting) return problem('meeting.unknown')
  return { ...draftMinutes(read.meeting, read.topics, asked.viewer.reference), imprint: true }
}

const letter =
  (draft: (source: LetterSource) => Draft) =>
  async ({ pool, viewer, source, now }: Asked): Promise<Drafted | Problem> => {
    const { reference } = viewer
    const { to = '', cases: wanted = [], mark } = source
    if (!reference.units.has(to)) return problem('unit.unknown')
    const cases = await readLetterCases(pool, viewer, wanted)
    if (cases.length === 0 || cases.length < new Set(wanted).size) return problem('document.cases')
    const today = shanghaiDate(now.toISOString())
    return { ...draft({ to, cases, reference, today, mark }), addressee: fullName(reference.units, to) }
  }

/** What each type is: the form in which it is set (a report to a superior is 上行文), and how it is drafted. */
export const documentRows: Record<
  DocumentType,
  { form: PaperForm; draft: (asked: Asked) => Promise<Drafted | Problem> }
> = {
  dossier: { form: 'report', draft: dossier },
  minutes: { form: 'minutes', draft: minutes },
  call: { form: 'letter', draft: letter(draftCall) },
  press: { form: 'letter', draft: letter(draftPress) },
}

/** A first version out of what the document names; what only the office knows is left to it. */
export async function draftDocument(asked: Asked): Promise<Editable | Problem> {
  const draft = await documentRows[asked.source.type].draft(asked)
  if (isProblem(draft)) return draft
  const { imprint, ...said } = draft
  const organ = fullName(asked.viewer.reference.units, OFFICE)
  const date = shanghaiDate(asked.now.toISOString())
  return { organ, signature: organ, date, ...(imprint ? { issue: { office: organ, date } } : {}), ...said }
}
