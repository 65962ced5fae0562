const K = new Uint32Array(64)
const START = new Uint32Array(8)

/** Fills the constants of FIPS 180-4: fractional parts of the roots of the first 64 primes. */
function fill(): void {
  const frac = (x: number) => Math.floor((x - Math.floor(x)) * 4294967296)
  for (let n = 2, count = 0; count < 64; n++) {
    let prime = true
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false
    if (!prime) continue
    if (count < 8) START[count] = frac(n ** 0.5)
    K[count++] = frac(n ** (1 / 3))
  }
}

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

function mix(w: Uint32Array, state: Uint32Array): void {
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15] ?? 0
    const b = w[i - 2] ?? 0
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
    w[i] = (w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + big1 + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + (w[i] ?? 0)) | 0
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const after = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = (state[i] ?? 0) + (after[i] ?? 0)
}

/** SHA-256 in plain JavaScript, for pages served over http where the browser gives no `crypto.subtle`. */
export function sha256Plain(bytes: Uint8Array): Uint8Array {
  if (K[0] === 0) fill()
  const length = (((bytes.length + 8) >> 6) + 1) << 6
  const padded = new Uint8Array(length)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 8, Math.floor(bytes.length / 0x20000000))
  view.setUint32(length - 4, (bytes.length << 3) >>> 0)
  const state = START.slice()
  const w = new Uint32Array(64)
  for (let at = 0; at < length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + i * 4)
    mix(w, state)
  }
  const out = new Uint8Array(32)
  const answer = new DataView(out.buffer)
  for (let i = 0; i < 8; i++) answer.setUint32(i * 4, state[i] ?? 0)
  return out
}
