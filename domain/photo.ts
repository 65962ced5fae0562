/** Largest upload in bytes, and most pixels, that a photo may have. */
export const MAX_PHOTO_BYTES = 50_000_000
export const MAX_PHOTO_PIXELS = 80_000_000
/** Widths of derivatives that are made, in CSS pixels; a request is answered with the next larger one. */
export const PHOTO_WIDTHS = [320, 960, 1600] as const

export const filesPath = '/api/files'
/** Address of a photo, or of its derivative at least `width` wide. */
export const photoUrl = (sha256: string, width?: number): string =>
  `${filesPath}/${sha256}${width === undefined ? '' : `?w=${width}`}`
