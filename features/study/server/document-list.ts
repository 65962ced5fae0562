import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { type Document, sayNumber } from '../../../domain/document/document-steps.ts'
import type { Entry } from '../../../domain/entry.ts'
import { readEntries } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { DocumentView, getDocuments } from '../contract.ts'

const wordsOf = (entries: readonly Entry[]) =>
  (entries.find(({ step }) => step === 'number')?.text ?? {}) as { title?: string; prefix?: string }

/** The title of the latest version that has one: a correction may have another. */
const titleOf = (entries: readonly Entry[]): string | null => {
  const found = entries.findLast(({ step, text }) => step !== 'void' && typeof text?.title === 'string')
  return (found?.text as { title?: string } | undefined)?.title ?? null
}

/** 文号 of a document whose prefix may have been erased. */
const numberOf = (document: Document, entries: readonly Entry[]): string =>
  sayNumber(wordsOf(entries).prefix ?? '', document)

function viewOf(document: Document, entries: readonly Entry[]): DocumentView {
  const at = new Map(entries.map(({ seq, recordedAt }) => [seq, recordedAt]))
  const { id, type, status, topics, meeting, cases, to } = document
  return {
    ...{ id, type, status, topics, meeting, cases, to, number: numberOf(document, entries) },
    title: titleOf(entries),
    at: entries[0]?.recordedAt ?? '',
    issued: document.issued.map(({ seq, docx, pdf, words }) => ({ docx, pdf, words, at: at.get(seq) ?? '' })),
  }
}

/** One document with its number as printed; null if there is none. */
export async function findDocument(pool: Pool, book: string, id: string): Promise<DocumentView | null> {
  const { rows } = await pool.query<{ state: Document }>(
    "select state from stream where book_id = $1 and stream = $2 and kind = 'document'",
    [book, id],
  )
  return rows[0] ? viewOf(rows[0].state, await readEntries(pool, book, [id])) : null
}

/** Documents of the book, the latest number first. */
export async function readDocuments(pool: Pool, { book }: Viewer): Promise<z.infer<typeof getDocuments.response>> {
  const { rows } = await pool.query<{ state: Document }>(
    "select state from stream where book_id = $1 and kind <> 'hazard' and kind = 'document' order by seq desc",
    [book],
  )
  const entries = new Map(rows.map(({ state }): [string, Entry[]] => [state.id, []]))
  for (const entry of await readEntries(pool, book, [...entries.keys()])) entries.get(entry.stream)?.push(entry)
  const documents = rows.map(({ state }) => viewOf(state, entries.get(state.id) ?? []))
  return { documents: documents.sort((a, b) => b.at.localeCompare(a.at)) }
}

/** Letters that were issued about a case, the latest first. */
export async function readLettersOf(pool: Pool, { book }: Viewer, hazard: string): Promise<DocumentView[]> {
  const { rows } = await pool.query<{ state: Document }>(
    `select state from stream where book_id = $1 and kind <> 'hazard' and kind = 'document'
       and state -> 'cases' ? $2 and state -> 'issued' <> '[]' order by seq desc`,
    [book, hazard],
  )
  const entries = await readEntries(
    pool,
    book,
    rows.map(({ state }) => state.id),
  )
  return rows.map(({ state }) =>
    viewOf(
      state,
      entries.filter(({ stream }) => stream === state.id),
    ),
  )
}
