/** Characters that PostgreSQL's `ilike` takes for an ASCII letter: capitals, and two that lower to `i` and `k`. */
const fold = (text: string): string =>
  text.replace(/[A-Z\u0130\u212a]/g, (c) => (c === '\u0130' ? 'i' : c === '\u212a' ? 'k' : c.toLowerCase()))

const isAscii = (code: number): boolean => code < 128
const pair = (a: number, b: number): number => (a % 0x8000) * 0x10000 + (b % 0x10000)
const three = (a: number, b: number, c: number): number => (a * 128 + b) * 128 + c

/** Windows of two characters where one is not ASCII, of three where all are: `88` is everywhere, `路8` is not. */
function windows(text: string, sure: (code: number) => boolean): number[] {
  const found: number[] = []
  const codes: number[] = []
  for (const character of text) codes.push(character.codePointAt(0) as number)
  for (let i = 0; i + 1 < codes.length; i++) {
    const a = codes[i] as number
    const b = codes[i + 1] as number
    const c = codes[i + 2]
    if (!sure(a) || !sure(b)) continue
    if (!isAscii(a) || !isAscii(b)) found.push(pair(a, b))
    else if (c !== undefined && isAscii(c) && sure(c)) found.push(three(a, b, c))
  }
  return found
}

const NEWLINE = 10

/**
 * Whole numbers that stand for neighbouring characters of a case's words, as `view.search` keeps them: two together
 * where one is not ASCII, three together where all are. Different neighbours may share a number, which costs a look at
 * one row more; a word that is in the text always has all of its numbers there.
 */
export function gramsOf(texts: readonly (string | null)[]): number[] {
  const whole = fold(texts.filter((text) => text !== null).join('\n'))
  const sorted = Int32Array.from(windows(whole, (code) => code !== NEWLINE)).sort()
  return [...sorted.filter((gram, i) => gram !== sorted[i - 1])]
}

/** Characters that have no other case: `ilike` takes them for themselves alone, as `like` does. */
const PLAIN = /^[ -@[-`{-~\u2e80-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]*$/u
export const isPlain = (text: string): boolean => PLAIN.test(text)

/** Numbers that every text which `ilike` finds by this word must have; none where the word is too short to tell. */
export const gramsOfWord = (word: string): number[] => [
  ...new Set(windows(fold(word), (code) => isAscii(code) || isPlain(String.fromCodePoint(code)))),
]
