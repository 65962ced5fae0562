import { defineComponent, type PropType } from 'vue'
import { itemName } from '../../../platform/web/reference.ts'
import type { TopicCase } from '../contract.ts'
import type { PartForm } from './decide-form.ts'
import { VerdictBox } from './VerdictBox.tsx'

/** 单条另定: some cases of the topic, and what was decided of them. */
export const ApartBox = defineComponent({
  name: 'ApartBox',
  props: {
    part: { type: Object as PropType<PartForm>, required: true },
    /** Those no other part has taken. */
    cases: { type: Array as PropType<TopicCase[]>, required: true },
    nth: { type: Number, required: true },
    prefix: { type: String, required: true },
    fault: { type: String, default: '' },
  },
  emits: { changed: () => true, remove: () => true },
  setup(props, { emit }) {
    const tick = (id: string, on: boolean) => {
      props.part.cases = on ? [...props.part.cases, id] : props.part.cases.filter((one) => one !== id)
      emit('changed')
    }
    return () => (
      <section class="apart" aria-label={`另定 ${props.nth}`}>
        <fieldset class="apart-cases">
          <legend>另定 {props.nth}：是哪几条</legend>
          {props.cases.map(({ id, number, item, place }) => (
            <label key={id}>
              <input
                type="checkbox"
                aria-invalid={props.fault === 'cases' || undefined}
                checked={props.part.cases.includes(id)}
                onChange={(event) => tick(id, (event.target as HTMLInputElement).checked)}
              />
              {number} {itemName(item)} {place}
            </label>
          ))}
        </fieldset>
        <VerdictBox
          part={props.part}
          prefix={props.prefix}
          legend="这几条怎样议决"
          fault={props.fault}
          onChanged={() => emit('changed')}
        />
        <button type="button" class="plain" onClick={() => emit('remove')}>
          去掉另定 {props.nth}
        </button>
      </section>
    )
  },
})
