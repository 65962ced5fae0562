import { actsFor, isGrave } from '../../../domain/hazard/rights.ts'
import { refusedLeg } from '../../../domain/hazard/state.ts'
import { missingHelp } from '../../../domain/hazard/steps-help.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import type { Membership } from '../../../domain/units/roles.ts'
import { reference } from '../reference.ts'
import { holdsRole, session } from '../session.ts'
import { dayFromNow } from '../text/time.ts'
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
      by: { label: '谁化解的' },
    },
    close: { note: { label: '回访情况', hint: '当事人怎样说、现在怎样' }, photos: { label: '回访照片' } },
  },
  photo: { rectify: { photos: { hint: photoHint } }, close: { photos: { hint: photoHint } } },
}

/** What a correction starts from; a word that was erased starts empty. */
const todayOf = (hazard: HazardView): Record<string, string> => ({
  item: hazard.item,
  site: hazard.site ?? '',
  place: hazard.place ?? '',
  description: hazard.description ?? '',
  party: hazard.party ?? '',
  severity: '',
})

/** Steps of the responsible unit that others enter from its paper. */
const ofUnit = ['refuse', 'ask-extension']

/** Is this step entered from paper for somebody else, as the form stands? */
const isRecorded = (step: string, hazard: HazardView, values: StepValues): boolean =>
  step === 'rectify'
    ? typeof values.by === 'string' && values.by !== ''
    : values.fromPaper === true || (ofUnit.includes(step) && !actsForUnit(hazard))

/** The office studies what it can see: who calls a case up that has no photo takes one, but of a dispute. */
const isUnseen = ({ proof, before }: HazardView): boolean => proof === 'photo' && before.length === 0

/** A paper has a day; whoever does not act for the unit says for whom he enters the fix. */
const isRequired = (step: string, { name, kind }: StepField, hazard: HazardView): boolean =>
  name === 'paper.on' ||
  (kind === 'recorded' && !actsForUnit(hazard)) ||
  (step === 'call-up' && kind === 'photos' && isUnseen(hazard))

/** Fields of a step on this case, as the signed-in person may fill them, and as the form stands. */
export function fieldsOn(step: string, hazard: HazardView, values: StepValues = {}): StepField[] {
  const mayRecord = holdsRole('community', 'office')
  const recorded = mayRecord && isRecorded(step, hazard, values)
  const worded = wordings[hazard.proof]?.[step] ?? {}
  const today = step === 'correct' ? todayOf(hazard) : {}
  const fields = (stepFields[step] ?? [])
    .filter(({ kind }) => (kind !== 'recorded' && kind !== 'tick') || mayRecord)
    .filter(({ name }) => name !== 'unhelped' || missingHelp(hazard, reference.units) !== '')
    .filter(({ kind }) => kind !== 'tick' || !ofUnit.includes(step) || actsForUnit(hazard))
    .filter(
      ({ name }) => step !== 'assign' || !['arbitration', 'reason'].includes(name) || refusedLeg(hazard) !== undefined,
    )
    .filter(({ name }) => !name.startsWith('paper.') || recorded)
    .map((field) => ({ ...field, ...worded[field.name], ...(field.name in today ? { today: today[field.name] } : {}) }))
    .map((field) => (isRequired(step, field, hazard) ? { ...field, required: true as const } : field))
  if (step !== 'close') return fields
  const bare = hazard.backfill !== null && hazard.proof === 'photo' && hazard.after.length === 0
  const lost = hazard.missing.length > 0 && holdsRole('office')
  if (!bare && !lost) return fields
  const why = {
    name: 'noPhotoReason',
    label: lost ? '照片灭失原因' : '没有照片的原因',
    kind: 'text',
    max: 500,
  } as const
  const hint = lost
    ? `有 ${hazard.missing.length} 张照片没有传到；确已灭失的，写明原因才能销号`
    : '补录的隐患没有整改后照片：附复查照片，或写明原因'
  return [...fields, { ...why, hint }]
}

/** What a form holds before anybody types: a rectifying for somebody else's unit is entered for the party. */
export function startOf(step: string, hazard: HazardView): StepValues {
  const paper = { 'paper.on': dayFromNow(0, new Date()) }
  if (step === 'correct') return todayOf(hazard)
  if (step === 'extend') return { due: hazard.extension?.due ?? '' }
  return step === 'rectify' && !actsForUnit(hazard) ? { by: 'party', ...paper } : paper
}

/** With whom a case lies on which nobody finds a button that moves it on. */
const atMeeting: Partial<Record<HazardView['status'], string>> = {
  tabled: '已列入议题，由工作组会议决定怎样办。',
  parked: '工作组议决缓办，到复议日自动回到待研判。',
  referred: '工作组已报上级；要改变须由工作组会议再次议决。',
}

/**
 * Why somebody finds no button here that moves the case on: it lies with the work group, or another pair of eyes must
 * see it. Empty where there is nothing to say.
 */
export function sayOthersTurn(hazard: HazardView, available: readonly { step: string }[]): string {
  const lies = atMeeting[hazard.status]
  if (lies) return lies
  const checks = holdsRole('community', 'office', 'checker')
  if (hazard.status !== 'rectified' || !checks || available.some(({ step }) => step === 'close')) return ''
  const [officer, checker] = isGrave(hazard) ? ['其他单位的人', '复查员'] : ['本社区其他干部', '复查员']
  return `整改或代录的人不能自己销号，请${officer}或${checker}来复查。`
}

/** What moves the case on, before what turns it back, before words; entering another unit's work (代录) is no first choice. */
const order = [
  'verify',
  'extend',
  'deny-extension',
  'rectify',
  'help',
  'close',
  'assign',
  'send-back',
  'call-up',
  'return',
  'refuse',
  'ask-extension',
  'record',
  'determine',
  'undo',
  'comment',
  'void',
  'correct',
  'unflag',
  'flag',
]

/** Steps that are never the one thing to do. */
export const isQuiet = (step: string): boolean =>
  ['undo', 'comment', 'void', 'correct', 'unflag', 'flag', 'determine'].includes(step)

/**
 * The steps as buttons, the likeliest first; what is only entered for another (代录) comes late; 签收 has no button. What
 * a unit refused is first of all handed to another.
 */
export function offered<T extends { step: string; label: string }>(
  available: readonly T[],
  hazard: Pick<HazardView, 'legs'>,
): T[] {
  const first = refusedLeg(hazard) ? 'assign' : ''
  const rank = ({ step, label }: T) => (step === first ? -1 : order.indexOf(label.startsWith('代录') ? 'record' : step))
  return available.filter(({ step }) => step !== 'receive').sort((a, b) => rank(a) - rank(b))
}
