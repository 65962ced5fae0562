import { computed, defineComponent, type PropType, ref, watch } from 'vue'
import type { HazardRow, HazardView } from '../../../domain/hazard/views.ts'
import { isQuiet, offered, sayOthersTurn } from '../../../platform/web/case/step-form.ts'
import { useShortcuts } from '../../../platform/web/shortcuts.ts'
import { DeskStepForm } from './DeskStepForm.tsx'
import { type StepForm, useStep } from './desk-step.ts'

/** What this person may do now. Forms that were opened keep what was typed while the page beneath is read anew. */
export const DeskStepPanel = defineComponent({
  name: 'DeskStepPanel',
  props: {
    hazard: { type: Object as PropType<HazardView>, required: true },
    available: { type: Array as PropType<{ step: string; label: string }[]>, required: true },
    /** The case that this one was said to repeat: 不列入 opens filled in. */
    original: { type: Object as PropType<HazardRow>, default: undefined },
  },
  emits: { done: (step: string, label: string) => step !== '' && label !== '', reload: () => true },
  setup(props, { emit }) {
    const forms = new Map<string, StepForm>()
    const chosen = ref('')
    const labels = new Map<string, string>()
    const steps = computed(() => {
      const buttons = offered(props.available, props.hazard)
      for (const { step, label } of buttons) labels.set(step, label)
      return buttons
    })
    const others = computed(() => sayOthersTurn(props.hazard, props.available))
    const formOf = (step: string): StepForm => {
      const form = forms.get(step) ?? useStep(step, () => props.hazard)
      forms.set(step, form)
      return form
    }
    watch(
      () => props.original,
      (row) => {
        if (!row) return
        const form = formOf('void')
        form.set('reason', `与 ${row.number} 重复，合并办理`)
        form.set('duplicateOf-label', row.number)
        form.set('duplicateOf', row.id)
        chosen.value = 'void'
      },
    )
    const done = () => {
      const step = chosen.value
      forms.delete(step)
      chosen.value = ''
      emit('done', step, labels.get(step) ?? step)
    }
    const box = ref<HTMLElement>()
    const toggle = (step: string) => {
      chosen.value = chosen.value === step ? '' : step
    }
    /** Folds the form away, its words kept; false where none is open. */
    const fold = (): boolean => {
      const step = chosen.value
      chosen.value = ''
      box.value?.querySelector<HTMLElement>(`[data-step="${step}"]`)?.focus()
      return step !== ''
    }
    useShortcuts(() => [
      ...steps.value.map(({ step, label }, i) => ({
        keys: i < 9 ? [String(i + 1)] : [],
        shown: String(i + 1),
        label,
        run: () => toggle(step),
      })),
      { keys: ['Escape'], shown: 'Esc', label: '收起表单（写的内容还在）；再按回到台账', run: fold },
    ])
    return () => (
      <section class="panel steps" ref={box} aria-labelledby="steps-heading">
        <h2 id="steps-heading">办理</h2>
        {steps.value.length === 0 ? <p class="soft">您可以查看这条隐患，现在没有要您办的。</p> : null}
        {others.value ? <p class="soft">{others.value}</p> : null}
        <div class="steps-buttons">
          {steps.value.map(({ step, label }, i) => (
            <button
              key={step}
              type="button"
              class={{ plain: i > 0 || isQuiet(step), chosen: chosen.value === step }}
              data-step={step}
              aria-expanded={chosen.value === step}
              aria-keyshortcuts={String(i + 1)}
              onClick={() => toggle(step)}
            >
              <span class="key" aria-hidden="true">
                {i + 1}
              </span>{' '}
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
