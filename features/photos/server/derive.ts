import { mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { MAX_PHOTO_PIXELS, PHOTO_WIDTHS } from '../../../domain/photo.ts'
import type { Blobs } from '../../../platform/server/blobs.ts'

const LARGEST = Math.max(...PHOTO_WIDTHS)

/** The width that is made for a wish, or for none. A photo of 80 megapixels at its own size would fill the memory. */
export const widthFor = (wish = LARGEST): number => PHOTO_WIDTHS.find((width) => width >= wish) ?? LARGEST

const under = new Map<string, Promise<string>>()

async function make(blobs: Blobs, sha256: string, width: number, file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const part = `${file}.part`
  // Re-encoded upright and without metadata: no EXIF, no position, nothing that was appended to the image.
  const image = sharp(blobs.path(sha256), { limitInputPixels: MAX_PHOTO_PIXELS, failOn: 'error' }).rotate()
  await image.resize({ width, withoutEnlargement: true }).jpeg({ quality: 80 }).toFile(part)
  await rename(part, file)
  return file
}

/** File of a derivative, made once however many ask at the same time. */
export async function derivative(
  blobs: Blobs,
  folder: string,
  sha256: string,
  width: number,
  exists: (file: string) => boolean,
): Promise<string> {
  const file = path.join(folder, sha256.slice(0, 2), `${sha256}-${width}.jpg`)
  if (exists(file)) return file
  const known = under.get(file)
  if (known) return known
  const made = make(blobs, sha256, width, file).finally(() => under.delete(file))
  under.set(file, made)
  return made
}
