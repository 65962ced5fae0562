import type { Entry, JsonObject, Kind } from '../domain/entry.ts'

/** An entry as the database gives it; `text` only where the query joined it. */
export interface EntryRow {
  book_id: string
  seq: number
  stream: string
  version: number
  kind: Kind
  step: string
  data: JsonObject
  text_hash: Buffer | null
  actor: string
  command_id: string
  ordinal: number
  taken_at: Date
  recorded_at: Date
  leaf: Buffer
  text: JsonObject | null
}

export const entryColumns = `e.book_id, e.seq, e.stream, e.version, e.kind, e.step, e.data, e.text_hash, e.actor,
  e.command_id, e.ordinal, e.taken_at, e.recorded_at, e.leaf, t.text`
export const entryFrom = 'entry e left join entry_text t on (t.book_id, t.seq) = (e.book_id, e.seq)'

export const toEntry = (row: EntryRow): Entry => ({
  book: row.book_id,
  seq: Number(row.seq),
  stream: row.stream,
  version: row.version,
  kind: row.kind,
  step: row.step,
  data: row.data,
  text: row.text,
  textHash: row.text_hash?.toString('hex') ?? null,
  actor: row.actor,
  commandId: row.command_id,
  ordinal: row.ordinal,
  takenAt: row.taken_at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
})
