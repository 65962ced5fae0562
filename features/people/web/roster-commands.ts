import type { Command } from '../../../domain/entry.ts'
import type { Membership } from '../../../domain/units/roles.ts'
import { sha256Plain } from '../../../platform/web/sha256-plain.ts'
import type { Judged } from './roster.ts'

/** An id that follows from what it names (RFC 9562, version 8), as the ledger's founding ids do. */
function namedId(...parts: readonly string[]): string {
  const bytes = sha256Plain(new TextEncoder().encode(JSON.stringify(parts))).slice(0, 16)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

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
