import type { Command } from '../../../domain/entry.ts'
import { namedId } from '../../../platform/web/named-id.ts'
import type { SuperiorList } from '../contract.ts'
import { type Judged, keyOf } from './judge-list.ts'

/** What the letter says of the whole list. */
export interface Letter {
  name: string
  /** Day of the letter, and of the inspection. */
  on: string
  photos: readonly string[]
}

export interface Sending {
  book: string
  sender: string
  /** Lists that are known: one that was taken back comes in as another. */
  lists: readonly SuperiorList[]
  takenAt: string
  /** SHA-256 of what was pasted. */
  sheet: string
}

function reportOf({ row, finding }: Judged, { name, on, photos }: Letter, batch: string): Command['data'] | null {
  if (!finding) return null
  const { unit, due, site, ...rest } = finding
  const number = row.cells.number
  const facts = { row: row.line, ...(due && !unit ? { dueOn: due } : {}) }
  return {
    ...rest,
    ...(site ? { site } : {}),
    photos: [],
    source: 'superior',
    backfill: { found: on, reason: name, batch, facts, ...(number ? { words: { number } } : {}) },
    paper: { on, photos: [...photos] },
    ...(unit ? { direct: { unit, ...(due ? { due } : {}) } } : {}),
  }
}

/**
 * The list and its rows as commands. All ids follow from the list's name and the rows' numbers: the same paste again is
 * the same wish, and a row that came in already is not made twice.
 */
export function listCommands(judged: readonly Judged[], letter: Letter, sending: Sending): Command[] {
  const { book, sender, lists, takenAt, sheet } = sending
  const times = lists.filter((one) => one.undone && one.name === letter.name).length
  const batch = namedId(book, 'superior-list', letter.name, String(times))
  const sent = (stream: string, kind: Command['kind'], step: string, data: Command['data']): Command => ({
    ...{ id: namedId(stream, sender, JSON.stringify(data)), stream, kind, step, data, takenAt },
  })
  const rows = judged.flatMap((one) => {
    const data = reportOf(one, letter, batch)
    return data ? [sent(namedId(batch, keyOf(one.row)), 'hazard', 'report', data)] : []
  })
  const open = { sheet, rows: judged.length, of: 'superior', name: letter.name }
  return [sent(batch, 'batch', 'open', open), ...rows]
}
