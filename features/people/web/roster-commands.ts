import type { Command } from '../../../domain/entry.ts'
import type { Membership } from '../../../domain/units/roles.ts'
import { namedId } from '../../../platform/web/named-id.ts'
import type { Judged } from './roster.ts'

interface Gone {
  name: string | null
  retracted: readonly Membership[] | null
}

/**
 * The enrolment of a row. Its ids follow from the book's salt, the name and the unit: the same row is the same person,
 * however often and by whomever it is sent. Who was taken back comes in as somebody new.
 */
export function enrolment(
  { name, phone, duty }: Judged,
  { salt, sender, gone, takenAt }: { salt: string; sender: string; gone: readonly Gone[]; takenAt: string },
): Command {
  const unit = duty?.unit ?? ''
  const times = gone.filter((one) => one.name === name && one.retracted?.some((held) => held.unit === unit)).length
  const stream = namedId(salt, name, unit, String(times))
  const data = { name, memberships: duty ? [duty] : [], ...(phone ? { phone } : {}) }
  return { id: namedId(stream, sender, JSON.stringify(data)), stream, kind: 'person', step: 'enrol', data, takenAt }
}
