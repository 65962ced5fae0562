import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import type { DocumentType } from '../../../domain/document/document-types.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { text, uuid } from '../../../domain/schema.ts'
import { namedId } from '../../../ledger/found.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { Blobs } from '../../../platform/server/blobs.ts'
import type { PaperContent } from '../../../platform/server/papers/content.ts'
import { missingGlyphs } from '../../../platform/server/papers/missing-glyphs.ts'
import { fillTemplate, printPaper } from '../../../platform/server/papers/papers.ts'
import { type DocumentView, documentSource } from '../contract.ts'
import type { DocumentDeps } from './document-deps.ts'
import { editable } from './document-drafts.ts'
import { findDocument, readDocuments } from './document-list.ts'
import type { Tell } from './making.ts'
import { templateInForce } from './templates.ts'

/** `id`: under which it may be asked how far the preview is. */
export const previewBody = z.strictObject({
  id: z.optional(uuid),
  type: documentSource.shape.type,
  content: editable,
})
export const issueBody = z.strictObject({ id: uuid, source: documentSource, prefix: text(20), content: editable })

const untold: Tell = () => undefined

interface Made {
  docx: Buffer
  pdf: Buffer
}

/** Stands where the number will, while there is none. */
const NO_NUMBER = '（文号待取）'

async function make(template: Buffer, content: PaperContent, tell: Tell): Promise<Made | Problem> {
  tell('filling')
  const docx = await fillTemplate(template, content)
  if (isProblem(docx)) return docx
  tell('setting')
  const pdf = await printPaper(docx, (page, of) => tell('printing', page, of))
  return isProblem(pdf) ? pdf : { docx, pdf }
}

/** What keeps a document from being printed, found before it takes a number; printing it to see would take a second. */
async function whyNot(template: Buffer, content: PaperContent): Promise<Problem | undefined> {
  const missing = missingGlyphs(content)
  if (missing.length > 0) {
    const say = `“${missing.slice(0, 10).join('”“')}”不在印制用的字库里，印不出来，请核对用字。`
    return problem('document.glyph', { characters: missing }, say)
  }
  const filled = await fillTemplate(template, content)
  return isProblem(filled) ? filled : undefined
}

/** The document as it would be printed, its number still open. */
export async function previewDocument(
  deps: DocumentDeps,
  viewer: Viewer,
  { type, content }: z.infer<typeof previewBody>,
  tell: Tell = untold,
): Promise<Buffer | Problem> {
  const template = await templateInForce(deps, viewer.book, type)
  if (isProblem(template)) return template
  const made = await make(template, { ...content, number: NO_NUMBER }, tell)
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

/** The book cannot know the letters, which are erasable words: so that numbers are taken one after the other here. */
let taking: Promise<unknown> = Promise.resolve()
function inTurn<T>(take: () => Promise<T>): Promise<T> {
  const turn = taking.then(take, take)
  taking = turn.catch(() => undefined)
  return turn
}

/**
 * 印发: first looked at without a number, so that what cannot be printed takes none; then the number, then the files, then the
 * entry that names their hashes, with those of the template and the words they were made of. Cut off anywhere it may be
 * sent again under the same id: the number stays, and a document with a number and no files says so in the list. Sent
 * again after it was issued it is a further version.
 */
export async function issueDocument(
  deps: DocumentDeps,
  viewer: Viewer,
  { id, source, prefix, content }: z.infer<typeof issueBody>,
  tell: Tell = untold,
): Promise<DocumentView | Problem> {
  const { pool, ledger, clock, blobs } = deps
  const template = await templateInForce(deps, viewer.book, source.type)
  if (isProblem(template)) return template
  tell('checking')
  const unprintable = await whyNot(template, { ...content, number: NO_NUMBER })
  if (unprintable) return unprintable
  const send = async (step: string, data: object, ...parts: string[]): Promise<Problem | undefined> => {
    const named = { id: namedId(viewer.book, `document ${step}`, id, ...parts), stream: id, kind: 'document' }
    const command = { ...named, step, data, takenAt: clock().toISOString() }
    const [answer] = await ledger.submit(viewer.book, viewer.person, [command])
    return answer?.problem as Problem | undefined
  }
  const title = content.title.replaceAll('\n', '')
  const refusedNumber = await inTurn(async () => {
    if (await findDocument(pool, viewer.book, id)) return undefined
    if (await isPrefixOfOther(pool, viewer, source.type, prefix)) return problem('document.prefix')
    return send('number', { ...source, title, prefix })
  })
  if (refusedNumber) return refusedNumber
  const numbered = await findDocument(pool, viewer.book, id)
  if (!numbered) return problem('document.unknown')
  if (numbered.type !== source.type) return problem('document.exists')
  const made = await make(template, { ...content, number: numbered.number }, tell)
  if (isProblem(made)) return made
  tell('keeping')
  const files = {
    docx: await keep(blobs, made.docx),
    pdf: await keep(blobs, made.pdf),
    template: await keep(blobs, template),
    words: await keep(blobs, Buffer.from(JSON.stringify(content))),
  }
  const refused = await send('issue', { ...files, title }, ...Object.values(files))
  return refused ?? (await findDocument(pool, viewer.book, id)) ?? problem('document.unknown')
}
