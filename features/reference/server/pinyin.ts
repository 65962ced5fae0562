import { pinyin } from 'pinyin-pro'

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
  const syllables = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
  const plain = syllables.map((one) => one.toLowerCase().replace(/[^a-z0-9]/g, '')).filter(Boolean)
  const sound = { pinyin: plain.join(''), initials: plain.map((one) => one.charAt(0)).join('') }
  if (known.size > 20_000) known.clear()
  known.set(name, sound)
  return sound
}
