import { computed, type Reactive, reactive, ref, shallowRef } from 'vue'
import type { Command } from '../../../domain/entry.ts'
import { actsFor } from '../../../domain/hazard/rights.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import type { Membership } from '../../../domain/units/roles.ts'
import { Refused } from '../../../platform/web/api.ts'
import { type StepField, stepFields } from '../../../platform/web/case/step-fields.ts'
import { hazardCommand, sendCommand } from '../../../platform/web/commands.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import type { Photo } from '../../../platform/web/photo-prepare.ts'
import { uploadPhoto } from '../../../platform/web/photo-upload.ts'
import { reference } from '../../../platform/web/reference.ts'
import { holdsRole, recallMe, session } from '../../../platform/web/session.ts'

export type Value = string | string[] | boolean
export type Values = Record<string, Value>

/** What is kept of a form in the tab: the words, and the command that may already have arrived. */
interface Draft {
  values: Values
  pending?: Command
}

/** Does this person's own duty include the rectifying, or is it entered for the party (代录)? */
function actsForUnit(hazard: HazardView): boolean {
  const memberships = (session.me?.roles ?? []) as Membership[]
  return actsFor({ person: session.me?.person ?? '', memberships }, hazard.unit, reference.units)
}

/** Fields of a step on this case, as this person may fill them. */
export function fieldsOn(step: string, hazard: HazardView): StepField[] {
  const mayRecord = holdsRole('community', 'office')
  const fields = (stepFields[step] ?? []).filter(({ kind }) => kind !== 'party' || mayRecord)
  if (step !== 'close' || hazard.missing.length === 0 || !holdsRole('office')) return fields
  const lost = { name: 'noPhotoReason', label: '照片灭失原因', kind: 'text', max: 500 } as const
  return [...fields, { ...lost, hint: `有 ${hazard.missing.length} 张照片没有传到；确已灭失的，写明原因才能销号` }]
}

/** What a form holds before anybody types: a rectifying for somebody else's unit is entered for the party. */
export const startOf = (step: string, hazard: HazardView): Values =>
  step === 'rectify' && !actsForUnit(hazard) ? { by: true } : {}

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined ||
  value === false ||
  (typeof value === 'string' ? value.trim() === '' : value !== true && value.length === 0)

function filledIn({ kind }: StepField, value: Value | undefined): unknown {
  if (isEmpty(value)) return undefined
  if (kind === 'party') return 'party'
  return typeof value === 'string' ? value.trim() : value
}

/** The command's data; empty fields are left out, photos are always a list. */
export function dataOf(fields: readonly StepField[], values: Values, photos: readonly Photo[]): Command['data'] {
  const filled = fields
    .filter(({ kind }) => kind !== 'photos')
    .map((field) => [field.name, filledIn(field, values[field.name])] as const)
    .filter(([, value]) => value !== undefined)
  const named = fields.filter(({ kind }) => kind === 'photos').map(({ name }) => [name, photos.map((p) => p.sha256)])
  return Object.fromEntries([...filled, ...named])
}

const same = (one: Command, data: Command['data'], seen: number): boolean =>
  one.seen === seen && JSON.stringify(one.data) === JSON.stringify(data)

/** One step's form: what is typed survives refusals, a lost session and a reload; a resend keeps its id. */
export function useStep(step: string, hazardOf: () => HazardView) {
  const name = `${hazardOf().id}:${step}`
  const kept = findDraft<Draft>(name)
  const values: Reactive<Values> = reactive({ ...startOf(step, hazardOf()), ...kept?.values })
  const photos = shallowRef<Photo[]>([])
  const missing = ref<string[]>([])
  const said = ref('')
  const stale = ref(false)
  const busy = ref('')
  const fields = computed(() => fieldsOn(step, hazardOf()))
  let pending = kept?.pending

  const keep = () => keepDraft(name, { values, pending })
  const set = (field: string, value: Value) => {
    values[field] = value
    missing.value = missing.value.filter((one) => one !== field)
    keep()
  }
  const failed = async (error: unknown) => {
    if (!(error instanceof Refused)) throw error
    said.value = error.message
    stale.value = error.code === 'step.stale' || error.code === 'step.not-now'
    // The law's refusal is kept under its id for ever: the next try is a new wish. Anything else goes again as it is.
    if (error.status === 422) pending = undefined
    keep()
    if (error.status === 401 && session.me) await recallMe().catch(() => undefined)
  }
  const deliver = async (): Promise<boolean> => {
    const { id, version } = hazardOf()
    for (const [i, photo] of photos.value.entries()) {
      busy.value = `正在上传照片 ${i + 1}/${photos.value.length}…`
      await uploadPhoto(photo)
    }
    busy.value = '正在提交…'
    const data = dataOf(fields.value, values, photos.value)
    if (!pending || !same(pending, data, version)) pending = hazardCommand(step, id, data, version)
    keep()
    await sendCommand(pending)
    dropDraft(name)
    return true
  }
  /** True once the ledger has it. */
  const submit = async (): Promise<boolean> => {
    missing.value = fields.value.filter((one) => one.required && isEmpty(values[one.name])).map((one) => one.name)
    said.value = missing.value.length > 0 ? '还有必填的没有填。' : ''
    stale.value = false
    if (missing.value.length > 0 || busy.value) return false
    busy.value = '正在提交…'
    try {
      return await deliver()
    } catch (error) {
      await failed(error)
      return false
    } finally {
      busy.value = ''
    }
  }
  const seen = () => {
    said.value = ''
    stale.value = false
  }
  return { step, values, photos, missing, said, stale, busy, fields, set, submit, seen }
}
export type StepForm = ReturnType<typeof useStep>
