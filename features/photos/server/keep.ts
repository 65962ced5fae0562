import { rm } from 'node:fs/promises'
import type { Pool } from 'pg'
import sharp from 'sharp'
import { MAX_PHOTO_PIXELS, MAX_WHOLE_PIXELS } from '../../../domain/photo.ts'
import { type Problem, problem } from '../../../domain/problem.ts'
import { type Blobs, hashFile } from '../../../platform/server/blobs.ts'
import { withTx } from '../../../platform/server/db.ts'

const formats = new Set(['jpeg', 'png', 'webp'])

export interface Arriving {
  book: string
  /** Person who sent it. */
  uploader: string
  /** SHA-256 the sender computed. */
  sha256: string
  file: string
  now: Date
}

async function inspect(file: string): Promise<{ type: string; width: number; height: number } | Problem> {
  const found = await sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => null)
  if (!found?.width || !found.height || !formats.has(found.format)) return problem('photo.not-image')
  const whole = found.isProgressive || found.format === 'webp'
  const most = whole ? MAX_WHOLE_PIXELS : MAX_PHOTO_PIXELS
  if (found.width * found.height > most) return problem('photo.too-many-pixels')
  // A header is no picture: whoever wants to see it later must be able to.
  const decodes = await sharp(file, { limitInputPixels: MAX_PHOTO_PIXELS, failOn: 'error' })
    .resize({ width: 32 })
    .raw()
    .toBuffer()
    .catch(() => null)
  if (!decodes) return problem('photo.not-image')
  return { type: `image/${found.format}`, width: found.width, height: found.height }
}

/** Writes that a photo has arrived and who sent it; the same bytes from several people are one photo. */
export async function recordPhoto(
  pool: Pool,
  photo: {
    book: string
    uploader: string
    sha256: string
    type: string
    bytes: number
    width: number
    height: number
    now: Date
  },
): Promise<void> {
  await withTx(pool, async (tx) => {
    await tx.query(
      `insert into photo (book_id, sha256, type, bytes, width, height, arrived_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [photo.book, photo.sha256, photo.type, photo.bytes, photo.width, photo.height, photo.now],
    )
    await tx.query(
      'insert into photo_uploader (book_id, sha256, uploader) values ($1, $2, $3) on conflict do nothing',
      [photo.book, photo.sha256, photo.uploader],
    )
  })
}

/**
 * A whole upload becomes a photo: the whole-file hash decides, then the content, then the file, then the row.
 * On a problem the upload is removed.
 */
export async function keepPhoto(
  pool: Pool,
  blobs: Blobs,
  arriving: Arriving,
  bytes: number,
): Promise<Problem | undefined> {
  const { file, sha256 } = arriving
  const found = (await hashFile(file)) === sha256 ? await inspect(file) : problem('photo.damaged')
  if ('code' in found) {
    await rm(file, { force: true })
    return found
  }
  await blobs.take(file, sha256)
  await recordPhoto(pool, { ...arriving, ...found, bytes })
  return undefined
}
