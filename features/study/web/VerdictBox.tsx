import { defineComponent, type PropType } from 'vue'
import { type Verdict, verdictNames } from '../../../domain/hazard/steps-decide.ts'
import { FormField } from '../../../platform/web/case/FormField.tsx'
import type { PartForm } from './decide-form.ts'
import { verdictFields } from './room-fields.ts'

const kinds = Object.keys(verdictNames) as Verdict['kind'][]

/** One of the five decisions, and what it asks. */
export const VerdictBox = defineComponent({
  name: 'VerdictBox',
  props: {
    part: { type: Object as PropType<PartForm>, required: true },
    prefix: { type: String, required: true },
    legend: { type: String, required: true },
    /** Name of the field that must be put right. */
    fault: { type: String, default: '' },
  },
  emits: { changed: () => true },
  setup(props, { emit }) {
    const choose = (kind: Verdict['kind']) => {
      props.part.kind = kind
      emit('changed')
    }
    const set = (name: string, value: string | string[]) => {
      props.part.values[name] = value
      emit('changed')
    }
    return () => (
      <div>
        <fieldset class="verdict-kinds">
          <legend>{props.legend}</legend>
          {kinds.map((kind) => (
            <label key={kind}>
              <input
                type="radio"
                name={`${props.prefix}-kind`}
                aria-invalid={props.fault === 'kind' || undefined}
                checked={props.part.kind === kind}
                onChange={() => choose(kind)}
              />
              {verdictNames[kind]}
            </label>
          ))}
        </fieldset>
        <div class="room-fields">
          {(props.part.kind ? verdictFields[props.part.kind] : []).map((field) => (
            <FormField
              key={`${props.part.kind}-${field.name}`}
              class={(field.max ?? 0) > 200 ? 'room-wide' : undefined}
              field={field}
              prefix={props.prefix}
              value={props.part.values[field.name]}
              invalid={props.fault === field.name}
              onSet={(value: string | string[]) => set(field.name, value)}
            />
          ))}
        </div>
      </div>
    )
  },
})
