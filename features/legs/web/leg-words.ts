import { daysBetween, shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { lineage, type Unit, type UnitKind } from '../../../domain/units/units.ts'
import type { Figures, LegRow } from '../contract.ts'

/** 按期率 with one decimal; never rounded up to all nor down to none. Nothing was due: a dash. */
export function sayRate({ onTime, counted }: Pick<Figures, 'onTime' | 'counted'>): string {
  if (counted === 0) return '—'
  const tenths = Math.round((onTime / counted) * 1000)
  const honest = onTime === counted ? 1000 : onTime === 0 ? 0 : Math.min(999, Math.max(1, tenths))
  return `${(honest / 10).toFixed(1)}%`
}

const asides = { right: '退单成立，不计', open: '退单待认定', taken: '改派收回，不计' } as const

/** How a leg stands at the instant that the list speaks of. */
export function sayOutcome({ due, ended, mode, aside }: LegRow, asOf: string): string {
  if (aside) return asides[aside]
  const late = Math.max(0, daysBetween(due, shanghaiDate(ended ?? asOf)))
  if (mode === 'request') return ended ? '已反馈' : late > 0 ? `未反馈 ${late} 天` : '未到期'
  if (late > 0) return ended ? `超期 ${late} 天办出` : `已超期 ${late} 天`
  return ended ? '按期' : '未到期'
}

const ranks: Record<UnitKind, number> = {
  ...{ area: 0, street: 1, office: 2, organ: 3, enterprise: 4, community: 5, grid: 6, compound: 7 },
}

/** Place of a unit in the organ tree, to sort by: each under its own, in the order of kinds and codes. */
export const treeKey = (units: ReadonlyMap<string, Unit>, code: string): string =>
  lineage(units, code)
    .reverse()
    .map((unit) => `${ranks[unit.kind]}${unit.code}`)
    .join('/') || `9${code}`
