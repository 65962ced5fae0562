/** Height of a line of words under a photo, as a part of the photo's width; and the least in pixels. */
const LINE = 1 / 24
const LEAST = 22

const load = (url: string): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = () => reject(new Error('the photo did not come'))
    image.src = url
  })

/**
 * A copy of a photo with words under it: nothing of the picture is covered, and the original stays as it is. Words that
 * are too long are set narrower. Rejects where the photo does not come or the browser cannot draw.
 */
export async function drawStamped(url: string, lines: readonly string[]): Promise<Blob> {
  const image = await load(url)
  const line = Math.max(LEAST, Math.round(image.naturalWidth * LINE))
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight + Math.round(line * (lines.length + 0.6))
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.fillStyle = '#10171d'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(image, 0, 0)
  pen.fillStyle = '#ffffff'
  pen.font = `${Math.round(line * 0.72)}px sans-serif`
  pen.textBaseline = 'middle'
  for (const [i, words] of lines.entries())
    pen.fillText(words, line * 0.5, image.naturalHeight + line * (i + 0.8), canvas.width - line)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not drawn'))), 'image/jpeg', 0.9),
  )
}
