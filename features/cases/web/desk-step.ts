import { computed, type Reactive, reactive, ref, shallowRef } from 'vue'
import type { Command } from '../../../domain/entry.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { Refused } from '../../../platform/web/api.ts'
import { receiptOf } from '../../../platform/web/case/receipt.ts'
import { checkStep, type StepValues, toStepData } from '../../../platform/web/case/step-data.ts'
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
export function dataOf(
  fields: readonly StepField[],
  values: StepValues,
  photos: readonly Photo[],
  papers: readonly Photo[] = [],
): Command['data'] {
  const hashes = (list: readonly Photo[]) => list.map((photo) => photo.sha256)
  return toStepData(fields, { ...values, photos: hashes(photos), 'paper.photos': hashes(papers) })
}

/** Receives a case that was handed to the reader's unit (签收). @returns whether it was; a refusal is nobody's matter */
export async function receiveOpened(page: {
  hazard: HazardView
  available: readonly { step: string }[]
}): Promise<boolean> {
  const wish = await receiptOf(page.hazard, page.available, session.me?.person ?? '')
  return (
    wish !== null &&
    sendCommand(wish).then(
      () => true,
      () => false,
    )
  )
}

/** What is said once the own step took the case out of sight; `step` is its code, `label` its word. */
export const sayGone = (step: string, label: string): string =>
  `“${label}”已记入台账，这条隐患${step === 'refuse' ? '已退回交办单位，' : '已'}不在您的台账里了。`

const same = (one: Command, data: Command['data'], seen: number): boolean =>
  one.seen === seen && JSON.stringify(one.data) === JSON.stringify(data)

/** One step's form: what is typed survives refusals, a lost session and a reload; a resend keeps its id. */
export function useStep(step: string, hazardOf: () => HazardView) {
  const name = `${hazardOf().id}:${step}`
  const kept = findDraft<Draft>(name)
  const values: Reactive<StepValues> = reactive({ ...startOf(step, hazardOf()), ...kept?.values })
  const photos = shallowRef<Photo[]>([])
  /** Photos of the paper it is entered from (代录). */
  const papers = shallowRef<Photo[]>([])
  /** Name of the field that `said` speaks of; empty when it speaks of none. */
  const fault = ref('')
  const said = ref('')
  const stale = ref(false)
  const busy = ref('')
  const fields = computed(() => fieldsOn(step, hazardOf(), values))
  let pending = kept?.pending

  const keep = () => keepDraft(name, { values, pending })
  const set = (field: string, value: StepValues[string]) => {
    values[field] = value
    if (fault.value === field) said.value = fault.value = ''
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
    const shots = [...photos.value, ...(fields.value.some(({ name }) => name === 'paper.photos') ? papers.value : [])]
    for (const [i, photo] of shots.entries()) {
      busy.value = `正在上传照片 ${i + 1}/${shots.length}…`
      await uploadPhoto(photo)
    }
    busy.value = '正在提交…'
    const data = dataOf(fields.value, values, photos.value, papers.value)
    if (!pending || !same(pending, data, version)) pending = hazardCommand(step, id, data, version)
    keep()
    await sendCommand(pending)
    dropDraft(name)
    return true
  }
  /** True once the ledger has it. */
  const submit = async (): Promise<boolean> => {
    if (busy.value) return false
    const found = checkStep(fields.value, values)
    fault.value = found?.field ?? ''
    said.value = found?.said ?? ''
    stale.value = false
    if (found) return false
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
  return { step, values, photos, papers, fault, said, stale, busy, fields, set, submit, seen }
}
export type StepForm = ReturnType<typeof useStep>
/** What a field needs of the form it stands in. */
export type FieldForm = Pick<StepForm, 'values' | 'photos' | 'papers' | 'fault' | 'set'>
