import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { type DocumentType, documentTypes } from '../../../domain/document/document-types.ts'
import type { Template } from '../../../domain/document/template-steps.ts'
import type { Entry } from '../../../domain/entry.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { namedId } from '../../../ledger/found.ts'
import { readEntries, readNames } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { defaultTemplate, fillTemplate, printPaper } from '../../../platform/server/papers/papers.ts'
import { namesSaid } from '../../../platform/server/papers/placeholders.ts'
import type { getTemplates } from '../contract.ts'
import type { DocumentDeps } from './document-deps.ts'
import { documentRows } from './document-drafts.ts'
import { sampleOf } from './template-samples.ts'

async function readStates(pool: Pool, book: string): Promise<Template[]> {
  const { rows } = await pool.query<{ state: Template }>(
    "select state from stream where book_id = $1 and kind <> 'hazard' and kind = 'template' order by seq",
    [book],
  )
  return rows.map(({ state }) => state)
}

async function bytesOf({ blobs }: Pick<DocumentDeps, 'blobs'>, sha256: string): Promise<Buffer | Problem> {
  return blobs.has(sha256) ? readFile(blobs.path(sha256)) : problem('document.template-unreadable')
}

/** The template that documents of this type are filled into from now on: the office's own, or the house's. */
export async function templateInForce(
  deps: Pick<DocumentDeps, 'pool' | 'blobs'>,
  book: string,
  type: DocumentType,
): Promise<Buffer | Problem> {
  const own = (await readStates(deps.pool, book)).findLast((one) => one.type === type)?.docx
  return own ? bytesOf(deps, own) : defaultTemplate(documentRows[type].form)
}

/** Any file of this type that was ever put in force, by its hash. */
export async function templateEver(
  deps: Pick<DocumentDeps, 'pool' | 'blobs'>,
  book: string,
  type: DocumentType,
  sha256: string,
): Promise<Buffer | Problem> {
  const streams = (await readStates(deps.pool, book)).filter((one) => one.type === type).map(({ id }) => id)
  const entries = await readEntries(deps.pool, book, streams)
  return entries.some(({ data }) => data.docx === sha256) ? bytesOf(deps, sha256) : problem('not-found')
}

/** What stands in force for each type, since when and by whom, and what stood before. */
export async function readTemplates(pool: Pool, { book }: Viewer): Promise<z.infer<typeof getTemplates.response>> {
  const states = await readStates(pool, book)
  const entries = await readEntries(
    pool,
    book,
    states.map(({ id }) => id),
  )
  const names = await readNames(
    pool,
    book,
    entries.map(({ actor }) => actor),
  )
  const changeOf = ({ data, text, actor, recordedAt }: Entry) => ({
    docx: data.docx as string | null,
    name: (text as { name?: string } | null)?.name ?? null,
    by: names.get(actor) ?? null,
    at: recordedAt,
  })
  return {
    templates: documentTypes.map((type) => {
      const state = states.findLast((one) => one.type === type)
      const own = entries.filter(({ stream }) => stream === state?.id)
      return {
        type,
        stream: state?.id ?? null,
        placeholders: namesSaid(sampleOf(type)),
        changes: own.map(changeOf).reverse(),
      }
    }),
  }
}

/** What the first bytes say of a file that is no .docx. */
function kindOf(bytes: Buffer): Problem | undefined {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return problem('document.template-pdf')
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') return problem('document.template-old')
  return undefined
}

/** The template filled with a sample and printed; or what keeps it from being used. */
export async function tryTemplate(type: DocumentType, bytes: Buffer): Promise<Buffer | Problem> {
  const wrong = kindOf(bytes)
  if (wrong) return wrong
  const docx = await fillTemplate(bytes, sampleOf(type))
  return isProblem(docx) ? docx : printPaper(docx)
}

/** From here on documents of the type are filled into this file. @returns undefined, or why not */
export async function replaceTemplate(
  { pool, ledger, clock, blobs }: DocumentDeps,
  { book, person }: Viewer,
  { type, name, bytes, id }: { type: DocumentType; name: string; bytes: Buffer; id: string },
): Promise<Problem | undefined> {
  const wrong = await tryTemplate(type, bytes)
  if (isProblem(wrong)) return wrong
  const docx = createHash('sha256').update(bytes).digest('hex')
  await blobs.put(bytes, docx)
  const stream = (await readStates(pool, book)).findLast((one) => one.type === type)?.id
  const data = { type, docx, name }
  const command = { id, stream: stream ?? namedId(book, 'template', type), kind: 'template', step: 'replace', data }
  const [answer] = await ledger.submit(book, person, [{ ...command, takenAt: clock().toISOString() }])
  return answer?.problem
}
