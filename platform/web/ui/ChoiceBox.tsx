import { computed, defineComponent, type PropType, ref, useId, watch } from 'vue'
import './choice-box.css'

export interface Choice {
  value: string
  label: string
  /** Second, paler words: where it belongs. */
  hint?: string
  /** How its words sound, for whoever types pinyin or initials. */
  sounds?: string
}

/** A text box that narrows a list, by the ARIA combobox pattern; arrows, Enter and Escape work. */
export const ChoiceBox = defineComponent({
  name: 'ChoiceBox',
  props: {
    id: { type: String, required: true },
    /** Label of the chosen value; empty when nothing is chosen. */
    chosen: { type: String, default: '' },
    find: { type: Function as PropType<(typed: string) => Choice[] | Promise<Choice[]>>, required: true },
    placeholder: { type: String, default: '输入名称或拼音查找' },
    describedBy: String,
    invalid: Boolean,
  },
  emits: { choose: (choice: Choice | null) => choice === null || choice.value !== '' },
  setup(props, { emit }) {
    const list = useId()
    const typed = ref<string | null>(null)
    const choices = ref<Choice[]>([])
    const active = ref(0)
    const open = computed(() => typed.value !== null)
    const activeId = computed(() => (open.value && choices.value[active.value] ? `${list}-${active.value}` : undefined))
    let asked = 0
    const look = async (words: string) => {
      const mine = ++asked
      const found = await props.find(words.trim())
      if (mine !== asked) return
      choices.value = found
      active.value = 0
    }
    const start = () => {
      if (typed.value !== null) return
      typed.value = ''
      void look('')
    }
    const take = (choice: Choice | undefined) => {
      if (!choice) return
      typed.value = null
      emit('choose', choice)
    }
    const close = () => {
      typed.value = null
    }
    const onInput = (event: Event) => {
      typed.value = (event.target as HTMLInputElement).value
      void look(typed.value)
    }
    const onKeydown = (event: KeyboardEvent) => {
      if (event.isComposing) return
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault()
        if (!open.value) return start()
        const step = event.key === 'ArrowDown' ? 1 : choices.value.length - 1
        active.value = choices.value.length ? (active.value + step) % choices.value.length : 0
      } else if (event.key === 'Enter' && open.value) {
        event.preventDefault()
        take(choices.value[active.value])
      } else if (event.key === 'Escape' && open.value) {
        event.preventDefault()
        close()
      }
    }
    watch(activeId, (id) => {
      if (id) requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block: 'nearest' }))
    })
    return () => (
      <div class="combobox">
        <input
          id={props.id}
          role="combobox"
          autocomplete="off"
          aria-autocomplete="list"
          aria-expanded={open.value}
          aria-controls={list}
          aria-activedescendant={activeId.value}
          aria-describedby={props.describedBy}
          aria-invalid={props.invalid || undefined}
          placeholder={props.chosen || props.placeholder}
          value={typed.value ?? props.chosen}
          onClick={start}
          onInput={onInput}
          onKeydown={onKeydown}
          onBlur={close}
        />
        {props.chosen && !open.value ? (
          <button type="button" class="combobox-clear" aria-label="清除所选" onClick={() => emit('choose', null)}>
            ×
          </button>
        ) : null}
        <div id={list} class="combobox-list" role="listbox" aria-label="可选项" hidden={!open.value}>
          {choices.value.map((choice, i) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and points here by aria-activedescendant
            <div
              key={choice.value}
              id={`${list}-${i}`}
              role="option"
              aria-selected={i === active.value}
              onMousedown={(event) => {
                event.preventDefault()
                take(choice)
              }}
            >
              {choice.label}
              {choice.hint ? <span class="combobox-hint">{choice.hint}</span> : null}
            </div>
          ))}
          {choices.value.length === 0 ? (
            // biome-ignore lint/a11y/useFocusableInteractive: nothing here can be chosen
            <div role="option" aria-selected="false" aria-disabled="true" class="combobox-none">
              没有找到，换个词试试
            </div>
          ) : null}
        </div>
      </div>
    )
  },
})
