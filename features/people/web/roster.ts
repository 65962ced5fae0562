import { keepsDuties } from '../../../domain/units/keeping.ts'
import { type Actor, type Membership, type Role, roleNames, roles } from '../../../domain/units/roles.ts'
import { fullName } from '../../../domain/units/units.ts'
import { findUnit, type Units } from '../../../platform/web/case/find-unit.ts'
import { dutyOf } from './roster-duties.ts'
import { type Field, fieldNames, type RosterRow } from './roster-table.ts'
import { fits, saySeat, seatFor } from './roster-units.ts'

/** What is wrong with a cell, in words that name row and column; `fix` is what would make it right. */
interface RowError {
  field: Field
  say: string
  fix?: string
}

export interface Judged {
  row: RosterRow
  /** `known` is enrolled already and left alone. */
  state: 'ready' | 'error' | 'known'
  errors: RowError[]
  /** Said of a row that is left alone. */
  note?: string
  name: string
  phone: string
  duty?: Membership
}

/** Somebody who is enrolled, as far as a sheet can name him. */
export interface Enrolled {
  name: string | null
  duties: readonly Membership[]
  disabled: boolean
}

/** Who pastes, onto what. */
export interface Desk {
  units: Units
  actor: Actor
  enrolled: readonly Enrolled[]
  /** Duties he may give somewhere, and the units at which he may give any. */
  gives: readonly Role[]
  reach: ReadonlySet<string>
}

export function openDesk(units: Units, actor: Actor, enrolled: readonly Enrolled[]): Desk {
  const gives = new Set<Role>()
  const reach = new Set<string>()
  for (const unit of units.keys())
    for (const role of roles) {
      if (!keepsDuties(actor, [{ role, unit }], units)) continue
      gives.add(role)
      reach.add(unit)
    }
  return { units, actor, enrolled, gives: roles.filter((role) => gives.has(role)), reach }
}

const halfWidth = (text: string): string =>
  text.replace(/[０-９＋－]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))

type Cell = Pick<RowError, 'say' | 'fix'>

/** A phone without blanks and hyphens, or why it is none. A sheet may leave it out. */
export function readPhone(said: string): string | Cell {
  const text = halfWidth(said).replace(/[\s\u3000—–-]/g, '')
  if (text === '') return ''
  if (/^\d(\.\d+)?e\+?\d+$/i.test(text))
    return { say: `“${said}”是表格把号码变成了科学计数，末几位已丢失；请把这一列设为“文本”，重新填好再复制` }
  if (/[/、,，;；]/.test(text)) return { say: `“${said}”里有几个号码，一格只写一个` }
  if (/^(\+?86)?1\d{10}$/.test(text)) return text.replace(/^\+?86/, '')
  if (/^0\d{9,11}$/.test(text) || /^[2-9]\d{6,7}$/.test(text)) return text
  return { say: `“${said}”不是 11 位手机号，也不是座机号` }
}

/** 张 三 is 张三; a space inside a name of other letters stays. */
const readName = (said: string): string => said.replace(/([\u4e00-\u9fff])[\s\u3000]+(?=[\u4e00-\u9fff])/g, '$1').trim()

function unitOf(said: string, desk: Desk): string | Cell {
  if (said === '') return { say: '没有写单位' }
  const { code, like } = findUnit(desk.units, said, (one) => desk.reach.has(one))
  if (code) return code
  const names = like.map((one) => fullName(desk.units, one))
  if (names[0] === undefined) return { say: `没有叫“${said}”的单位` }
  const asked = names.length > 1 ? `，是 ${names.join('、')} 中的哪一个？` : `，是“${names[0]}”吗？`
  return { say: `没有只叫“${said}”的单位${asked}`, fix: names[0] }
}

