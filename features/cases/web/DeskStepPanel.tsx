import { computed, defineComponent, type PropType, ref } from 'vue'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { isQuiet, offered, sayOthersTurn } from '../../../platform/web/case/step-form.ts'
import { DeskStepForm } from './DeskStepForm.tsx'
import { type StepForm, useStep } from './desk-step.ts'

/** What this person may do now. Forms that were opened keep what was typed while the page beneath is read anew. */
export const DeskStepPanel = defineComponent({
  name: 'DeskStepPanel',
  props: {
    hazard: { type: Object as PropType<HazardView>, required: true },
    available: { type: Array as PropType<{ step: string; label: string }[]>, required: true },
  },
  emits: { done: (step: string, label: string) => step !== '' && label !== '', reload: () => true },
  setup(props, { emit }) {
    const forms = new Map<string, StepForm>()
    const chosen = ref('')
    const labels = new Map<string, string>()
    const steps = computed(() => {
      const buttons = offered(props.available)
      for (const { step, label } of buttons) labels.set(step, label)
      return buttons
    })
    const others = computed(() => sayOthersTurn(props.hazard, props.available))
    const formOf = (step: string): StepForm => {
      const form = forms.get(step) ?? useStep(step, () => props.hazard)
      forms.set(step, form)
      return form
    }
    const done = () => {
      const step = chosen.value
      forms.delete(step)
      chosen.value = ''
      emit('done', step, labels.get(step) ?? step)
    }
    return () => (
      <section class="panel steps" aria-labelledby="steps-heading">
        <h2 id="steps-heading">办理</h2>
        {steps.value.length === 0 ? <p class="soft">您可以查看这条隐患，现在没有要您办的。</p> : null}
        {others.value ? <p class="soft">{others.value}</p> : null}
        <div class="steps-buttons">
          {steps.value.map(({ step, label }, i) => (
            <button
              key={step}
              type="button"
              class={{ plain: i > 0 || isQuiet(step), chosen: chosen.value === step }}
              aria-expanded={chosen.value === step}
              onClick={() => {
                chosen.value = chosen.value === step ? '' : step
              }}
            >
              {label}
            </button>
          ))}
        </div>
        {chosen.value ? (
          <DeskStepForm
            key={chosen.value}
            form={formOf(chosen.value)}
            label={labels.get(chosen.value) ?? ''}
            hazard={props.hazard}
            possible={props.available.some(({ step }) => step === chosen.value)}
            onDone={done}
            onReload={() => emit('reload')}
          />
        ) : null}
      </section>
    )
  },
})
