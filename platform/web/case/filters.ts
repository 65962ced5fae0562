import type { HazardFilters } from '../../../domain/account/account.ts'
import { type Obstacle, obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { type Status, severityNames, sourceNames, statuses, statusNames } from '../../../domain/hazard/state.ts'
import { categoryNameThen, itemName, unitName } from '../reference.ts'
import { levelNames } from '../text/names.ts'
import { sayDay } from '../text/time.ts'

/** Filters as they stand in an address; the same words serve list, account and their links. */
export type Filters = { [K in Exclude<keyof HazardFilters, 'book'>]?: string }

/** Every filter once, in the order of an address; one that is missing here does not compile. */
const known = {
  status: true,
  community: true,
  item: true,
  category: true,
  source: true,
  severity: true,
  level: true,
  unit: true,
  obstacle: true,
  resolution: true,
  open: true,
  overdue: true,
  holder: true,
  unanswered: true,
  extension: true,
  supervised: true,
  site: true,
  reported: true,
  closed: true,
  q: true,
  asOf: true,
} as const satisfies Record<keyof Filters, true>
const filterNames = Object.keys(known) as (keyof Filters)[]

/** The eight classes that make up what was found: every status but 不列入. */
export const foundStatuses: readonly Status[] = statuses.filter((status) => status !== 'void')
export const FOUND = foundStatuses.join(',')

/** The filters of an address; what it does not know it leaves out. */
export function readFilters(query: Readonly<Record<string, unknown>>): Filters {
  const filled = filterNames.filter((name) => typeof query[name] === 'string' && query[name] !== '')
  return Object.fromEntries(filled.map((name) => [name, query[name]])) as Filters
}

export type Query = Record<string, string>

/** Only what is filled, in one order: two equal questions have one address. */
export function toQuery(filters: Filters): Query {
  const filled = filterNames.filter((name) => filters[name])
  return Object.fromEntries(filled.map((name) => [name, filters[name] as string]))
}

/** Address of the list behind a number. */
export const listOf = (filters: Filters): { path: string; query: Query } => ({ path: '/', query: toQuery(filters) })

const categoryName = (code: string): string => categoryNameThen(code, new Date().toISOString())

const sayOn = (day: string): string => (day === 'today' ? '今天' : sayDay(day))

const answerers: Record<string, string> = { office: '待街道专班答复', leader: '待街道领导答复' }

const sayOne: { [K in keyof Filters]?: (code: string) => string } = {
  status: (code) => statusNames[code as Status] ?? code,
  community: unitName,
  unit: unitName,
  item: itemName,
  category: categoryName,
  source: (code) => sourceNames[code as keyof typeof sourceNames] ?? code,
  severity: (code) => severityNames[code as keyof typeof severityNames] ?? code,
  site: unitName,
  extension: (code) => answerers[code] ?? code,
  obstacle: (code) => obstacleNames[code as Obstacle] ?? code,
  reported: sayOn,
  closed: sayOn,
  level: (code) => levelNames[code as keyof typeof levelNames] ?? code,
}

/** A filter's value in words: several codes with 、. */
export function sayFilter(name: keyof Filters, value: string): string {
  if (name === 'status' && value === FOUND) return '全部在册（不含不列入）'
  const say = sayOne[name]
  return say ? value.split(',').map(say).join('、') : value
}