function roleOf(said: string, unit: string | undefined, desk: Desk): Role | Cell {
  const role = dutyOf(said, unit ? desk.units.get(unit) : undefined)
  if (role) return role
  const offered = desk.gives.map((one) => roleNames[one]).join('、')
  if (said === '') return { say: `没有写职务，可以写：${offered}` }
  return { say: `“${said}”认不出是什么职务，可以写：${offered}` }
}

function seatOf(role: Role, given: string, desk: Desk): Membership | RowError {
  const duty = { role, unit: seatFor(desk.units, role, given) }
  const where = fullName(desk.units, duty.unit)
  if (!fits(desk.units, duty)) return { field: 'unit', say: `${roleNames[role]}要写到${saySeat(role)}，“${where}”不是` }
  if (!keepsDuties(desk.actor, [duty], desk.units))
    return { field: 'duty', say: `您不能登记${where}的${roleNames[role]}，请由街道专班或管理员登记` }
  return duty
}

const at = (row: RosterRow, field: Field, { say, fix }: Cell): RowError => ({
  field,
  say: `第 ${row.line} 行“${fieldNames[field]}”：${say}${say.endsWith('？') ? '' : '。'}`,
  ...(fix ? { fix } : {}),
})

function judgeOne(row: RosterRow, desk: Desk): Judged {
  const errors: RowError[] = []
  const keep = <T>(field: Field, read: T | Cell): T | undefined => {
    if (typeof read !== 'object' || read === null || !('say' in read)) return read as T
    errors.push(at(row, field, read))
    return undefined
  }
  const name = readName(row.cells.name)
  if (name === '') keep('name', { say: '没有写姓名' })
  else if (/\d{3}|^[\d.]+$/.test(name) || name.length > 30) keep('name', { say: `“${name}”不像姓名` })
  const phone = keep('phone', readPhone(row.cells.phone)) ?? ''
  const unit = keep('unit', unitOf(row.cells.unit, desk))
  const role =
    unit === undefined && row.cells.unit !== '' ? undefined : keep('duty', roleOf(row.cells.duty, unit, desk))
  const seat = unit && role ? seatOf(role, unit, desk) : undefined
  if (seat && 'say' in seat) errors.push(at(row, seat.field, seat))
  const duty = seat && !('say' in seat) ? seat : undefined
  return { row, state: errors.length > 0 ? 'error' : 'ready', errors, name, phone, ...(duty ? { duty } : {}) }
}

const keyOf = ({ name, duty }: Judged): string => `${name}\n${duty?.unit}`

/** Somebody written twice: the same name at the same unit, or under the same phone. */
function twinOf(one: Judged, before: readonly Judged[]): string | undefined {
  const same = before.find((other) => keyOf(other) === keyOf(one))
  if (same && same.duty?.role === one.duty?.role)
    return `与第 ${same.row.line} 行同名同单位；若是两个人，请在姓名后写明，如“${one.name}（二）”`
  const phone = before.find((other) => other.phone !== '' && other.phone === one.phone)
  if (phone?.name === one.name || same)
    return `与第 ${(phone ?? same)?.row.line} 行是同一个人；一个人有几个职务，先登记一行，再到他的页面加`
  return phone ? `电话与第 ${phone.row.line} 行的${phone.name}相同` : undefined
}

/** Judges every row by itself and against the rows above it and those who are enrolled. */
export function judgeRoster(rows: readonly RosterRow[], desk: Desk): Judged[] {
  const good: Judged[] = []
  return rows.map((row) => {
    const one = judgeOne(row, desk)
    if (one.state === 'error') return one
    const known = desk.enrolled.find(
      (person) => person.name === one.name && person.duties.some(({ unit }) => unit === one.duty?.unit),
    )
    if (known)
      return { ...one, state: 'known' as const, note: known.disabled ? '已登记（已停用）' : '已登记，不再重复' }
    const twin = twinOf(one, good)
    if (twin) return { ...one, state: 'error' as const, errors: [at(row, 'name', { say: twin })] }
    good.push(one)
    return one
  })
}
