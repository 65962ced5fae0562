import { computed, type Reactive, reactive, ref, shallowRef } from 'vue'
import type { Command } from '../../../domain/entry.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { Refused } from '../../../platform/web/api.ts'
import { isEmpty, type StepValues, toStepData } from '../../../platform/web/case/step-data.ts'
import type { StepField } from '../../../platform/web/case/step-fields.ts'
import { fieldsOn, startOf } from '../../../platform/web/case/step-form.ts'
import { hazardCommand, sendCommand } from '../../../platform/web/commands.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import type { Photo } from '../../../platform/web/photo-prepare.ts'
import { uploadPhoto } from '../../../platform/web/photo-upload.ts'
import { recallMe, session } from '../../../platform/web/session.ts'

/** What is kept of a form in the tab: the words, and the command that may already have arrived. */
interface Draft {
  values: StepValues
  pending?: Command
}

/** The command's data: what the form holds, and the photos that go with it. */
export const dataOf = (fields: readonly StepField[], values: StepValues, photos: readonly Photo[]): Command['data'] =>
  toStepData(fields, { ...values, photos: photos.map((photo) => photo.sha256) })

const same = (one: Command, data: Command['data'], seen: number): boolean =>
  one.seen === seen && JSON.stringify(one.data) === JSON.stringify(data)

/** One step's form: what is typed survives refusals, a lost session and a reload; a resend keeps its id. */
export function useStep(step: string, hazardOf: () => HazardView) {
  const name = `${hazardOf().id}:${step}`
  const kept = findDraft<Draft>(name)
  const values: Reactive<StepValues> = reactive({ ...startOf(step, hazardOf()), ...kept?.values })
  const photos = shallowRef<Photo[]>([])
  const missing = ref<string[]>([])
  const said = ref('')
  const stale = ref(false)
  const busy = ref('')
  const fields = computed(() => fieldsOn(step, hazardOf()))
  let pending = kept?.pending

  const keep = () => keepDraft(name, { values, pending })
  const set = (field: string, value: StepValues[string]) => {
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
