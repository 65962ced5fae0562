import { hashOf } from './photo-hash.ts'

/** A photo ready to be kept and sent: drawn anew, so nothing of the camera's metadata is left. */
export interface Photo {
  sha256: string
  type: string
  bytes: ArrayBuffer
}

/** Long side in pixels and JPEG quality of what leaves the phone. */
const LONG_SIDE = 1600
const QUALITY = 0.82

/** The file is no picture this device can read; the message is for the user. */
export class UnreadablePhoto extends Error {
  constructor() {
    super('这张照片打不开，请换一张或重新拍。')
  }
}

/** Size that fits the long side without enlarging. */
export function sizeFor(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

function loadImage(file: Blob): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(file)
  return new Promise<HTMLImageElement>((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = () => reject(new UnreadablePhoto())
    image.src = url
  }).finally(() => URL.revokeObjectURL(url))
}

/** Decodes upright: `<img>` honours the camera's orientation in every browser we serve. */
async function decode(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  if (typeof createImageBitmap === 'function') {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' } as ImageBitmapOptions).catch(
      () => null,
    )
    if (bitmap) return bitmap
  }
  return loadImage(file)
}

function encode(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new UnreadablePhoto())), 'image/jpeg', QUALITY),
  )
}

/** Resizes and re-encodes a chosen file. Throws `UnreadablePhoto`. */
export async function preparePhoto(file: Blob): Promise<Photo> {
  const image = await decode(file)
  const natural = image instanceof HTMLImageElement ? [image.naturalWidth, image.naturalHeight] : null
  const size = sizeFor(natural?.[0] ?? image.width, natural?.[1] ?? image.height)
  const canvas = document.createElement('canvas')
  Object.assign(canvas, size)
  const pen = canvas.getContext('2d')
  if (!pen) throw new UnreadablePhoto()
  pen.drawImage(image, 0, 0, size.width, size.height)
  if (!(image instanceof HTMLImageElement)) image.close()
  const bytes = await (await encode(canvas)).arrayBuffer()
  return { sha256: await hashOf(bytes), type: 'image/jpeg', bytes }
}
