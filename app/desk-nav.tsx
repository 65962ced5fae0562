import type { Role } from '../domain/units/roles.ts'

/** One word of the desk's main navigation. Whoever holds none of `roles` does not see it; without `roles` all do. */
export interface NavItem {
  to: string
  label: string
  roles?: readonly Role[]
  /** Does this address belong to it? Its own does. */
  covers?(path: string): boolean
}

/** In the order of the bar. */
export const deskNav: readonly NavItem[] = [
  { to: '/', label: '台账', covers: (path) => path.startsWith('/case/') },
  { to: '/account', label: '看账' },
  { to: '/import', label: '导入', roles: ['office', 'community'] },
]
