import { allItems, type Catalogue, type CatalogueItem } from '../../../domain/catalogue/catalogue.ts'
import { searchItems } from '../../../domain/catalogue/search.ts'
import { dayFaults, isDayFault, parseDay } from '../../../domain/sheet/day-text.ts'
import { communityOf, fullName } from '../../../domain/units/units.ts'
import { findUnit, type Units } from '../../../platform/web/case/find-unit.ts'
import { type Field, fieldNames, type ListRow } from './list-table.ts'

/** What is wrong with a cell, in words that name row and column; `fix` is what would make it right. */
interface RowError {
  field: Field
  say: string
  fix?: string
}

/** A row as it would be reported. */
interface Finding {
  place: string
  description: string
  item: string
  community: string
  site: string | null
  unit: string | null
  due: string | null
}

export interface Judged {
  row: ListRow
  errors: RowError[]
  finding: Finding | null
}

/** What the rows are judged by. */
export interface Ground {
  units: Units
  catalogue: Catalogue
  today: string
}

type Cell = Omit<RowError, 'field'>
type Keep = <T>(field: Field, read: T | Cell) => T | undefined

const LONGEST = { place: 200, description: 2000 } as const

function textOf(field: 'place' | 'description', said: string): string | Cell {
  if (said === '') return { say: `没有写${fieldNames[field]}` }
  return said.length > LONGEST[field] ? { say: `超过 ${LONGEST[field]} 个字，请精简` } : said
}

const pairsOf = (words: string): string[] => [...words].slice(1).map((_, i) => words.slice(i, i + 2))

/** The item that has most in common with what was written: its own words count double. */
function likestItem(said: string, description: string, catalogue: Catalogue): CatalogueItem | undefined {
  const typed = pairsOf(said)
  const told = pairsOf(description)
  const [best] = allItems(catalogue)
    .map((item) => {
      const words = [item.name, ...item.synonyms, item.look].join('\n')
      const points = (pairs: readonly string[]) => pairs.filter((pair) => words.includes(pair)).length
      return { item, points: 2 * points(typed) + points(told) }
    })
    .sort((a, b) => b.points - a.points)
  return best && best.points > 0 ? best.item : undefined
}

/** An item by number, name or synonym; else the likeliest by its words and the description's. */
function itemOf(said: string, description: string, catalogue: Catalogue): string | Cell {
  const exact = allItems(catalogue).find(
    ({ code, name, synonyms }) => code === said || name === said || synonyms.includes(said),
  )
  if (exact) return exact.code
  const like = (said && searchItems(catalogue, said)[0]) || likestItem(said, description, catalogue)
  const why = said === '' ? '没有写，请选排查清单里的项目' : `“${said}”不是排查清单里的项目`
  return { say: `${why}${like ? `，是“${like.name}”吗？` : ''}`, ...(like ? { fix: like.name } : {}) }
}

const named = (units: Units, kind: 'community' | 'compound') =>
  [...units.values()].filter((unit) => unit.kind === kind && !unit.off)

/** The community that is written; where none is, the one whose name, or whose compound's, stands in the place. */
function communityIn(said: string, place: string, units: Units): string | Cell {
  const within = (code: string) => units.get(code)?.kind === 'community'
  if (said === '') {
    const told = named(units, 'community').filter(({ name }) => place.includes(name.replace(/社区$/, '')))
    const sites = named(units, 'compound').filter(({ name }) => place.includes(name))
    const found = new Set([...told.map(({ code }) => code), ...sites.map(({ code }) => communityOf(units, code) ?? '')])
    const [only] = told.length === 1 ? told.map(({ code }) => code) : [...found]
    return only && (told.length === 1 || found.size === 1) ? only : { say: '没有写社区，从地点也看不出来' }
  }
  const { code, like } = findUnit(units, said, within)
  const community = code && communityOf(units, code)
  if (community) return community
  const fix = like.filter(within).map((one) => fullName(units, one))[0]
  return { say: `没有叫“${said}”的社区${fix ? `，是“${fix}”吗？` : ''}`, ...(fix ? { fix } : {}) }
}

/** Who has to put it right: a unit of the community, an office, an organ or an enterprise; left out, the community verifies. */
function unitIn(said: string, community: string | undefined, units: Units): string | null | Cell {
  if (said === '') return null
  const fits = (code: string) => {
    const kind = units.get(code)?.kind
    return kind === 'office' || kind === 'organ' || kind === 'enterprise' || communityOf(units, code) === community
  }
  const { code, like } = findUnit(units, said, fits)
  if (code && fits(code)) return code
  const fix = like.filter(fits).map((one) => fullName(units, one))[0]
  const why = code ? `“${said}”不能作责任单位` : `没有叫“${said}”的单位`
  return { say: `${why}${fix ? `，是“${fix}”吗？` : '；不清楚的可以空着，由社区核实'}`, ...(fix ? { fix } : {}) }
}

function dueIn(said: string, today: string): string | null | Cell {
  if (said === '') return null
  const day = parseDay(said)
  if (isDayFault(day)) return { say: `“${said}”${dayFaults[day]}` }
  return day < today ? { say: `“${said}”已经过了，请写今天以后的日期，或空着按排查清单的期限` } : day
}

const at = (row: ListRow, field: Field, { say, fix }: Cell): RowError => ({
  field,
  say: `第 ${row.line} 行“${fieldNames[field]}”：${say}${say.endsWith('？') ? '' : '。'}`,
  ...(fix ? { fix } : {}),
})

function judgeOne(row: ListRow, { units, catalogue, today }: Ground): Judged {
  const errors: RowError[] = []
  const keep: Keep = (field, read) => {
    if (typeof read !== 'object' || read === null || !('say' in read)) return read
    errors.push(at(row, field, read as Cell))
    return undefined
  }
  const { cells } = row
  const place = keep('place', textOf('place', cells.place)) as string | undefined
  const description = keep('description', textOf('description', cells.description)) as string | undefined
  const item = keep('item', itemOf(cells.item, cells.description, catalogue)) as string | undefined
  const community = keep('community', communityIn(cells.community, cells.place, units)) as string | undefined
  const unit = keep('unit', unitIn(cells.unit, community, units)) as string | null | undefined
  const due = keep('due', dueIn(cells.due, today)) as string | null | undefined
  const site = named(units, 'compound').find(
    ({ code, name }) => cells.place.includes(name) && communityOf(units, code) === community,
  )
  if (errors.length > 0 || !place || !description || !item || !community) return { row, errors, finding: null }
  const finding = {
    place,
    description,
    item,
    community,
    site: site?.code ?? null,
    unit: unit ?? null,
    due: due ?? null,
  }
  return { row, errors, finding }
}

/** What names a row in its list for ever: its own number, else its line. */
export const keyOf = ({ line, cells }: ListRow): string => cells.number || `行${line}`

/** Judges every row by itself, and that no two have one number. */
export function judgeList(rows: readonly ListRow[], ground: Ground): Judged[] {
  return rows.map((row, i) => {
    const twin = rows.slice(0, i).find((other) => keyOf(other) === keyOf(row))
    const one = judgeOne(row, ground)
    if (!twin) return one
    const say = `编号与第 ${twin.line} 行相同，请改成不同的，或空着`
    return { row, errors: [...one.errors, at(row, 'number', { say })], finding: null }
  })
}
