const hex = (bytes: Uint8Array) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')

/**
 * UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness. Clock and randomness are the caller's.
 * @param ms milliseconds since 1970 @param random at least 10 random bytes
 */
export function uuidv7(ms: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16)
  for (let i = 5, rest = ms; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256
  bytes.set(random.subarray(0, 10), 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const h = hex(bytes)
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}

/** The short local code a phone shows before the server has given a number: the last six of the id. */
export const shortCode = (id: string): string => id.slice(-6).toUpperCase()

/**
 * An id that follows from a name (RFC 9562, version 8), for streams that one command founds beside its own. The hash is
 * cyrb53 run with four seeds: spread well, and no secret.
 */
export function namedUuid(name: string): string {
  const words = [0, 1, 2, 3].map((seed) => {
    let high = 0xdeadbeef ^ seed
    let low = 0x41c6ce57 ^ seed
    for (let i = 0; i < name.length; i++) {
      high = Math.imul(high ^ name.charCodeAt(i), 2654435761)
      low = Math.imul(low ^ name.charCodeAt(i), 1597334677)
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
    return high >>> 0
  })
  const bytes = new Uint8Array(
    words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]),
  )
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const h = hex(bytes)
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}
