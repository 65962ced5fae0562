import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { DocumentType } from '../../../domain/document/document-steps.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { text, uuid } from '../../../domain/schema.ts'
import { fullName, OFFICE } from '../../../domain/units/units.ts'
import type { Ledger } from '../../../ledger/append.ts'
import { namedId } from '../../../ledger/found.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { Blobs } from '../../../platform/server/blobs.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { type PaperContent, paperContent } from '../../../platform/server/papers/content.ts'
import type { PaperForm } from '../../../platform/server/papers/forms.ts'
import { missingGlyphs } from '../../../platform/server/papers/missing-glyphs.ts'
import { defaultTemplate, fillTemplate, printPaper } from '../../../platform/server/papers/papers.ts'
import { type DocumentSource, type DocumentView, documentSource } from '../contract.ts'
import { findDocument, readDocuments } from './document-list.ts'
import { draftDossier, draftMinutes } from './draft.ts'
import { readTopics } from './topics.ts'

export interface DocumentDeps {
  pool: Pool
  ledger: Ledger
  clock: Clock
  /** Files by their hash, which nobody can change. */
  blobs: Blobs
}

/** The form in which each type is set: a report to a superior is 上行文. */
const forms: Record<DocumentType, PaperForm> = { dossier: 'report', minutes: 'minutes' }

/** What the clerk has before him and may change: all but the number, which the book gives. */
const editable = z.omit(paperContent, { number: true })
export const previewBody = z.strictObject({ type: documentSource.shape.type, content: editable })
export const issueBody = z.strictObject({ id: uuid, source: documentSource, prefix: text(20), content: editable })
type Editable = z.infer<typeof editable>

/** A first version out of what the topics hold; what only the office knows is left to it. */
export async function draftDocument(
  { pool, clock }: DocumentDeps,
  viewer: Viewer,
  source: DocumentSource,
): Promise<Editable | Problem> {
  const now = clock()
  const read = await readTopics(pool, viewer, now)
  if (isProblem(read)) return read
  const topics = read.topics.filter(({ id }) => source.topics.includes(id)).reverse()
  if (topics.length < source.topics.length) return problem('topic.unknown')
  const meeting = read.meetings.find(({ id }) => id === source.meeting)
  if (source.type === 'minutes' && !meeting) return problem('meeting.unknown')
  const { reference } = viewer
  const organ = fullName(reference.units, OFFICE)
  const draft =
    source.type === 'minutes' && meeting
      ? draftMinutes(meeting, topics, reference)
      : draftDossier(topics, reference, now.toISOString())
  const day = shanghaiDate(now.toISOString())
  const base = { organ, signature: organ, date: day, issue: { office: organ, date: day } }
  return source.type === 'minutes'
    ? { ...base, ...draft }
    : { ...base, signer: '　　　', addressee: '工作组', ...draft }
}

interface Made {
  docx: Buffer
  pdf: Buffer
}

/** Stands where the number will, while there is none. */
const NO_NUMBER = '（文号待取）'

const fill = async (type: DocumentType, content: PaperContent): Promise<Buffer | Problem> =>
  fillTemplate(await defaultTemplate(forms[type]), content)

async function make(type: DocumentType, content: PaperContent): Promise<Made | Problem> {
  const docx = await fill(type, content)
  if (isProblem(docx)) return docx
  const pdf = await printPaper(docx)
  return isProblem(pdf) ? pdf : { docx, pdf }
}

/** What keeps a document from being printed, found before it takes a number; printing it to see would take a second. */
async function whyNot(type: DocumentType, content: PaperContent): Promise<Problem | undefined> {
  const missing = missingGlyphs(content)
  if (missing.length > 0) {
    const say = `“${missing.slice(0, 10).join('”“')}”不在印制用的字库里，印不出来，请核对用字。`
    return problem('document.glyph', { characters: missing }, say)
  }
  const filled = await fill(type, content)
  return isProblem(filled) ? filled : undefined
}

/** The document as it would be printed, its number still open. */
export async function previewDocument({ type, content }: z.infer<typeof previewBody>): Promise<Buffer | Problem> {
  const made = await make(type, { ...content, number: NO_NUMBER })
  return isProblem(made) ? made : made.pdf
}

async function keep(blobs: Blobs, bytes: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await blobs.put(bytes, sha256)
  return sha256
}

/** Each type counts for itself, so that two of them under the same letters would print the same 文号. */
async function isPrefixOfOther(pool: Pool, viewer: Viewer, type: DocumentType, prefix: string): Promise<boolean> {
  const { documents } = await readDocuments(pool, viewer)
  return documents.some((one) => one.type !== type && one.number.startsWith(`${prefix}〔`))
}

/**
 * 印发: first looked at without a number, so that what cannot be printed takes none; then the number, then the files, then the
 * entry that names their hashes. Cut off anywhere it may be sent again under the same id: the number stays, and a
 * document with a number and no files says so in the list. Sent again after it was issued it is a further version.
 */
export async function issueDocument(
  { pool, ledger, clock, blobs }: DocumentDeps,
  viewer: Viewer,
  { id, source, prefix, content }: z.infer<typeof issueBody>,
): Promise<DocumentView | Problem> {
  const unprintable = await whyNot(source.type, { ...content, number: NO_NUMBER })
  if (unprintable) return unprintable
  const send = async (step: string, data: object, ...parts: string[]): Promise<Problem | undefined> => {
    const command = {
      id: namedId(viewer.book, `document ${step}`, id, ...parts),
      stream: id,
      kind: 'document',
      step,
      data,
    }
    const [answer] = await ledger.submit(viewer.book, viewer.person, [{ ...command, takenAt: clock().toISOString() }])
    return answer?.problem as Problem | undefined
  }
  const title = content.title.replaceAll('\n', '')
  if (!(await findDocument(pool, viewer.book, id))) {
    if (await isPrefixOfOther(pool, viewer, source.type, prefix)) return problem('document.prefix')
    const refused = await send('number', { ...source, title, prefix })
    if (refused) return refused
  }
  const numbered = await findDocument(pool, viewer.book, id)
  if (!numbered) return problem('document.unknown')
  const made = await make(numbered.type, { ...content, number: numbered.number })
  if (isProblem(made)) return made
  const [docx, pdf] = [await keep(blobs, made.docx), await keep(blobs, made.pdf)]
  const refused = await send('issue', { docx, pdf }, docx, pdf)
  return refused ?? (await findDocument(pool, viewer.book, id)) ?? problem('document.unknown')
}
