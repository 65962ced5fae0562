import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'

/** From the compiled file, and from the source of it. */
const up = import.meta.url.endsWith('.js') ? '../../../../fonts/' : '../../../dist/fonts/'

/** The file that text of this weight is printed with; `setup.mjs` puts it there. */
export const fontFile = (weight: 'regular' | 'bold'): string =>
  fileURLToPath(new URL(`${up}${weight}.ttf`, import.meta.url))

let covered: ReadonlySet<number> | undefined

function readCovered(): ReadonlySet<number> {
  const font = fontkit.create(readFileSync(fontFile('regular')))
  return new Set('characterSet' in font ? font.characterSet : [])
}

/** A character with the marks, variants and joined characters that belong to it. */
const WHOLE = /[^\n][\p{M}\p{Variation_Selector}]*(?:\u200d[^\n][\p{M}\p{Variation_Selector}]*)*/gu

/**
 * Characters that the printing font has no picture of, each once, in the order in which they stand: rare characters of
 * names (𠮷), private ones of one office's machines, pictographs. A paper that has one must not be issued.
 */
export function missingIn(text: string): string[] {
  covered ??= readCovered()
  const has = (character: string) => covered?.has(character.codePointAt(0) as number)
  const found = (text.match(WHOLE) ?? []).filter((whole) => ![...whole].every(has))
  return [...new Set(found)]
}
