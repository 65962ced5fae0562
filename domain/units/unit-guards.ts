import { addDays } from '../calendar/working-days.ts'
import { type Problem, problem } from '../problem.ts'
import type { Context } from '../rulebook.ts'
import { beginOf, unitsAt } from './in-force.ts'
import { isWithin, OFFICE, type Reference, type Unit, type UnitKind } from './units.ts'

type Units = Reference['units']

interface SplitData {
  into: { code: string; takes: string[] }[]
  from: string
}

/** Under which kinds a kind lies; ranks descend, so no unit can come to lie within itself. */
const above: Record<UnitKind, readonly UnitKind[]> = {
  area: [],
  street: ['area'],
  community: ['street'],
  grid: ['community'],
  compound: ['community', 'grid'],
  office: ['street'],
  organ: ['street', 'area'],
  enterprise: ['street', 'area'],
}

export const inForceOn = ({ from, to }: Unit, day: string): boolean => (!from || from <= day) && (!to || day < to)

/** The tree as it will stand when the day begins, with all that is decided now. */
const unitsOn = (units: Units, day: string): Units => unitsAt(units, beginOf(addDays(day, 1), ''))

export function parentRefusal(units: Units, unit: Pick<Unit, 'kind' | 'parent'>, day: string): Problem | undefined {
  const allowed = above[unit.kind]
  if (unit.parent === null) return allowed.length === 0 ? undefined : problem('unit.kind', { field: 'parent' })
  const parent = units.get(unit.parent)
  if (!parent) return problem('unit.unknown', { field: 'parent' })
  // What lies under a unit that is to merge goes with it; under one that is to close nothing new begins.
  if (!inForceOn(parent, day) || (parent.to && !parent.into)) return problem('unit.off', { field: 'parent' })
  return allowed.includes(parent.kind) ? undefined : problem('unit.kind', { field: 'parent' })
}

/** Guards of everything that ends or divides a unit. */
function endRefusal(unit: Unit, from: string, ends: boolean): Problem | undefined {
  if (unit.kind === 'street' || unit.kind === 'area') return problem('unit.fixed')
  if (ends && unit.code === OFFICE) return problem('unit.fixed')
  if (unit.to) return problem('unit.ending', { to: unit.to })
  return unit.from && from < unit.from ? problem('unit.off') : undefined
}

export function splitRefusal({ units }: Pick<Reference, 'units'>, unit: Unit, data: SplitData): Problem | undefined {
  const codes = data.into.map((part) => part.code)
  const refused = endRefusal(unit, data.from, !codes.includes(unit.code))
  if (refused) return refused
  if (new Set(codes).size < codes.length) return problem('unit.parts', { field: 'into' })
  const known = codes.find((code) => code !== unit.code && units.has(code))
  if (known) return problem('unit.exists', { field: 'into', code: known })
  const taken = data.into.flatMap((part) => part.takes)
  const then = unitsOn(units, data.from)
  const outside = taken.find((code) => {
    const below = then.get(code)
    return !below || code === unit.code || !inForceOn(below, data.from) || !isWithin(then, code, unit.code)
  })
  const twice = new Set(taken).size < taken.length
  return outside || twice ? problem('unit.takes', { field: 'into', code: outside }) : undefined
}

export function mergeRefusal(units: Units, unit: Unit, data: { into: string; from: string }): Problem | undefined {
  const refused = endRefusal(unit, data.from, true)
  if (refused) return refused
  const into = units.get(data.into)
  if (!into) return problem('unit.unknown', { field: 'into' })
  if (into.code === unit.code || into.kind !== unit.kind) return problem('unit.kind', { field: 'into' })
  return into.to || !inForceOn(into, data.from) ? problem('unit.off', { field: 'into' }) : undefined
}

/** Nothing and nobody may be left at a unit that ends without an heir. */
export function closeRefusal({ reference, openCases }: Context, unit: Unit, from: string): Problem | undefined {
  const refused = endRefusal(unit, from, true)
  if (refused) return refused
  // Its finished cases need somebody who keeps them.
  if (unit.kind === 'community') return problem('unit.kind', undefined, '社区不能直接撤销，请改用并入或拆分。')
  const then = unitsOn(reference.units, from)
  const below = [...then.values()].filter((one) => one.parent === unit.code && !(one.to && one.to <= from))
  if (below.length > 0) return problem('unit.has-parts', { parts: below.length })
  const people = [...reference.people.values()].filter(
    (person) => !person.disabled && person.memberships.some((held) => held.unit === unit.code),
  )
  if (people.length > 0) return problem('unit.has-people', { people: people.length })
  const cases = openCases?.get(unit.code) ?? 0
  return cases > 0 ? problem('unit.has-cases', { cases }) : undefined
}
