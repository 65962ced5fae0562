/** Longest wait in ms at the start for what the device has a copy of: in a basement an answer may never come. */
const PATIENCE = 2_500

/** The answer where it comes soon; rejects where it fails or is slow. A slow one still does its work when it comes. */
export function soon<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const slow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('slow')), PATIENCE)
  })
  return Promise.race([answer, slow]).finally(() => clearTimeout(timer))
}
