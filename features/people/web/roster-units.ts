import type { Membership, Role } from '../../../domain/units/roles.ts'
import { communityOf, OFFICE, type UnitKind } from '../../../domain/units/units.ts'
import type { Units } from '../../../platform/web/case/find-unit.ts'

/** Where each duty is held. */
const seats: Record<Role, readonly UnitKind[]> = {
  grid: ['grid', 'community'],
  volunteer: ['community', 'grid', 'compound'],
  property: ['compound'],
  branch: ['compound'],
  community: ['community'],
  office: ['office'],
  handler: ['office', 'organ', 'enterprise'],
  checker: ['street', 'community', 'office'],
  leader: ['street'],
  superior: ['area'],
  auditor: ['street'],
  security: ['street'],
  admin: ['street'],
}
const seatNames: Partial<Record<Role, string>> = {
  grid: '网格或社区',
  volunteer: '社区',
  property: '小区（院落）',
  branch: '小区（院落）',
  community: '社区',
  handler: '部门',
  checker: '街道或社区',
  leader: '街道',
}

export const fits = (units: Units, { role, unit }: Membership): boolean =>
  seats[role].includes(units.get(unit)?.kind ?? 'area') && (role !== 'office' || unit === OFFICE)

export const saySeat = (role: Role): string => seatNames[role] ?? '街道'

/** A community officer's seat from a grid or compound that somebody wrote instead. */
export const seatFor = (units: Units, role: Role, unit: string): string =>
  role === 'community' ? (communityOf(units, unit) ?? unit) : unit
