import { defineComponent, type PropType } from 'vue'
import { dayFromNow, sayDay } from '../text/time.ts'
import { ChoiceBox } from '../ui/ChoiceBox.tsx'
import { lackChoices } from './step-choices.ts'
import type { StepValues } from './step-data.ts'
import { handToUnits, type StepField } from './step-fields.ts'
import { narrow, unitChoices, unitLabel } from './unit-words.ts'
import '../ui/desk-field.css'

/** Days from today that one click sets. */
const quickDays = [3, 7, 15, 30]

const formKinds = ['text', 'unit', 'units', 'day', 'past', 'lack'] as const
type FormKind = (typeof formKinds)[number]

/** Is it one of the fields that any form of the desk may hold? The other kinds need a case beside them. */
export const isFormKind = (kind: StepField['kind']): kind is FormKind => formKinds.includes(kind as FormKind)

/** A labelled field of a desk form: words, a unit, several units, a day, or what a call-up lacks. */
export const FormField = defineComponent({
  name: 'FormField',
  props: {
    field: { type: Object as PropType<StepField>, required: true },
    /** Before the field's name in its id: two forms on one page differ by it. */
    prefix: { type: String, required: true },
    value: { type: [String, Array, Boolean] as PropType<StepValues[string]>, default: undefined },
    invalid: Boolean,
    /** Where the case lies: its own units come first. */
    community: { type: String, default: '' },
  },
  emits: { set: (value: string | string[]) => value !== undefined },
  setup(props, { emit }) {
    const id = () => `${props.prefix}-${props.field.name}`
    const hintId = () => (props.field.hint ? `${id()}-hint` : undefined)
    const text = () => (typeof props.value === 'string' ? props.value : '')
    const list = () => (Array.isArray(props.value) ? props.value : [])
    const set = (next: string | string[]) => emit('set', next)
    const typed = (event: Event) => set((event.target as HTMLInputElement).value)
    const attributes = () => ({
      id: id(),
      'aria-describedby': hintId(),
      'aria-required': props.field.required,
      'aria-invalid': props.invalid || undefined,
    })
    const findUnit = (words: string) => narrow(unitChoices(handToUnits(props.community), props.community), words)
    const findOther = (words: string) => findUnit(words).filter(({ value: code }) => !list().includes(code))
    const box = (chosen: string, find: typeof findUnit, take: (code: string) => void) => (
      <ChoiceBox
        id={id()}
        chosen={chosen}
        find={find}
        invalid={props.invalid}
        describedBy={hintId()}
        onChoose={(choice) => take(choice?.value ?? '')}
      />
    )
    const day = () => (
      <div class="field-day">
        <input type="date" {...attributes()} min={dayFromNow(0, new Date())} value={text()} onInput={typed} />
        {quickDays.map((n) => (
          <button
            key={n}
            type="button"
            class="plain"
            aria-label={`${n} 天后，${sayDay(dayFromNow(n, new Date()))}`}
            onClick={() => set(dayFromNow(n, new Date()))}
          >
            {n} 天
          </button>
        ))}
      </div>
    )
    const several = () => (
      <div>
        {box('', findOther, (code) => code && set([...list(), code]))}
        <ul class="field-chips">
          {list().map((code) => (
            <li key={code}>
              {unitLabel(code)}
              <button
                type="button"
                class="plain"
                aria-label={`去掉${unitLabel(code)}`}
                onClick={() => set(list().filter((one) => one !== code))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      </div>
    )
    const controls: Record<FormKind, () => unknown> = {
      unit: () => box(text() && unitLabel(text()), findUnit, set),
      units: several,
      day,
      past: () => (
        <input type="date" {...attributes()} max={dayFromNow(0, new Date())} value={text()} onInput={typed} />
      ),
      lack: () => (
        <select {...attributes()} value={text()} onChange={typed}>
          {lackChoices().map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      ),
      text: () =>
        (props.field.max ?? 0) > 200 ? (
          <textarea {...attributes()} rows={3} maxlength={props.field.max} value={text()} onInput={typed} />
        ) : (
          <input type="text" {...attributes()} maxlength={props.field.max} value={text()} onInput={typed} />
        ),
    }
    return () => (
      <div class="field">
        <label for={id()}>
          {props.field.label}
          {props.field.required ? <span class="field-required">（必填）</span> : null}
        </label>
        {isFormKind(props.field.kind) ? controls[props.field.kind]() : null}
        {props.field.hint ? (
          <span class="field-hint" id={hintId()}>
            {props.field.hint}
          </span>
        ) : null}
      </div>
    )
  },
})
