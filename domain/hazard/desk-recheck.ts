import type { Actor } from '../units/roles.ts'
import type { Reference } from '../units/units.ts'
import { checkRefusal } from './rights.ts'
import type { HazardState } from './state.ts'

/** Why a rectified case cannot be struck off from its photos at the desk; the rulebook may still let somebody close it. */
export const asideNames = {
  'own-fix': '您自己整改的，请本社区其他干部或复查员复查',
  'own-record': '您代录的整改，请其他人复查',
  'not-yours': '不在您的复查范围',
  suspected: '疑似重大，须到现场复查',
  severity: '较大、重大隐患，须到现场复查',
  proof: '凭回访记录或调解协议销号，不能只看照片',
  'no-photos': '没有整改前或整改后的照片，无从比对',
  missing: '照片还没有传到',
} as const
export type Aside = keyof typeof asideNames

/** Ordinary cases may be struck off from their photos, a page at a time; all others are looked at on their own. */
export function asideOf(
  state: HazardState,
  actor: Actor,
  reference: Reference,
  arrived: ReadonlySet<string>,
): Aside | null {
  if (state.fixer === actor.person) return 'own-fix'
  if (state.recorder === actor.person) return 'own-record'
  if (state.suspectedMajor) return 'suspected'
  if (state.severity !== 'ordinary') return 'severity'
  if (checkRefusal(actor, state, reference)) return 'not-yours'
  if (state.proof !== 'photo') return 'proof'
  if (state.before.length === 0 || state.after.length === 0) return 'no-photos'
  return [...state.before, ...state.after].every((hash) => arrived.has(hash)) ? null : 'missing'
}
