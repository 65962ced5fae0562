import { sayDuty } from '../../../domain/units/units.ts'
import { reference } from '../../../platform/web/reference.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import type { PersonEntry, PersonRow } from '../contract.ts'

export const NO_NAME = '（姓名已删除）'
export const nameOf = ({ name }: Pick<PersonRow, 'name'>): string => name ?? NO_NAME

export const sayDuties = (duties: PersonRow['duties']): string =>
  duties.map((duty) => sayDuty(reference.units, duty)).join('、') || '没有职务'

/** One word for where somebody stands with signing in. */
export function sayState({ disabled, retracted, devices, username, linkUntil, turnedAway }: PersonRow): string {
  if (retracted) return '登记已撤销'
  if (disabled) return turnedAway > 0 ? `已停用，${turnedAway} 件没收下` : '已停用'
  if (devices > 0 || username) return '在用'
  return linkUntil ? '链接待打开' : '未开通'
}

/** What the search box looks through. */
export const wordsOf = (person: PersonRow): string =>
  `${nameOf(person)} ${sayDuties(person.duties)} ${sayState(person)} ${person.username ?? ''}`

const steps: Record<string, string> = {
  enrol: '登记',
  appoint: '改职务',
  contact: '改姓名或电话',
  deputize: '设代理',
  undeputize: '取消代理',
  invite: '开登录链接',
  reveal: '查看电话',
  disable: '停用',
  enable: '启用',
  retract: '撤销登记',
}

/** An entry in words: 改职务：华新街社区网格员, 设代理：李四，4月8日到4月12日. */
export function tellEntry({ step, duties, deputy, reason }: PersonEntry): string {
  const days = deputy?.from && deputy.to ? `，${sayDay(deputy.from)}到${sayDay(deputy.to)}` : ''
  const about = [duties ? sayDuties(duties) : '', deputy ? `${deputy.name}${days}` : '', reason ? `因为${reason}` : '']
  const said = about.filter(Boolean).join('；')
  return `${steps[step] ?? step}${said ? `：${said}` : ''}`
}
