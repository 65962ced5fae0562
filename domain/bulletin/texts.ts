import { sayMoment } from './message.ts'

/** The figures of a day; the first four sum, the others stand beside them. */
export interface TodayFigures {
  found: number
  closed: number
  community: number
  above: number
  void: number
  reportedToday: number
  closedToday: number
  overdue: number
}

/** Before the text where it does not speak of the whole sub-district. */
const heading = (place: string): string => (place === '' ? '' : `【${place}】`)

/** One line for the group, summing: 排查 = 已销号 + 社区层面未销号 + 街道及以上未销号. Codes and counts only. */
export function sayToday(f: TodayFigures, place: string, asOf: string): string {
  const sum = `排查${f.found}＝已销号${f.closed}＋社区层面未销号${f.community}＋街道及以上未销号${f.above}；另不列入${f.void}`
  const beside = `今日新增${f.reportedToday}，今日销号${f.closedToday}，超期未办${f.overdue}`
  return `${heading(place)}截至${sayMoment(asOf)}，${sum}。${beside}。`
}

/** What one unit has not done: how many, and how many days the oldest of them is past its day. */
export interface Owed {
  n: number
  oldest: number
}

export interface Chased {
  name: string
  late: Owed
  unanswered: Owed
}

const sayOwed = (word: string, { n, oldest }: Owed): string => (n === 0 ? '' : `${word}${n}条（最久${oldest}天）`)

const sumOf = (rows: readonly Chased[], key: 'late' | 'unanswered'): number =>
  rows.reduce((sum, row) => sum + row[key].n, 0)

/** 催办: who owes how much, the longest first; names of units and numbers, never a person, party or place. */
export function sayChase(rows: readonly Chased[], place: string, asOf: string): string {
  const [late, unanswered] = [sumOf(rows, 'late'), sumOf(rows, 'unanswered')]
  const at = `${heading(place)}截至${sayMoment(asOf)}，`
  if (late + unanswered === 0) return `${at}没有超期未办的隐患。`
  const totals = [late > 0 ? `超期未办${late}条` : '', unanswered > 0 ? `商请未反馈${unanswered}条` : '']
  const lines = rows.map((row) => {
    const owed = [sayOwed('超期', row.late), sayOwed('未反馈', row.unanswered)].filter(Boolean)
    return `${row.name}：${owed.join('，')}`
  })
  return [`${at}${totals.filter(Boolean).join('，')}，请抓紧办理：`, ...lines].join('\n')
}
