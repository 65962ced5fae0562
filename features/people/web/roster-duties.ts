import { type Role, roleNames, roles } from '../../../domain/units/roles.ts'
import type { Unit } from '../../../domain/units/units.ts'
import { OFFICE } from '../../../domain/units/units.ts'

/** What the office's sheets call a duty, whatever the unit. The longest that fits wins. */
const called: [RegExp, Role][] = [
  [/院落.*支部|党支部(成员|委员|书记)|院落党员|院委会/, 'branch'],
  [/物业/, 'property'],
  [/网格(员|长|管理员)|^网格$/, 'grid'],
  [/志愿者|义工|楼长|楼栋长|楼门长|单元长|红袖/, 'volunteer'],
  [/安全管理员/, 'security'],
  [/审计|纪检|监察/, 'auditor'],
  [/复查|督查/, 'checker'],
  [/上级|检查员/, 'superior'],
  [/专班|内勤/, 'office'],
  [/^(系统)?管理员$/, 'admin'],
  [/两委|社区(干部|工作者|委员)|社工/, 'community'],
  [/领导/, 'leader'],
]

/** What is said of an officer without saying of what: the unit tells. */
const officer = /书记|主任|委员|干部|科长|科员|所长|队长|民警|经办人|工作人员|负责人|联络员|专干|副职|职员/

/** The duty that these words mean at this unit; undefined where they mean none. */
export function dutyOf(said: string, unit: Unit | undefined): Role | undefined {
  const words = said.replace(/[\s\u3000（）()]/g, '')
  if (words === '') return undefined
  const exact = roles.find((role) => roleNames[role] === words || role === words)
  if (exact) return exact
  const named = called.find(([pattern]) => pattern.test(words))?.[1]
  if (named) return named
  if (!officer.test(words) || !unit) return undefined
  if (unit.kind === 'community') return 'community'
  if (unit.kind === 'street') return 'leader'
  if (unit.kind === 'area') return 'superior'
  if (unit.code === OFFICE) return 'office'
  return unit.kind === 'grid' || unit.kind === 'compound' ? undefined : 'handler'
}
