/** SHA-256 as 64 hex digits; by the browser where it offers it, else by our own code, loaded only then. */
export async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const digest = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    : (await import('./sha256-plain.ts')).sha256Plain(new Uint8Array(bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
