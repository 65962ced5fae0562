import { daysBetween, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { Wish } from '../../../platform/web/batch.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { itemName } from '../../../platform/web/reference.ts'
import { type Reason, reasonNames, type Studied, type StudyGroup } from '../contract.ts'

/** What the office is advised to do with a group: one unit can do it, or it is the work group's, for a reason. */
export type Advice = '' | 'direct' | 'meeting' | Reason

export const adviceNames: Readonly<Record<Exclude<Advice, ''>, string>> = {
  direct: '可直接交办',
  meeting: '需上会',
  ...reasonNames,
}

export const isAdvice = (value: unknown): value is Advice => typeof value === 'string' && value in adviceNames

function isAdvised({ reason }: StudyGroup, advice: Advice): boolean {
  if (advice === '') return true
  if (advice === 'direct') return reason === null
  return advice === 'meeting' ? reason !== null : reason === advice
}

/** Only these cases, and the groups they stand in. */
const narrowCases = (groups: readonly StudyGroup[], isWanted: (one: Studied) => boolean): StudyGroup[] =>
  groups.map((group) => ({ ...group, cases: group.cases.filter(isWanted) })).filter(({ cases }) => cases.length > 0)

export function narrowGroups(groups: readonly StudyGroup[], advice: Advice, community: string): StudyGroup[] {
  const advised = groups.filter((group) => isAdvised(group, advice))
  return community === '' ? advised : narrowCases(advised, (one) => one.community === community)
}

/** No case of this item was ever given to a unit above the communities. */
export const NO_LEAD = 'none'
export const narrowLead = (groups: readonly StudyGroup[], lead: string): StudyGroup[] =>
  groups.filter((group) => lead === '' || (group.lead?.unit ?? NO_LEAD) === lead)

/** The units that are suggested, in the order of their codes. */
export const leadsOf = (groups: readonly StudyGroup[]): string[] =>
  [...new Set(groups.map(({ lead }) => lead?.unit ?? NO_LEAD))].sort()

/** Only the cases that were called up for this reason, and the groups they stand in. */
export const narrowObstacle = (groups: readonly StudyGroup[], obstacle: string): StudyGroup[] =>
  obstacle === '' ? [...groups] : narrowCases(groups, (one) => one.obstacle === obstacle)

export const countCases = (groups: readonly StudyGroup[]): number =>
  groups.reduce((n, { cases }) => n + cases.length, 0)

/** Days since a case was put into the book; groups and their cases come the oldest first. */
export const daysSince = (reportedAt: string, now: Date): number =>
  daysBetween(shanghaiDate(reportedAt), shanghaiDate(now.toISOString()))

export const oldestOf = ({ cases }: StudyGroup): string => cases[0]?.reportedAt ?? ''

/** The line under the heading: how many wait, and since when. */
export function sayWaiting(groups: readonly StudyGroup[], now: Date): string {
  const total = countCases(groups)
  if (total === 0) return '没有待研判的隐患。'
  const direct = countCases(narrowGroups(groups, 'direct', ''))
  const oldest = Math.max(...groups.map((group) => daysSince(oldestOf(group), now)))
  return `待研判 ${total} 条：可直接交办 ${direct} 条，需上会 ${total - direct} 条；最早的 ${oldest} 天前上报`
}

const distinct = (words: readonly string[]): string[] => [...new Set(words)]

/** The compound of a group or its community; of one that was not grouped by place how many communities it lies in. */
export function placeOf({ community, site, cases }: StudyGroup): string {
  const places = distinct(community ? [site ?? community] : cases.map((one) => one.community))
  return places.length === 1 ? unitLabel(places[0] ?? '') : `${places.length} 个社区`
}

/** The item of a group, or the first of its items and how many. */
export function whatOf({ item, cases }: StudyGroup): string {
  const items = distinct(item ? [item] : cases.map((one) => one.item))
  return items.length === 1 ? itemName(items[0] ?? '') : `${itemName(items[0] ?? '')}等 ${items.length} 类`
}

/** The cases that are ticked, in the order of the screen, and the groups they stand in. */
export function pickChosen(groups: readonly StudyGroup[], ids: ReadonlySet<string>) {
  const touched = groups.filter(({ cases }) => cases.some(({ id }) => ids.has(id)))
  return { groups: touched, cases: touched.flatMap(({ cases }) => cases.filter(({ id }) => ids.has(id))) }
}

/** Ids of a group's ticked cases as one word: a row is drawn anew only where this changes, of hundreds. */
export const tickedIn = ({ cases }: StudyGroup, ids: ReadonlySet<string>): string =>
  cases
    .filter(({ id }) => ids.has(id))
    .map(({ id }) => id)
    .join(' ')

export function tickOf({ cases }: StudyGroup, ids: ReadonlySet<string>): 'none' | 'some' | 'all' {
  const n = cases.filter(({ id }) => ids.has(id)).length
  return n === 0 ? 'none' : n === cases.length ? 'all' : 'some'
}

/** The unit suggested for all of them; empty where they differ or one has none. */
export function commonLead(groups: readonly StudyGroup[]): string {
  const [first, ...others] = [...new Set(groups.map(({ lead }) => lead?.unit ?? ''))]
  return others.length === 0 ? (first ?? '') : ''
}

const several = (names: readonly string[], more: string): string =>
  names.length === 1 ? (names[0] ?? '') : `${names[0]}等 ${names.length} ${more}`

/** A title to begin with: where, and what. */
export function suggestTitle(groups: readonly StudyGroup[]): string {
  if (groups.length === 0) return ''
  const places = distinct(
    groups.flatMap(({ community, site, cases }) =>
      community ? [site ?? community] : cases.map((one) => one.community),
    ),
  ).map(unitLabel)
  const items = distinct(groups.flatMap(({ cases }) => cases.map(({ item }) => itemName(item))))
  return `${several(places, '处')}：${several(items, '类隐患')}`.slice(0, 100)
}

/** Where a case stands already, so that nobody proposes it twice without knowing. */
export function sayDrafts(drafts: readonly string[], titles: ReadonlyMap<string, string>): string {
  const [first, ...others] = drafts
  if (first === undefined) return ''
  return others.length > 0 ? `在 ${drafts.length} 个议题里` : `已在议题《${titles.get(first) ?? '拟稿'}》`
}

/** How many of a group stand in drafts, for the row that is folded up. */
export function sayGroupDrafts({ cases }: StudyGroup, titles: ReadonlyMap<string, string>): string {
  const named = cases.filter(({ drafts }) => drafts.length > 0)
  if (named.length === 0) return ''
  const words = [...new Set(named.map(({ drafts }) => sayDrafts(drafts, titles)))]
  const said = words.length === 1 ? words[0] : '已在几个议题里'
  return named.length === cases.length ? `${said}` : `${named.length} 条${said}`
}

/** One step with the same data on each of them. */
export const wishesFor = (step: string, cases: readonly Studied[], data: Wish['data']): Wish[] =>
  cases.map(({ id, version }) => ({ id, step, data, seen: version }))

/** The same in parts that one sending takes. */
export function inParts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}
