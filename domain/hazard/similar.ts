/** What two reports are compared by. Words may have been erased: then there is nothing to compare. */
export interface Likeable {
  item: string
  site: string | null
  place: string | null
  description: string | null
}

/**
 * From here on two reports of one community are shown side by side as perhaps the same. Set by the table in
 * similar.test.ts: low enough to find a neighbour's other words for it, high enough to leave the next building alone.
 */
export const ALIKE = 0.5

/** Where it is says more than what it is: the words for an item are often the catalogue's own. */
const PLACE_SHARE = 0.65
/** A number with its counter, 3栋, says more than two neighbouring characters. */
const NUMBER_WEIGHT = 3
/** Both name buildings or rooms, and none is the same: hardly ever the same thing. */
const ELSEWHERE = 0.4
const SAME_ITEM = 0.1
/** Another item may be the same thing under another name; the same place alone is not. */
const OTHER_ITEM = 0.65

const numerals: Record<string, number> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
}
/** 幢, 号楼 and 座 are what others call 栋. */
const counters: Record<string, string> = {
  栋: '栋',
  幢: '栋',
  号楼: '栋',
  座: '栋',
  单元: '单元',
  层: '层',
  楼: '层',
  室: '室',
  号: '号',
}

function readNumeral(said: string): number {
  if (/^\d+$/.test(said)) return Number(said)
  const [tens = '', ones = ''] = said.includes('十') ? said.split('十') : ['', said]
  const ten = said.includes('十') ? (numerals[tens] ?? 1) * 10 : 0
  return ten + (numerals[ones] ?? 0)
}

const plain = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).toLowerCase()

/** Numbers with their counters as 栋3, 单元2; what they were is taken out of the words. */
function numbersOf(text: string): { numbers: Set<string>; rest: string } {
  const numbers = new Set<string>()
  const rest = text.replace(
    /(\d+|[一二两三四五六七八九十]+)(号楼|单元|栋|幢|座|层|楼|室|号)/g,
    (_all, said: string, counter: string) => {
      numbers.add(`${counters[counter]}${readNumeral(said)}`)
      return ' '
    },
  )
  return { numbers, rest }
}

/** Words that say nothing about which thing it is. */
const fillers = /[的了在有处个是和及、，。；：（）()\s,.;:!！？?“”"'-]+/g

function bigramsOf(text: string): Set<string> {
  const grams = new Set<string>()
  for (const part of text.split(fillers)) for (let i = 0; i + 1 < part.length; i++) grams.add(part.slice(i, i + 2))
  return grams
}

const shared = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  [...one].filter((gram) => other.has(gram)).length

/** Of numbers with the same counter, does any agree, or do all differ? Null where they name nothing in common. */
function agree(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean | null {
  const counterOf = (number: string) => number.replace(/\d+$/, '')
  const common = [...one].map(counterOf).filter((counter) => [...other].some((number) => counterOf(number) === counter))
  if (common.length === 0) return null
  return common.every((counter) => [...one].some((number) => counterOf(number) === counter && other.has(number)))
}

interface Words {
  numbers: Set<string>
  grams: Set<string>
}

function wordsOf(text: string | null): Words {
  const { numbers, rest } = numbersOf(plain(text ?? ''))
  return { numbers, grams: bigramsOf(rest) }
}

const weight = ({ numbers, grams }: Words): number => grams.size + numbers.size * NUMBER_WEIGHT

/** What they share, as a part of the shorter one (a place told with more words is no other place) or of both. */
function overlap(one: Words, other: Words, of: 'shorter' | 'both'): number {
  const common = shared(one.grams, other.grams) + shared(one.numbers, other.numbers) * NUMBER_WEIGHT
  const [a, b] = [weight(one), weight(other)]
  return common === 0 ? 0 : common / (of === 'shorter' ? Math.min(a, b) : (a + b) / 2)
}

/**
 * How alike two reports of one community are, 0 to 1: neighbouring characters that their places and their descriptions
 * share, numbers such as 3栋 weighing more, a little more for the same item and a good deal less for another one.
 */
export function alike(one: Likeable, other: Likeable): number {
  const [here, there] = [wordsOf(one.place), wordsOf(other.place)]
  const place = overlap(here, there, 'shorter')
  const said = overlap(wordsOf(one.description), wordsOf(other.description), 'both')
  const words = place * PLACE_SHARE + said * (1 - PLACE_SHARE)
  const placed = agree(here.numbers, there.numbers) === false ? words * ELSEWHERE : words
  if (placed === 0) return 0
  return Math.min(1, one.item === other.item ? placed + SAME_ITEM : placed * OTHER_ITEM)
}

/** The likest first, at most `most`; none below the threshold. Only what has the same item or compound is compared. */
export function likest<T extends Likeable>(given: Likeable, others: readonly T[], most = 5): T[] {
  return others
    .filter((other) => other.item === given.item || (given.site !== null && other.site === given.site))
    .map((other) => ({ other, score: alike(given, other) }))
    .filter(({ score }) => score >= ALIKE)
    .sort((x, y) => y.score - x.score)
    .slice(0, most)
    .map(({ other }) => other)
}
