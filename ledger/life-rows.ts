import type { Copied } from '../platform/server/copy.ts'
import { copied, type Row } from './columns.ts'
import { counterColumns, counterRows, countNumbers } from './counters.ts'
import { personColumns, personRows, streamColumns, streamRows } from './project.ts'
import { hazardColumns, hazardRows, photoColumns, photoRows, wordsOf } from './project-hazard.ts'
import {
  cellRows,
  countCells,
  netOf,
  reachColumns,
  reachRows,
  searchColumns,
  searchRows,
  tallyColumns,
} from './project-quick.ts'
import { audienceRow, legRow, spanRows, standingRow } from './project-spans.ts'
import type { HazardChange, Projected } from './projected.ts'

/** The core projections' tables, which `LifeRows` gives whole. */
export const coreTables = [
  'stream',
  'person',
  'hazard',
  'search',
  'standing',
  'audience',
  'leg',
  'reach',
  'photo_use',
  'tally',
  'counter',
] as const

/**
 * The core projections' rows of a book whose lives are given whole, some at a time: the same rows as the live
 * projections write, but each only once and as it is in the end, so that it can be copied.
 */
export function lifeRows(book: string) {
  const cells = countCells([])
  const highest = countNumbers([])
  const into = (table: (typeof coreTables)[number], columns: string, rows: readonly Row[]) =>
    copied(table, columns, book, rows)
  const spans = (hazards: readonly HazardChange[], spec: typeof standingRow) => {
    const { table, columns, rows } = spanRows(hazards, spec)
    return into(table, columns, rows)
  }
  return {
    /** Rows of some lives, each of which is whole. */
    of(changes: readonly Projected[]): Copied[] {
      const hazards = changes.filter(({ entry }) => entry.kind === 'hazard') as HazardChange[]
      const net = netOf(hazards)
      const cases = hazardRows(hazards, wordsOf(hazards))
      countCells(net, cells)
      countNumbers(changes, highest)
      return [
        into('stream', streamColumns, streamRows(changes)),
        into('person', personColumns, personRows(changes)),
        into('hazard', hazardColumns, cases),
        into('search', searchColumns, searchRows(cases)),
        spans(hazards, standingRow),
        spans(hazards, audienceRow),
        spans(hazards, legRow),
        into('reach', reachColumns, reachRows(net.map(({ after }) => after))),
        into('photo_use', photoColumns, photoRows(hazards)),
      ]
    },
    /** What was summed over all lives, given at the end. */
    sums: (): Copied[] => [
      into('tally', tallyColumns, cellRows(cells)),
      into('counter', counterColumns, counterRows(highest)),
    ],
  }
}
