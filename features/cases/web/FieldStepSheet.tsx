import { computed, defineComponent, onMounted, type PropType, reactive, ref, watch } from 'vue'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { checkStep, fromStepData, type StepValues, toStepData } from '../../../platform/web/case/step-data.ts'
import { stepFields } from '../../../platform/web/case/step-fields.ts'
import { fieldsOn, startOf } from '../../../platform/web/case/step-form.ts'
import { hazardCommand } from '../../../platform/web/commands.ts'
import { Sheet } from '../../../platform/web/phone/Sheet.tsx'
import {
  corrected,
  dropKept,
  findKept,
  findParcel,
  keep,
  photosInWork,
  post,
  putIntoPost,
} from '../../../platform/web/post.ts'
import { itemName } from '../../../platform/web/reference.ts'
import { sayUnstored } from '../../../platform/web/storage.ts'
import { FieldStepField } from './FieldStepField.tsx'

/** Refusals that a look at the latest state answers. */
const overtaken = new Set(['step.stale', 'step.not-now'])

/** One step's form. What is typed stays through refusals, a closed page and no network. */
export const FieldStepSheet = defineComponent({
  name: 'FieldStepSheet',
  props: {
    step: { type: String, required: true },
    label: { type: String, required: true },
    hazard: { type: Object as PropType<HazardView>, required: true },
    /** A refused parcel to be corrected. */
    from: { type: String, default: '' },
  },
  emits: { close: () => true, queued: () => true, done: () => true, latest: () => true },
  setup(props, { emit }) {
    const name = `step:${props.hazard.id}:${props.step}`
    const values = reactive<StepValues>({
      ...(props.step === 'verify' ? { unit: props.hazard.community } : {}),
      ...startOf(props.step, props.hazard),
    })
    const fields = computed(() => fieldsOn(props.step, props.hazard, values))
    const parcelId = ref(props.from)
    const said = ref('')
    const fault = ref('')
    const parcel = computed(() => findParcel(parcelId.value))
    const storing = ref(false)
    /** What was typed before is in place: only then may anybody type. */
    const ready = ref(false)
    const busy = computed(() => storing.value || parcel.value?.state === 'waiting')

    onMounted(async () => {
      const sent = parcel.value?.command.data
      if (sent) Object.assign(values, { by: '', fromPaper: false }, fromStepData(stepFields[props.step] ?? [], sent))
      const back = sent && fromStepData(fields.value, sent)
      Object.assign(values, back ?? (await findKept<StepValues>(name).catch(() => undefined)))
      said.value = parcel.value?.said ?? ''
      ready.value = true
    })
    const set = (field: string, value: StepValues[string]) => {
      values[field] = value
      if (fault.value === field) said.value = fault.value = ''
      void keep(name, values).catch(() => undefined)
    }
    const submit = async () => {
      if (busy.value || photosInWork.value > 0) return
      const missing = checkStep(fields.value, values)
      said.value = missing?.said ?? ''
      fault.value = missing?.field ?? ''
      if (missing) {
        document.getElementById(`step-${missing.field}`)?.focus()
        return
      }
      const data = toStepData(fields.value, values)
      const { id, version, item, number } = props.hazard
      const back = parcel.value?.state === 'refused' ? parcel.value : undefined
      const command = back ? corrected(back.command, data, version) : hazardCommand(props.step, id, data, version)
      storing.value = true
      try {
        const about = `${itemName(item)} · ${number}`
        parcelId.value = (await putIntoPost({ command, label: props.label, about }, back?.id)).id
      } catch (error) {
        said.value = sayUnstored(error, '这个窗口存不下内容（多半是无痕模式），请换普通窗口打开后再提交。')
      } finally {
        storing.value = false
      }
    }
    watch(
      () => [parcel.value?.state, post.line] as const,
      async ([state, line], [before]) => {
        if (state === 'delivered' && before !== 'delivered') {
          await dropKept(name).catch(() => undefined)
          emit('done')
        } else if (state === 'refused' && before === 'waiting') said.value = parcel.value?.said ?? ''
        else if (state === 'waiting' && (line === 'offline' || line === 'signed-out')) {
          await dropKept(name).catch(() => undefined)
          emit('queued')
        }
      },
    )
    return () => (
      <Sheet title={props.label} onClose={() => emit('close')}>
        <form
          novalidate
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          {(ready.value ? fields.value : []).map((field) => (
            <FieldStepField
              key={field.name}
              field={field}
              value={values[field.name]}
              hazard={props.hazard}
              fault={fault.value === field.name}
              onChange={(value: StepValues[string]) => set(field.name, value)}
            />
          ))}
          <p class="said" role="alert">
            {said.value}
          </p>
          {parcel.value?.state === 'refused' && overtaken.has(parcel.value.code ?? '') ? (
            <button type="button" class="button case-latest" onClick={() => emit('latest')}>
              看最新情况
            </button>
          ) : null}
          <button
            type="submit"
            class="button button-main case-submit"
            disabled={!ready.value || busy.value || photosInWork.value > 0}
          >
            {photosInWork.value > 0 ? '正在处理照片…' : busy.value ? '正在发送…' : `确认${props.label}`}
          </button>
        </form>
      </Sheet>
    )
  },
})
