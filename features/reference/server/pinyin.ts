import { pinyin } from 'pinyin-pro'

const syllablesOf = (name: string): string[] =>
  pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .map((one) => one.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter(Boolean)

const spelt = new Map<string, string>()

/** Syllables of a word apart by blanks, as the search of the catalogue reads them. */
export function spell(word: string): string {
  const known = spelt.get(word) ?? syllablesOf(word).join(' ')
  if (spelt.size > 20_000) spelt.clear()
  spelt.set(word, known)
  return known
}

export interface Sound {
  /** Syllables in one, without tones: huaxinjieshequ. */
  pinyin: string
  /** First letters: hxjsq. */
  initials: string
}

const known = new Map<string, Sound>()

/** How a name is typed on a keyboard without an input method; computed once a name. */
export function soundOf(name: string): Sound {
  const kept = known.get(name)
  if (kept) return kept
  const plain = syllablesOf(name)
  const sound = { pinyin: plain.join(''), initials: plain.map((one) => one.charAt(0)).join('') }
  if (known.size > 20_000) known.clear()
  known.set(name, sound)
  return sound
}
