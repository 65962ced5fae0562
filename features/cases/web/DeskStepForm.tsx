import { defineComponent, nextTick, onMounted, type PropType, ref } from 'vue'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { DeskField } from './DeskField.tsx'
import type { StepForm } from './desk-step.ts'

/** The form of one step; a refusal is shown above the button and costs nothing of what was typed. */
export const DeskStepForm = defineComponent({
  name: 'DeskStepForm',
  props: {
    form: { type: Object as PropType<StepForm>, required: true },
    label: { type: String, required: true },
    hazard: { type: Object as PropType<HazardView>, required: true },
    /** The step can still be taken, as the page now stands. */
    possible: { type: Boolean, required: true },
  },
  emits: { done: () => true, reload: () => true },
  setup(props, { emit }) {
    const box = ref<HTMLFormElement>()
    const submit = async (event: Event) => {
      event.preventDefault()
      if (await props.form.submit()) return emit('done')
      await nextTick()
      box.value?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    }
    const reload = () => {
      props.form.seen()
      emit('reload')
    }
    onMounted(() => box.value?.querySelector<HTMLElement>('input, select, textarea')?.focus())
    return () => {
      const { fields, said, stale, busy } = props.form
      return (
        <form class="step-form" onSubmit={submit} novalidate ref={box} aria-label={props.label}>
          {fields.value.map((field) => (
            <DeskField key={field.name} field={field} form={props.form} hazard={props.hazard} />
          ))}
          {said.value ? (
            <p class="said" role="alert">
              {said.value}
              {stale.value ? (
                <button type="button" class="plain" onClick={reload}>
                  看最新情况
                </button>
              ) : null}
            </p>
          ) : null}
          {props.possible ? null : (
            <p class="said">这条隐患的情况已变，“{props.label}”现在不能办了；您写的内容还在，可以复制到别处。</p>
          )}
          <button type="submit" disabled={busy.value !== '' || !props.possible}>
            {busy.value || `提交：${props.label}`}
          </button>
        </form>
      )
    }
  },
})
