import { defineComponent, type PropType, ref } from 'vue'
import { isQuiet } from '../../../platform/web/case/step-form.ts'
import type { Parcel } from '../../../platform/web/device-store.ts'
import { Sheet } from '../../../platform/web/phone/Sheet.tsx'

interface Choice {
  step: string
  label: string
}

/** The bar at the foot of a case: the likeliest step as a large button, the others behind 更多. */
export const FieldCaseActions = defineComponent({
  name: 'FieldCaseActions',
  props: {
    /** The likeliest first. */
    steps: { type: Array as PropType<Choice[]>, required: true },
    /** A step of this phone's that has not arrived yet: until then only words may be added. */
    held: { type: Object as PropType<Parcel>, default: undefined },
    /** Why somebody else must act, where that needs saying. */
    others: { type: String, required: true },
  },
  emits: { open: (_step: string) => true },
  setup(props, { emit }) {
    const more = ref(false)
    const off = ({ step }: Choice) => props.held !== undefined && step !== 'comment'
    const open = (step: string) => {
      more.value = false
      emit('open', step)
    }
    const choices = (rest: readonly Choice[]) => (
      <Sheet
        title="可以办理"
        onClose={() => {
          more.value = false
        }}
      >
        {rest.map((one) => (
          <button
            key={one.step}
            type="button"
            class="button case-choice"
            disabled={off(one)}
            onClick={() => open(one.step)}
          >
            {one.label}
          </button>
        ))}
      </Sheet>
    )
    return () => {
      const [main, ...rest] = props.steps
      if (!main) return null
      return (
        <div class="case-actions">
          {props.others ? <p class="hint">{props.others}</p> : null}
          {props.held ? <p class="hint">“{props.held.label}”还没有送达，送达后再办下一步。</p> : null}
          <div class="case-buttons">
            {rest.length > 0 ? (
              <button
                type="button"
                class="button"
                onClick={() => {
                  more.value = true
                }}
              >
                更多
              </button>
            ) : null}
            <button
              type="button"
              class={['button', 'case-main', { 'button-main': !isQuiet(main.step) }]}
              disabled={off(main)}
              onClick={() => open(main.step)}
            >
              {main.label}
            </button>
          </div>
          {more.value ? choices(rest) : null}
        </div>
      )
    }
  },
})
