import type { Unit } from '../../../domain/units/units.ts'
import { sayDay } from '../../../platform/web/text/time.ts'

/** A change that is decided and whose day is still to come. */
export interface Pending {
  code: string
  day: string
  words: string
}

/** What will change and when, earliest first. `today` is a Shanghai day. */
export function pendingChanges(units: readonly Unit[], today: string, nameOf: (code: string) => string): Pending[] {
  const list = (codes: readonly string[]) => codes.map(nameOf).join('、')
  const found = units.flatMap((unit): Pending[] => {
    const { code, name } = unit
    const divided = (unit.splits ?? []).some(({ parts }) => !parts.some((part) => part.code === code))
    const splits = (unit.splits ?? []).map(({ from, parts }) => {
      const others = parts.map((part) => part.code).filter((one) => one !== code)
      const how = others.length < parts.length ? `从${name}划出${list(others)}` : `${name}分设为${list(others)}`
      return { code, day: from, words: how }
    })
    const ends = unit.to && !divided ? [unit.into ? `${name}并入${list(unit.into)}` : `撤销${name}`] : []
    const names = (unit.names ?? []).slice(1).map((one) => ({ code, day: one.from, words: `${name}改名为${one.name}` }))
    return [...splits, ...ends.map((words) => ({ code, day: unit.to ?? '', words })), ...names]
  })
  const founded = units
    .filter(
      ({ code, from }) =>
        from && !units.some(({ splits = [] }) => splits.some((s) => s.parts.some((p) => p.code === code))),
    )
    .map(({ code, name, from = '' }) => ({ code, day: from, words: `启用${name}` }))
  return [...found, ...founded].filter(({ day }) => day > today).sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** From when until when a unit is in force, in words; empty for one that always was. */
export function sayStretch({ from, to, off }: Unit): string {
  const year = (day: string) => `${day.slice(0, 4)}年${sayDay(day)}`
  const begun = from ? `${year(from)}${off === 'later' ? '启用' : '起'}` : ''
  const ended = to ? `${year(to)}${off === 'ended' ? '撤销' : '将撤销'}` : ''
  return [begun, ended].filter(Boolean).join('，')
}
