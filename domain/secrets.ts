import * as z from 'zod/mini'
import { storable } from './schema.ts'

/** What one types to sign in on a bound device. */
export const pin = z.string().check(z.regex(/^[0-9]{6}$/))
export const password = z.string().check(z.minLength(1), z.maxLength(256), storable)
/** A name without blanks: letters of any script, digits, and . _ - */
export const username = z.string().check(z.regex(/^[\p{L}\p{N}._-]{2,32}$/u), storable)

const steps = (text: string): number[] => [...text].slice(1).map((c, i) => c.charCodeAt(0) - text.charCodeAt(i))
/** 123456, 987654, 111111: every character as far from the last as the one before. */
const isRun = (text: string): boolean => new Set(steps(text)).size <= 1

/** Six digits that are guessed first: runs, few digits, pairs and triples over again, and dates of our time. */
export function isWeakPin(given: string): boolean {
  const again = /^(\d{2})\1\1$|^(\d{3})\2$/.test(given)
  const date = /^(19|20)\d\d(0[1-9]|1[0-2])$/.test(given)
  return isRun(given) || new Set(given).size < 3 || again || date || given === '520131' || given === '147258'
}

export const PASSWORD_LENGTH = 12
/** Beginnings of what lists of stolen passwords are full of. */
const common = /^(password|passw0rd|p@ssw0rd|qwerty|1qaz2wsx|abc123|admin|administrator|welcome|iloveyou|anlan|woaini)/i

/** Too short, few characters, a run, a piece over again, a common beginning that fills it, or the user name itself. */
export function isWeakPassword(given: string, name: string): boolean {
  const said = given.toLowerCase()
  const rest = name.length >= 3 ? said.split(name.toLowerCase()).join('') : said
  const stripped = rest.replace(common, '').replace(/(0?123456789?0?|1234)/g, '')
  return (
    [...given].length < PASSWORD_LENGTH ||
    new Set(said).size < 5 ||
    isRun(said) ||
    /^(.{1,6})\1+$/.test(said) ||
    stripped.length < 6
  )
}
