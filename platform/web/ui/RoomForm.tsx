import { defineComponent, nextTick, onMounted, type PropType, ref } from 'vue'
import { FormField } from '../case/FormField.tsx'
import type { Photo } from '../photo-prepare.ts'
import type { RoomFormState } from '../room-form.ts'
import { DeskPhotoField } from './DeskPhotoField.tsx'
import './room-form.css'

/** Frame of a room's forms: the fields in columns, the sentence of a refusal, the two buttons; takes the focus. */
export const RoomForm = defineComponent({
  name: 'RoomForm',
  props: {
    form: { type: Object as PropType<RoomFormState>, required: true },
    title: { type: String, required: true },
    /** What the button does. */
    button: { type: String, required: true },
    /** Before the ids of the fields. */
    prefix: { type: String, required: true },
  },
  emits: { send: () => true, cancel: () => true },
  setup(props, { emit, slots }) {
    const box = ref<HTMLFormElement>()
    const focus = (selector: string) => box.value?.querySelector<HTMLElement>(selector)?.focus()
    onMounted(() => focus('input, textarea, select, button[type="submit"]'))
    const submit = async (event: Event) => {
      event.preventDefault()
      emit('send')
      await nextTick()
      focus('[aria-invalid="true"]')
    }
    return () => {
      const { form } = props
      // Where there are few fields a long text gets more room.
      const roomy = form.fields.length < 5
      return (
        <form class="room-form" aria-label={props.title} novalidate ref={box} onSubmit={submit}>
          {slots.default?.()}
          <div class="room-fields">
            {form.fields.map((field) =>
              field.kind === 'photos' ? (
                <DeskPhotoField
                  key={field.name}
                  id={`${props.prefix}-${field.name}`}
                  label={field.label}
                  hint={field.hint}
                  photos={form.shots[field.name] ?? []}
                  onChange={(photos: Photo[]) => form.setShots(field.name, photos)}
                />
              ) : (
                <FormField
                  key={field.name}
                  class={roomy && (field.max ?? 0) > 200 ? 'room-wide' : undefined}
                  field={field}
                  prefix={props.prefix}
                  value={form.values[field.name]}
                  invalid={form.fault.value === field.name}
                  onSet={(value: string | string[]) => form.set(field.name, value)}
                />
              ),
            )}
          </div>
          {form.said.value ? (
            <p class="said" role="alert">
              {form.said.value}
            </p>
          ) : null}
          <div class="room-buttons">
            <button type="submit" disabled={form.busy.value}>
              {form.busy.value ? '正在办理…' : props.button}
            </button>
            <button type="button" class="plain" onClick={() => emit('cancel')}>
              先不办
            </button>
          </div>
        </form>
      )
    }
  },
})
