import { scopeOf } from '../../../domain/hazard/audience.ts'
import type { Actor } from '../../../domain/units/roles.ts'
import type { Reference } from '../../../domain/units/units.ts'

/** Why a board shows nought to somebody whose duties do not open the whole sub-district; empty for everybody else. */
export function sayNarrow(found: number, actor: Actor, units: Reference['units']): string {
  const seesAll = scopeOf(actor, units).some((token) => ['street', 'area'].includes(units.get(token)?.kind ?? ''))
  return found > 0 || seesAll ? '' : '您的职责看不到全街道的台账，这里只统计您能看到的隐患。'
}
