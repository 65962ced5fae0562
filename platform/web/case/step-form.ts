import { actsFor } from '../../../domain/hazard/rights.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import type { Membership } from '../../../domain/units/roles.ts'
import { reference } from '../reference.ts'
import { holdsRole, session } from '../session.ts'
import type { StepValues } from './step-data.ts'
import { type StepField, stepFields } from './step-fields.ts'

/** Does this person's own duty include the rectifying, or is it entered for the party (代录)? */
function actsForUnit(hazard: HazardView): boolean {
  const memberships = (session.me?.roles ?? []) as Membership[]
  return actsFor({ person: session.me?.person ?? '', memberships }, hazard.unit, reference.units)
}

const photoHint = '这类隐患凭照片销号，请附照片'

type Wording = Record<string, Record<string, Partial<Pick<StepField, 'label' | 'hint'>>>>

/** Where the proof asked for changes what a field is called, by proof, step and field: a dispute is 化解, not 整改. */
const wordings: Partial<Record<HazardView['proof'], Wording>> = {
  mediation: {
    rectify: {
      note: { label: '怎样化解的' },
      photos: { label: '化解凭据（照片）' },
      by: { label: '代当事人录入' },
    },
    close: { note: { label: '回访情况', hint: '当事人怎样说、现在怎样' }, photos: { label: '回访照片' } },
  },
  photo: { rectify: { photos: { hint: photoHint } }, close: { photos: { hint: photoHint } } },
}

/** Fields of a step on this case, as the signed-in person may fill them. */
export function fieldsOn(step: string, hazard: HazardView): StepField[] {
  const mayRecord = holdsRole('community', 'office')
  const worded = wordings[hazard.proof]?.[step] ?? {}
  const fields = (stepFields[step] ?? [])
    .filter(({ kind }) => kind !== 'party' || mayRecord)
    .map((field) => ({ ...field, ...worded[field.name] }))
  if (step !== 'close' || hazard.missing.length === 0 || !holdsRole('office')) return fields
  const lost = { name: 'noPhotoReason', label: '照片灭失原因', kind: 'text', max: 500 } as const
  return [...fields, { ...lost, hint: `有 ${hazard.missing.length} 张照片没有传到；确已灭失的，写明原因才能销号` }]
}

/** What a form holds before anybody types: a rectifying for somebody else's unit is entered for the party. */
export const startOf = (step: string, hazard: HazardView): StepValues =>
  step === 'rectify' && !actsForUnit(hazard) ? { by: true } : {}

/** Why somebody who re-checks here finds no button: another pair of eyes must see it. Empty where there is nothing to say. */
export function sayOthersTurn(hazard: HazardView, available: readonly { step: string }[]): string {
  const checks = holdsRole('community', 'office', 'checker')
  if (hazard.status !== 'rectified' || !checks || available.some(({ step }) => step === 'close')) return ''
  const [officer, checker] = hazard.severity === 'major' ? ['其他单位的人', '复查员'] : ['本社区其他干部', '复查员']
  return `整改或代录的人不能自己销号，请${officer}或${checker}来复查。`
}

/** What moves the case on, before what turns it back, before words; entering another unit's work (代录) is no first choice. */
const order = [
  'verify',
  'rectify',
  'close',
  'assign',
  'send-back',
  'call-up',
  'return',
  'refuse',
  'record',
  'void',
  'comment',
]

/** The steps as buttons, the likeliest first; rectifying for another unit is called what it is. */
export function offered(hazard: HazardView, available: readonly { step: string; label: string }[]) {
  const records = !actsForUnit(hazard)
  const rank = (step: string) => order.indexOf(step === 'rectify' && records ? 'record' : step)
  return available
    .map((one) => (one.step === 'rectify' && records ? { ...one, label: `代录${one.label}` } : one))
    .sort((a, b) => rank(a.step) - rank(b.step))
}
