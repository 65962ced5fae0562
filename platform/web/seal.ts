import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'

/**
 * What lies on a shared device's disk can be read with its owner's key only. The server gives the key at sign-in, and it
 * is forgotten with the sign-in (ADR 019). On a personal phone there is none and nothing is sealed. The cipher is no
 * `crypto.subtle`: that is missing on plain http, and a transaction of the store would end while one waits for it.
 */
export interface Sealed {
  /** 24 bytes of nonce, then XChaCha20-Poly1305. */
  sealed: Uint8Array<ArrayBuffer>
}

const NONCE = 24
const keys = new Map<string, Uint8Array>()
/** Whose key was here and is not any more: what still runs for him must not write in clear. */
const gone = new Set<string>()

/** Holds somebody's key as 64 hex digits; without one, what he stores from now on is not sealed. */
export function holdKey(person: string, key: string | undefined): void {
  gone.delete(person)
  if (key)
    keys.set(
      person,
      Uint8Array.from(key.match(/../g) ?? [], (two) => Number.parseInt(two, 16)),
    )
  else keys.delete(person)
}

export function dropKeys(): void {
  for (const person of keys.keys()) gone.add(person)
  keys.clear()
}

/** The key to seal with, where there is one. Throws once its owner has signed out. */
function keyOf(person: string): Uint8Array | undefined {
  if (gone.has(person)) throw new Error('the owner of this has signed out')
  return keys.get(person)
}

const isSealed = (kept: unknown): kept is Sealed => (kept as Partial<Sealed> | undefined)?.sealed instanceof Uint8Array

function close(key: Uint8Array, plain: Uint8Array): Sealed {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE))
  const text = xchacha20poly1305(key, nonce).encrypt(plain)
  const sealed = new Uint8Array(NONCE + text.length)
  sealed.set(nonce)
  sealed.set(text, NONCE)
  return { sealed }
}

/** Undefined where the key is not here, or is not the one it was sealed with. */
function open(person: string, { sealed }: Sealed): Uint8Array | undefined {
  const key = keys.get(person)
  try {
    return key && xchacha20poly1305(key, sealed.subarray(0, NONCE)).decrypt(sealed.subarray(NONCE))
  } catch {
    return undefined
  }
}

/** Seals something that is JSON. */
export function seal<T>(person: string, value: T): T | Sealed {
  const key = keyOf(person)
  return key ? close(key, new TextEncoder().encode(JSON.stringify(value))) : value
}

/** The value again; undefined where it cannot be read here and now. It stays where it is. */
export function unseal<T>(person: string, kept: T | Sealed): T | undefined {
  if (!isSealed(kept)) return kept
  const plain = open(person, kept)
  return plain && (JSON.parse(new TextDecoder().decode(plain)) as T)
}

export function sealBytes(person: string, bytes: ArrayBuffer): ArrayBuffer | Sealed {
  const key = keyOf(person)
  return key ? close(key, new Uint8Array(bytes)) : bytes
}

export function unsealBytes(person: string, kept: ArrayBuffer | Sealed): ArrayBuffer | undefined {
  if (!isSealed(kept)) return kept
  return open(person, kept)?.slice().buffer
}
