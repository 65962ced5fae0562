/**
 * Puts a text on the clipboard. On plain http, where browsers keep their clipboard shut, it is copied out of its own
 * box; where even that is refused the box is left selected for Ctrl+C. @returns whether it was copied
 */
export async function copyFrom(box: HTMLTextAreaElement): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(box.value)
      return true
    }
  } catch {
    // Refused by the browser or its owner: the old way is tried.
  }
  box.focus()
  box.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  }
}
