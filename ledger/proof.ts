import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { bodyOf, type Command, type Entry, type Json, type JsonObject } from '../domain/entry.ts'

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** RFC 8785 form: the same value always gives the same bytes. Throws on values JSON cannot hold. */
function canonical(value: Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('not a JSON value')
  return text
}

/** Hash of what a command asks for: same id with another one is another command (law 10). */
export const bodyHash = (command: Command): Buffer => sha256(canonical(bodyOf(command) as Json))

/** Stays in the entry when the text is erased, so the leaf can still be checked. */
export const textHash = (salt: Buffer, text: JsonObject): Buffer => sha256(salt, canonical(text))

/** RFC 6962 leaf of an entry: SHA-256(0x00 ‖ RFC 8785 JSON), every instant as ISO with milliseconds (law 4). */
export function leafOf(entry: Entry): Buffer {
  const { book, seq, recordedAt, takenAt, actor, commandId, kind, step, stream, version, data } = entry
  const body = { v: 1, book, seq, recordedAt, takenAt, actor, commandId, kind, step, stream, version, data }
  return sha256(Buffer.from([0]), canonical({ ...body, textHash: entry.textHash }))
}
