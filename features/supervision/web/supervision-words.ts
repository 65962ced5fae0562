import { daysBetween } from '../../../domain/calendar/working-days.ts'
import type { SupervisionView } from '../contract.ts'

const sayMonth = (month: string): string => `${Number(month.slice(5))} 月`

/** What a plate lacks, each as a short word: the plan, months without a note. */
export const sayMissing = ({ planMissing, missingMonths }: SupervisionView): string[] => [
  ...(planMissing ? ['重大隐患，还没有治理方案'] : []),
  ...(missingMonths.length > 0 ? [`${missingMonths.map(sayMonth).join('、')}没有报进展`] : []),
]

const over = ['closed', 'void']
export const openCases = ({ cases }: SupervisionView) => cases.filter(({ status }) => !over.includes(status))

/** Cases that are being put right, by the unit that does it: what a 督办函 to each may be about. */
export function pressable(plate: SupervisionView): { unit: string; ids: string[] }[] {
  const units = new Map<string, string[]>()
  for (const { id, unit, status } of plate.lifted ? [] : plate.cases)
    if (status === 'handling') units.set(unit, [...(units.get(unit) ?? []), id])
  return [...units].map(([unit, ids]) => ({ unit, ids }))
}

/** Days past the plate's own deadline; 0 once it is down or all is struck off. */
export const lateDays = (plate: SupervisionView, today: string): number =>
  plate.lifted || openCases(plate).length === 0 ? 0 : Math.max(daysBetween(plate.due, today), 0)

/** How the plates that hang stand, in one line. */
export function saySummary(plates: readonly SupervisionView[], today: string): string {
  const hung = plates.filter(({ lifted }) => !lifted)
  if (hung.length === 0) return '现在没有挂着的牌。'
  const late = hung.filter((one) => lateDays(one, today) > 0).length
  const bare = hung.filter(({ planMissing }) => planMissing).length
  const silent = hung.filter(({ missingMonths }) => missingMonths.length > 0).length
  const done = hung.filter((one) => openCases(one).length === 0).length
  const parts = [
    `督办中 ${hung.length} 件`,
    `超期 ${late} 件`,
    `缺治理方案 ${bare} 件`,
    `缺每月进展 ${silent} 件`,
    ...(done > 0 ? [`已全部销号待摘牌 ${done} 件`] : []),
  ]
  return `${parts.join('，')}。`
}

/** Who lacks something stands first, then who is late, then the latest. */
export const sortPlates = (plates: readonly SupervisionView[], today: string): SupervisionView[] =>
  [...plates].sort((a, b) => lateDays(b, today) - lateDays(a, today) || sayMissing(b).length - sayMissing(a).length)

/** Numbers as somebody pastes them, with whatever stands between. */
export const numbersIn = (pasted: string): string[] => [...new Set(pasted.toUpperCase().match(/YH\d{4}-\d{5,}/g) ?? [])]
