import { sha256Plain } from './sha256-plain.ts'

/** An id that follows from what it names (RFC 9562, version 8), as the ledger's founding ids do. */
export function namedId(...parts: readonly string[]): string {
  const bytes = sha256Plain(new TextEncoder().encode(JSON.stringify(parts))).slice(0, 16)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
