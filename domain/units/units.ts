import type { Calendar } from '../calendar/working-days.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Membership, roleNames } from './roles.ts'

export type UnitKind = 'area' | 'street' | 'community' | 'grid' | 'compound' | 'office' | 'organ' | 'enterprise'
export const unitKindNames: Record<UnitKind, string> = {
  area: '区（新区）',
  street: '街道',
  community: '社区',
  grid: '网格',
  compound: '小区/院落',
  office: '各办（中心）',
  organ: '垂直部门',
  enterprise: '公共服务企业',
}

/** A part of a split: the new unit, or the old code that goes on, and which units below go with it. */
export interface Part {
  code: string
  takes: string[]
}

export interface Unit {
  code: string
  name: string
  kind: UnitKind
  parent: string | null
  /** 消防救援机构: it alone determines a major fire hazard. */
  agency?: 'fire'
  /** Its stream. */
  id?: string
  /** First day; absent for what was there when the book was founded. */
  from?: string
  /** First day on which it is no more. */
  to?: string
  /** Who goes on with its work, the first for what belongs to no part. */
  into?: string[]
  /** From when on each name held; `at` is the instant from which reads use it. */
  names?: { name: string; from: string; at: string }[]
  splits?: { from: string; at: string; parts: Part[] }[]
  /** Instants at which it began and ended, for reads as of an instant. */
  since?: string
  until?: string
  /** Said by `unitsAt`: not yet, or no longer. Absent is in force. */
  off?: 'later' | 'ended'
}

/** A stand-in for dates (AB岗): Shanghai days, both included. */
export interface Deputy {
  person: string
  from: string
  to: string
}

export interface Person {
  id: string
  memberships: Membership[]
  disabled: boolean
  /** Absent for who never had one. */
  deputies?: Deputy[]
  enrolled?: { by: string; at: string }
  /** The enrolment was taken back: the duties it had given. */
  retracted?: Membership[]
}

/** What every decision may look up, folded from the book's own entries up to this moment (law 11). */
export interface Reference {
  units: ReadonlyMap<string, Unit>
  people: ReadonlyMap<string, Person>
  /** In order of effect; the last whose `from` is not after today is in force. */
  catalogues: readonly Catalogue[]
  calendar: Calendar
}

/** Level of a leg: who must get it done. */
export type Level = 'community' | 'street' | 'above'

/** 街道专班: the unit that receives what communities call up. */
export const OFFICE = 'zb'

/** The unit and its ancestors, nearest first. */
export function lineage(units: Reference['units'], code: string): Unit[] {
  const line: Unit[] = []
  for (let unit = units.get(code); unit && line.length < 8; unit = unit.parent ? units.get(unit.parent) : undefined)
    line.push(unit)
  return line
}

export const isWithin = (units: Reference['units'], code: string, ancestor: string): boolean =>
  lineage(units, code).some((unit) => unit.code === ancestor)

/** The community a grid, compound or community itself belongs to; undefined above that. */
export const communityOf = (units: Reference['units'], code: string): string | undefined =>
  lineage(units, code).find((unit) => unit.kind === 'community')?.code

/** A unit's name, with its community before it where the name alone says too little; empty for an unknown code. */
export function fullName(units: Reference['units'], code: string): string {
  const unit = units.get(code)
  if (unit?.kind !== 'grid' && unit?.kind !== 'compound') return unit?.name ?? ''
  return `${units.get(communityOf(units, code) ?? '')?.name ?? ''}${unit.name}`
}

/** A duty in words: 华新街社区两委, not 华新街社区社区两委. */
export const sayDuty = (units: Reference['units'], { role, unit }: Membership): string =>
  `${fullName(units, unit)}${roleNames[role]}`.replace('社区社区', '社区')

export function levelOf(units: Reference['units'], code: string): Level {
  if (communityOf(units, code)) return 'community'
  return units.get(code)?.kind === 'area' ? 'above' : 'street'
}

/** Vertical organs and enterprises are asked (商请), own offices and communities are told (交办). */
export function modeOf(units: Reference['units'], code: string): 'order' | 'request' {
  const kind = units.get(code)?.kind
  return kind === 'organ' || kind === 'enterprise' ? 'request' : 'order'
}
