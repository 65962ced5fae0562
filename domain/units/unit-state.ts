import type { Entry } from '../entry.ts'
import { beginOf } from './in-force.ts'
import type { Part, Unit } from './units.ts'

interface Found {
  code: string
  name: string
  kind: Unit['kind']
  parent: string | null
  from?: string
  agency?: 'fire'
}

function begun(entry: Entry): Unit {
  const data = entry.data as unknown as Found
  return {
    id: entry.stream,
    ...data,
    ...(data.from ? { since: beginOf(data.from, entry.recordedAt) } : {}),
  }
}

/** A name from a day on replaces what was decided for later days before. */
function named(unit: Unit, name: string, from: string, at: string): Unit {
  const first = { name: unit.name, from: unit.from ?? '', at: '' }
  const kept = (unit.names ?? [first]).filter((one) => one.at < at)
  return { ...unit, names: [...kept, { name, from, at }] }
}

/** The unit after one more entry. Its first name and parent stay; `unitsAt` says what holds at an instant. */
export function evolveUnit(before: Unit | null, entry: Entry): Unit {
  if (!before) return begun(entry)
  if (entry.step === 'agency') {
    const { agency: _before, ...unit } = before
    const { agency } = entry.data as { agency: 'fire' | null }
    return agency ? { ...unit, agency } : unit
  }
  const { from } = entry.data as { from: string }
  const at = beginOf(from, entry.recordedAt)
  switch (entry.step) {
    case 'rename':
      return named(before, (entry.data as { name: string }).name, from, at)
    case 'split': {
      const parts = (entry.data as unknown as { into: Part[] }).into
      const split = { ...before, splits: [...(before.splits ?? []), { from, at, parts }] }
      const goesOn = parts.some((part) => part.code === before.code)
      return goesOn ? split : { ...split, to: from, until: at, into: parts.map((part) => part.code) }
    }
    case 'merge':
      return { ...before, to: from, until: at, into: [(entry.data as { into: string }).into] }
    case 'close':
      return { ...before, to: from, until: at }
    default:
      return before
  }
}
