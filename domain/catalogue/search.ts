import { allItems, type Catalogue, type CatalogueItem } from './catalogue.ts'
import { pinyin } from './pinyin-data.ts'

const initials = (syllables: string): string =>
  syllables
    .split(' ')
    .map((one) => one.charAt(0))
    .join('')

/** How well one word of an item answers the query; 0 is not at all. */
function score(word: string, query: string): number {
  const written = word.toLowerCase()
  if (written === query) return 100
  if (written.startsWith(query)) return 80
  if (written.includes(query)) return 60
  const syllables = pinyin[word]
  if (!syllables || !/^[a-z]+$/.test(query)) return 0
  const full = syllables.replace(/ /g, '')
  if (full === query || initials(syllables) === query) return 90
  if (full.startsWith(query) || initials(syllables).startsWith(query)) return 50
  return full.includes(query) ? 30 : 0
}

const best = (words: readonly string[], query: string): number =>
  Math.max(0, ...words.map((word) => score(word, query)))

/** Items that answer what people type: name, synonym, number, pinyin or initials; best first. Needs no network. */
export function searchItems(catalogue: Catalogue, typed: string): CatalogueItem[] {
  const query = typed.trim().toLowerCase().replace(/\s+/g, '')
  if (query === '') return allItems(catalogue)
  return allItems(catalogue)
    .map((item) => ({
      item,
      points: best([item.name, item.code, ...item.synonyms], query) + (best([item.name], query) > 0 ? 5 : 0),
    }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ item }) => item)
}
