import { allItems, type Catalogue, type CatalogueItem } from './catalogue.ts'
import { pinyin } from './pinyin-data.ts'

/** Syllables of words that came later than the list the phone brings along. */
type Sounds = Readonly<Record<string, string>>

const initials = (syllables: string): string =>
  syllables
    .split(' ')
    .map((one) => one.charAt(0))
    .join('')

/** How well one word of an item answers the query; 0 is not at all. */
function score(word: string, query: string, sounds: Sounds): number {
  const written = word.toLowerCase()
  if (written === query) return 100
  if (written.startsWith(query)) return 80
  if (written.includes(query)) return 60
  const syllables = pinyin[word] ?? sounds[word]
  if (!syllables || !/^[a-z]+$/.test(query)) return 0
  const full = syllables.replace(/ /g, '')
  if (full === query || initials(syllables) === query) return 90
  if (full.startsWith(query) || initials(syllables).startsWith(query)) return 50
  return full.includes(query) ? 30 : 0
}

const best = (words: readonly string[], query: string, sounds: Sounds): number =>
  Math.max(0, ...words.map((word) => score(word, query, sounds)))

/** Items that answer what people type: name, synonym, number, pinyin or initials; best first. Needs no network. */
export function searchItems(catalogue: Catalogue & { pinyin?: Sounds }, typed: string): CatalogueItem[] {
  const { pinyin: sounds = {} } = catalogue
  const query = typed.trim().toLowerCase().replace(/\s+/g, '')
  if (query === '') return allItems(catalogue)
  return allItems(catalogue)
    .map((item) => ({
      item,
      points:
        best([item.name, item.code, ...item.synonyms], query, sounds) + (best([item.name], query, sounds) > 0 ? 5 : 0),
    }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ item }) => item)
}
