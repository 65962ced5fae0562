import type { Role } from '../domain/units/roles.ts'

/** One word of the desk's main navigation. Whoever holds none of `roles` does not see it; without `roles` all do. */
export interface NavItem {
  to: string
  label: string
  roles?: readonly Role[]
  /** Set up once and seldom looked at: the first to leave a bar that is full. */
  seldom?: true
  /** Does this address belong to it? Its own does. */
  covers?(path: string): boolean
}

/** In the order of the bar. */
export const deskNav: readonly NavItem[] = [
  { to: '/', label: '台账', covers: (path) => path.startsWith('/case/') },
  { to: '/recheck', label: '待复查', roles: ['community', 'office', 'checker'] },
  { to: '/study', label: '研判', roles: ['office', 'leader', 'auditor'] },
  { to: '/topics', label: '议题', roles: ['office', 'leader', 'auditor'] },
  { to: '/resolutions', label: '决议', roles: ['office', 'leader', 'auditor', 'handler'] },
  {
    to: '/supervisions',
    label: '督办',
    roles: ['office', 'leader', 'superior', 'auditor', 'handler', 'community'],
    covers: (path) => path === '/superior-list',
  },
  { to: '/draw', label: '抽查', roles: ['superior', 'auditor', 'leader'] },
  {
    to: '/documents',
    label: '公文',
    roles: ['office', 'leader', 'auditor'],
    covers: (path) => path.startsWith('/documents/'),
  },
  { to: '/account', label: '看账' },
  {
    to: '/legs',
    label: '时限',
    roles: ['office', 'leader', 'auditor', 'community'],
    covers: (path) => path.startsWith('/legs/'),
  },
  { to: '/bulletin', label: '今日数字', roles: ['office', 'community', 'leader'] },
  { to: '/report', label: '登记', roles: ['community', 'office'] },
  { to: '/import', label: '导入', seldom: true, roles: ['office', 'community'] },
  { to: '/people', label: '人员', seldom: true, roles: ['community', 'office', 'admin', 'security'] },
  {
    to: '/units',
    label: '单位',
    seldom: true,
    roles: ['admin', 'office', 'community', 'leader', 'auditor'],
    covers: (path) => path.startsWith('/units/'),
  },
  {
    to: '/catalogue',
    label: '排查清单',
    seldom: true,
    roles: ['admin', 'office', 'community', 'grid', 'leader', 'auditor'],
  },
  { to: '/start', label: '第一天', seldom: true, roles: ['admin', 'office', 'community'] },
]

/** So many words stand beside the name and the buttons on 1366 px. */
const BAR = 12

/** All in the bar where they fit; else what is used seldom goes behind 更多. */
export function splitBar(items: readonly NavItem[]): { bar: readonly NavItem[]; more: readonly NavItem[] } {
  if (items.length <= BAR) return { bar: items, more: [] }
  return { bar: items.filter(({ seldom }) => !seldom), more: items.filter(({ seldom }) => seldom) }
}
