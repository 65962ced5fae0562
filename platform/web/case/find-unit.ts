import { fullName, type Unit } from '../../../domain/units/units.ts'

export type Units = ReadonlyMap<string, Unit>

const numerals = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
const inWords = (n: number): string =>
  n <= 10 ? (numerals[n] ?? '') : `${n >= 20 ? numerals[Math.floor(n / 10)] : ''}十${n % 10 ? numerals[n % 10] : ''}`

/** 华新街居委会, 华新街 and 华新街社区 are one; 1网格, 1号网格 and 第一网格 too. */
function plainName(name: string): string {
  return name
    .replace(/[\s\u3000（）()·•\-—/]/g, '')
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/第?(\d{1,2})(?:号|#)?网格/g, (_, n) => `第${inWords(Number(n))}网格`)
    .replace(/社区居民委员会|社区居委会|居民委员会|居委会|社区党委|社区两委/g, '社区')
    .replace(/社区/g, '')
}

/** All units with their names, put in order once for a copy of the tree. */
interface Named {
  code: string
  names: string[]
  pairs: string[][]
}

const indexes = new WeakMap<Units, Named[]>()

function indexOf(units: Units): Named[] {
  const kept = indexes.get(units)
  if (kept) return kept
  const all = [...units.values()].map((unit) => {
    const names = namesOf(units, unit)
    return { code: unit.code, names, pairs: names.map(pairsOf) }
  })
  indexes.set(units, all)
  return all
}

/** All that a unit may be called. */
function namesOf(units: Units, unit: Unit): string[] {
  const names = [unit.name, fullName(units, unit.code), unit.name.replace(/（.*）$/, '')]
  return [...new Set(names.map(plainName))].filter((name) => name !== '')
}

export interface UnitFound {
  code?: string
  /** Units that the words may have meant, the likeliest first. */
  like: string[]
}

const pairsOf = (text: string): string[] => [...text].slice(1).map((_, i) => text.slice(i, i + 2))

/** Dice's measure over pairs of characters: 1 for the same, 0 for nothing in common. */
function likeness(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 0
  return (2 * a.filter((pair) => b.includes(pair)).length) / (a.length + b.length)
}

const NEAR = 0.45

/** The unit somebody wrote; of several by that name, the only one within reach. Else what it may have been. */
export function findUnit(units: Units, said: string, inReach: (code: string) => boolean): UnitFound {
  const wanted = plainName(said)
  if (wanted === '') return { like: [] }
  const all = indexOf(units)
  const exact = all.filter(({ names }) => names.includes(wanted)).map(({ code }) => code)
  const mine = exact.filter(inReach)
  const [only] = exact.length === 1 ? exact : mine.length === 1 ? mine : []
  if (only) return { code: only, like: [] }
  if (exact.length > 1) return { like: (mine.length > 0 ? mine : exact).slice(0, 3) }
  const sought = pairsOf(wanted.slice(0, 40))
  const near = all
    .map(({ code, pairs }) => ({ code, score: Math.max(...pairs.map((one) => likeness(one, sought))) }))
    .filter(({ score, code }) => score >= NEAR || (score >= NEAR / 2 && inReach(code) && score > 0.3))
    .sort((a, b) => b.score - a.score)
  return { like: near.slice(0, 3).map(({ code }) => code) }
}
