/** Duties a person may hold, each at a unit. One Chinese term, one code word (GLOSSARY.md). */
export const roleNames = {
  grid: '网格员',
  volunteer: '志愿者',
  property: '物业代表',
  branch: '院落党支部成员',
  community: '社区两委',
  office: '街道专班',
  handler: '部门经办人',
  checker: '复查员',
  leader: '领导',
  superior: '上级',
  auditor: '审计',
  security: '安全管理员',
  admin: '管理员',
} as const

export type Role = keyof typeof roleNames
export const roles = Object.keys(roleNames) as [Role, ...Role[]]

export interface Membership {
  role: Role
  unit: string
}

/** Who acts: the person and the duties held at this moment, resolved from the book under the lock. */
export interface Actor {
  person: string
  memberships: readonly Membership[]
  /** Whom he deputizes for today, each with that person's duties. */
  principals?: readonly Principal[]
  /** For whom this very act is done (代); then `memberships` are that person's, and `own` the deputy's. */
  behalf?: string
  own?: readonly Membership[]
}

export interface Principal {
  person: string
  memberships: readonly Membership[]
}

/** Duties on accounts of their own: who keeps people, who can shut them out and who looks over both are three persons. */
export const exclusiveRoles: readonly Role[] = ['admin', 'security', 'auditor']

/** Staff may put a report straight to handling or as fixed; the others wait for a community to verify. */
export const staffRoles: readonly Role[] = ['grid', 'community', 'office', 'handler', 'checker', 'leader']

export const holds = (actor: Actor, role: Role): boolean => actor.memberships.some((m) => m.role === role)
/** The units at which the actor holds one of the roles. */
export const unitsAs = (actor: Actor, ...wanted: Role[]): string[] =>
  actor.memberships.filter((m) => wanted.includes(m.role)).map((m) => m.unit)
