import type { PaperContent } from './content.ts'
import { missingIn } from './fonts.ts'

/** Every word of a value, however deep. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : []
}

/** Characters of a paper or a text that cannot be printed, each once: to be shown while it is still written. */
export const missingGlyphs = (content: PaperContent | string): string[] => missingIn(wordsOf(content).join('\n'))
