import { defineComponent, type PropType } from 'vue'
import type { Command } from '../../../domain/entry.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { sayPreview } from './preview-words.ts'
import { useChange } from './unit-change.ts'

export interface Wish {
  stream: string
  step: string
  data: Command['data']
}

/** The frame of every change of a unit: its fields, what it will do in plain words, and only then the button. */
export const ChangeBox = defineComponent({
  name: 'ChangeBox',
  props: {
    title: { type: String, required: true },
    /** What the form says now, or why it says nothing yet. */
    wish: { type: [Object, String] as PropType<Wish | string>, required: true },
    confirm: { type: String, required: true },
    /** Names of units that do not exist yet. */
    names: { type: Object as PropType<Record<string, string>>, default: () => ({}) },
    /** More to say before it is confirmed. */
    notes: { type: Array as PropType<string[]>, default: () => [] },
  },
  emits: { done: (_said: string) => true, cancel: () => true },
  setup(props, { emit, slots }) {
    const change = useChange(() => props.wish as Wish)
    const say = (code: string) => props.names[code] ?? unitLabel(code)
    const look = async (event: Event) => {
      event.preventDefault()
      if (typeof props.wish === 'string') change.said.value = props.wish
      else await change.look()
    }
    const take = async () => {
      if (await change.take()) emit('done', `“${props.title}”已记入台账。`)
    }
    const foretold = () =>
      change.preview.value ? (
        <div class="units-preview" role="status">
          <h3>将会这样（按现在的台账算）</h3>
          <ul>
            {[...sayPreview(change.preview.value, say), ...props.notes].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p class="units-buttons">
            <button type="button" disabled={change.busy.value} onClick={take}>
              {props.confirm}
            </button>
            <button type="button" class="plain" onClick={change.touch}>
              再改改
            </button>
          </p>
        </div>
      ) : (
        <p class="units-buttons">
          <button type="submit" disabled={change.busy.value}>
            {change.busy.value ? '正在算…' : '看会影响什么'}
          </button>
          <button type="button" class="plain" onClick={() => emit('cancel')}>
            取消
          </button>
        </p>
      )
    return () => (
      <form class="units-form" aria-label={props.title} onSubmit={look} onInput={change.touch} onChange={change.touch}>
        <h3>{props.title}</h3>
        {slots.default?.()}
        {change.said.value ? (
          <p class="said" role="alert">
            {change.said.value}
          </p>
        ) : null}
        {foretold()}
      </form>
    )
  },
})

/** The day from which a change holds; tomorrow unless another is chosen. */
export const DayField = defineComponent({
  name: 'DayField',
  props: { value: { type: String, required: true }, min: { type: String, required: true } },
  emits: { change: (_day: string) => true },
  setup(props, { emit }) {
    return () => (
      <div class="field">
        <label for="unit-from">生效日期</label>
        <input
          id="unit-from"
          type="date"
          required
          min={props.min}
          value={props.value}
          onInput={(event) => emit('change', (event.target as HTMLInputElement).value)}
        />
      </div>
    )
  },
})
