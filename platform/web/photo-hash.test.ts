import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashOf } from './photo-hash.ts'
import { sizeFor } from './photo-prepare.ts'
import { sha256Plain } from './sha256-plain.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('the fingerprint of a photo', () => {
  it('is the same with and without the browser’s help, at every length around a block', () => {
    for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 70_001]) {
      const bytes = randomBytes(length)
      expect(hex(sha256Plain(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'))
    }
  })

  it('is what the server computes', async () => {
    const bytes = new Uint8Array(randomBytes(5000))
    expect(await hashOf(bytes.buffer)).toBe(createHash('sha256').update(bytes).digest('hex'))
  })
})

describe('the size of a photo on its way', () => {
  it('has a long side of 1600 and is never enlarged', () => {
    expect(sizeFor(4000, 3000)).toEqual({ width: 1600, height: 1200 })
    expect(sizeFor(3000, 4000)).toEqual({ width: 1200, height: 1600 })
    expect(sizeFor(640, 480)).toEqual({ width: 640, height: 480 })
    expect(sizeFor(20_000, 3)).toEqual({ width: 1600, height: 1 })
  })
})
