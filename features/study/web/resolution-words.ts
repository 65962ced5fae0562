import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import type { TaskView } from '../contract.ts'

type WhyView = TaskView['whys'][number]
export type Shown = 'open' | 'late' | 'done' | 'overturned' | 'all'

export const shownNames: Readonly<Record<Shown, string>> = {
  open: '未办结',
  late: '有超期的',
  done: '已办结',
  overturned: '有改变的',
  all: '全部',
}
export const isShown = (value: unknown): value is Shown => typeof value === 'string' && value in shownNames

const isLate = ({ counts }: TaskView): boolean => counts.late + counts.unanswered > 0

/** What the filters leave; `unit` carries it out or helps. */
export function narrowTasks(tasks: readonly TaskView[], shown: Shown, unit: string): TaskView[] {
  const isWanted = (task: TaskView) =>
    shown === 'all' ||
    (shown === 'late' && task.state === 'open' && isLate(task)) ||
    (shown === 'overturned' && task.overturned.length > 0) ||
    task.state === shown
  return tasks.filter((task) => isWanted(task) && (unit === '' || [...task.units, ...task.helpers].includes(unit)))
}

/** Units that carry one out or help, for the filter. */
export const unitsOf = (tasks: readonly TaskView[]): string[] =>
  [...new Set(tasks.flatMap(({ units, helpers }) => [...units, ...helpers]))].sort()

const sum = (tasks: readonly TaskView[], of: (task: TaskView) => number): number =>
  tasks.reduce((n, task) => n + of(task), 0)

/** The line under the heading: how many resolutions are open, over how many cases, and how many of these are late. */
export function sayTasks(tasks: readonly TaskView[]): string {
  if (tasks.length === 0) return '还没有决议。'
  const open = tasks.filter(({ state }) => state === 'open')
  const left = sum(open, ({ counts }) => counts.cases - counts.closed - counts.void)
  const late = sum(open, ({ counts }) => counts.late)
  const silent = sum(open, ({ counts }) => counts.unanswered)
  const said = `决议 ${tasks.length} 项，未办结 ${open.length} 项，其中未销号的隐患 ${left} 条，超期 ${late} 条`
  return silent > 0 ? `${said}，商请未反馈 ${silent} 条` : said
}

/** One unit by name; of several the first and how many. */
export const sayUnits = (units: readonly string[]): string =>
  units.length > 2 ? `${unitLabel(units[0] ?? '')}等 ${units.length} 个单位` : units.map(unitLabel).join('、')

const heads: Record<WhyView['why'], (why: WhyView) => string> = {
  refused: ({ units, said }) => `${sayUnits(units)}退单，等重新交办${said ? `（${said}）` : ''}`,
  extension: ({ units, until }) =>
    `${sayUnits(units)}申请延期至${sayDay(until?.day ?? '')}，等${until?.by === 'leader' ? '街道领导' : '专班'}答复`,
  helpers: ({ units, helpers }) => `${sayUnits(units)}在等${helpers.map(unitLabel).join('、')}协办办结`,
  unanswered: ({ units }) => `已商请${sayUnits(units)}`,
  extended: ({ units, day }) => `${sayUnits(units)}整改中，已准予延期至${sayDay(day ?? '')}`,
  returned: ({ units }) => `复查不合格，${sayUnits(units)}重新整改`,
  working: ({ units }) => `${sayUnits(units)}整改中`,
  recheck: ({ units }) => `已整改，等${sayUnits(units)}复查`,
  study: () => '退回或到了复议日，等专班研判',
  tabled: () => '又列入议题，等工作组议决',
  parked: ({ day }) => `缓办至${sayDay(day ?? '')}`,
  referred: ({ units }) => `已报${sayUnits(units)}，等答复`,
}

/** What these wait for, and how long they are over their day. */
export function sayWhy(why: WhyView): string {
  const over = why.late === 0 ? '' : why.asked ? `，未反馈 ${why.late} 天` : `，超期 ${why.late} 天`
  return `${why.cases.length} 条：${heads[why.why](why)}${over}`
}
