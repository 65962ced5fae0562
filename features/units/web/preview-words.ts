import { type Role, roleNames } from '../../../domain/units/roles.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import type { Preview } from '../contract.ts'

type Flow = Preview['hazards'][number]

const flows = (list: readonly Flow[], say: (code: string) => string): string =>
  list.map(({ from, to, n }) => `${n} 条由${say(from)}转到${say(to)}`).join('，')

const roleOf = (role: string): string => roleNames[role as Role] ?? role

/** People by duty and way, so that forty grid workers are one line and two officers are named. */
function peopleWords({ people, along }: Preview, say: (code: string) => string): string[] {
  const named = people.map(({ name, role, from, to }) =>
    to === null
      ? `${name}在${say(from)}的${roleOf(role)}职责终止`
      : `${name}（${roleOf(role)}）由${say(from)}转到${say(to)}`,
  )
  const groups = new Map<string, number>()
  for (const { role, to } of along)
    groups.set(`${roleOf(role)} ${say(to)}`, (groups.get(`${roleOf(role)} ${say(to)}`) ?? 0) + 1)
  const went = [...groups].map(([key, n]) => {
    const [role, to] = key.split(' ')
    return `${role} ${n} 人随网格或小区到${to}`
  })
  return [...named, ...went]
}

/** What a change will do, one sentence a line, as the person who confirms it reads it. */
export function sayPreview(preview: Preview, say: (code: string) => string): string[] {
  const { from, hazards, hands, finished } = preview
  const people = peopleWords(preview, say)
  return [
    ...(from ? [`自 ${from.slice(0, 4)}年${sayDay(from)} 零时起生效；之前任何一天的数字和名称都不变。`] : []),
    hazards.length + hands.length > 0
      ? `未销号的隐患：${[flows(hazards, say), flows(hands, say)].filter(Boolean).join('，')}；编号、状态、期限都不变。`
      : '没有未销号的隐患因此转办。',
    ...(finished > 0 ? [`已销号和不列入的 ${finished} 条留在原名下，由接续的单位查看。`] : []),
    people.length > 0 ? `人员：${people.join('；')}。` : '没有人员因此调整。',
  ]
}
