/** Largest upload in bytes, and most pixels, that a photo may have. */
export const MAX_PHOTO_BYTES = 50_000_000
export const MAX_PHOTO_PIXELS = 80_000_000
/** Most pixels of a photo that must be in memory whole to be read: interlaced, progressive, or WebP. No camera makes those. */
export const MAX_WHOLE_PIXELS = 40_000_000
/** Widths of derivatives that are made, in CSS pixels; a request is answered with the next larger one, or the largest. */
export const PHOTO_WIDTHS = [320, 960, 1600, 2560] as const

export const filesPath = '/api/files'
/** Address of a photo, or of its derivative at least `width` wide. */
export const photoUrl = (sha256: string, width?: number): string =>
  `${filesPath}/${sha256}${width === undefined ? '' : `?w=${width}`}`

/** Hashes that a command's data name: its photos, those after a fix on the spot, and those of the paper it was entered from. */
export function photosNamed(data: Record<string, unknown>): string[] {
  const { photos, fixed, paper } = data as { photos?: unknown; fixed?: unknown; paper?: unknown }
  const inside = (part: unknown) => (part as { photos?: unknown } | null | undefined)?.photos
  return [photos, inside(fixed), inside(paper)]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter((one) => typeof one === 'string')
}
