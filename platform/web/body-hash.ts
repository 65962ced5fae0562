import canonicalize from 'canonicalize'
import { bodyOf, type Command } from '../../domain/entry.ts'
import { hashOf } from './photo-hash.ts'

/** SHA-256 of what a command asks for, as the book keeps it; empty for what the book could not hold. */
export async function bodyHash(command: Command): Promise<string> {
  try {
    return await hashOf(new TextEncoder().encode(canonicalize(bodyOf(command))).buffer as ArrayBuffer)
  } catch {
    // A broken character has no canonical form; the server refuses it too.
    return ''
  }
}
