import { type Role, roleNames } from '../../../domain/units/roles.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import type { Me } from '../../../platform/web/session.ts'
import { sayDay } from '../../../platform/web/text/time.ts'

export const sayRole = ({ role, unit }: { role: string; unit: string }): string =>
  `${unitLabel(unit)} · ${roleNames[role as Role] ?? role}`

/** Whom one stands in for today, and who stands in for oneself, a line each. */
export function deputyLines(me: Me | null): string[] {
  const lent = (me?.deputizes ?? []).map(
    ({ name, to, roles }) => `我代理 ${name}（${roles.map(sayRole).join('、')}），到 ${sayDay(to)}为止`,
  )
  const own = (me?.deputies ?? []).map(({ name, from, to }) => `${name} 代理我，${sayDay(from)}到 ${sayDay(to)}`)
  return [...lent, ...own]
}
