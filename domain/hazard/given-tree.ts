import type { Calendar } from '../calendar/working-days.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Membership, type Role, roles } from '../units/roles.ts'
import type { Reference, Unit } from '../units/units.ts'

/** A small tree for tests: two communities with grids and compounds, an office, an own office, an organ, an enterprise. */
export const smallTree: Unit[] = [
  { code: 'xq', name: '示范新区', kind: 'area', parent: null },
  { code: 'jd', name: '示范街道', kind: 'street', parent: 'xq' },
  { code: 'zb', name: '街道专班', kind: 'office', parent: 'jd' },
  { code: 'o-cg', name: '城管办', kind: 'office', parent: 'jd' },
  { code: 'v-xf', name: '消防救援大队', kind: 'organ', parent: 'jd', agency: 'fire' },
  { code: 'p-rq', name: '燃气公司', kind: 'enterprise', parent: 'jd' },
  { code: 'c01', name: '示范一社区', kind: 'community', parent: 'jd' },
  { code: 'c01-g1', name: '第一网格', kind: 'grid', parent: 'c01' },
  { code: 'c01-s1', name: '示范花园', kind: 'compound', parent: 'c01' },
  { code: 'c01-s2', name: '示范家园', kind: 'compound', parent: 'c01' },
  { code: 'c02', name: '示范二社区', kind: 'community', parent: 'jd' },
  { code: 'c02-g1', name: '第一网格', kind: 'grid', parent: 'c02' },
  { code: 'c02-s1', name: '示范小区', kind: 'compound', parent: 'c02' },
]

const item = { synonyms: [], look: '看一看', proof: 'photo', days: 5, confirmed: true, city: null } as const

/** One item of each severity. */
export const smallCatalogue: Catalogue = {
  version: 't1',
  name: '测试清单',
  from: '2019-01-01',
  categories: [
    {
      code: '1',
      name: '消防',
      items: [
        { ...item, synonyms: [], code: '1.1', name: '消防设施', severity: 'ordinary' },
        { ...item, synonyms: [], code: '1.3', name: '通道堵塞', severity: 'major' },
      ],
    },
    { code: '2', name: '设施', items: [{ ...item, synonyms: [], code: '2.1', name: '电气', severity: 'larger' }] },
  ],
}

/** 2026 only, with 清明 off: a due day in 2027 is provisional. */
const smallCalendar: Calendar = { years: { 2026: { off: ['2026-04-06'], on: [] } } }

/** One or more people of every role; names say what they may do. */
export const smallStaff = {
  grid: [{ role: 'grid', unit: 'c01-g1' }],
  grid2: [{ role: 'grid', unit: 'c02-g1' }],
  volunteer: [{ role: 'volunteer', unit: 'c01' }],
  property: [{ role: 'property', unit: 'c01-s1' }],
  branch: [{ role: 'branch', unit: 'c01-s1' }],
  community: [{ role: 'community', unit: 'c01' }],
  colleague: [{ role: 'community', unit: 'c01' }],
  community2: [{ role: 'community', unit: 'c02' }],
  office: [{ role: 'office', unit: 'zb' }],
  office2: [{ role: 'office', unit: 'zb' }],
  fire: [{ role: 'handler', unit: 'v-xf' }],
  urban: [{ role: 'handler', unit: 'o-cg' }],
  urban2: [{ role: 'handler', unit: 'o-cg' }],
  gas: [{ role: 'handler', unit: 'p-rq' }],
  checker: [{ role: 'checker', unit: 'jd' }],
  checker2: [{ role: 'checker', unit: 'c02' }],
  leader: [{ role: 'leader', unit: 'jd' }],
  superior: [{ role: 'superior', unit: 'xq' }],
  auditor: [{ role: 'auditor', unit: 'jd' }],
  admin: [{ role: 'admin', unit: 'jd' }],
  security: [{ role: 'security', unit: 'jd' }],
} satisfies Record<string, Membership[]>

export type Who = keyof typeof smallStaff
export const everybody = Object.keys(smallStaff) as Who[]

/** The same id for the same person in every test. */
export const personOf = (who: Who): string =>
  `00000000-0000-7000-8000-${String(everybody.indexOf(who) + 1).padStart(12, '0')}`

const seatOf: Record<Role, string> = {
  grid: 'c01-g1',
  volunteer: 'c01',
  property: 'c01-s1',
  branch: 'c01-s1',
  community: 'c01',
  office: 'zb',
  handler: 'o-cg',
  checker: 'jd',
  leader: 'jd',
  superior: 'xq',
  auditor: 'jd',
  security: 'jd',
  admin: 'jd',
}

/** Every role once, each at its natural unit of the first community or the street. */
export const oneOfEach: readonly Membership[] = roles.map((role) => ({ role, unit: seatOf[role] }))

export const smallReference: Reference = {
  units: new Map(smallTree.map((unit) => [unit.code, unit])),
  people: new Map(
    everybody.map((who) => [
      personOf(who),
      { id: personOf(who), memberships: [...smallStaff[who]] as Membership[], disabled: false },
    ]),
  ),
  catalogues: [smallCatalogue],
  calendar: smallCalendar,
}
