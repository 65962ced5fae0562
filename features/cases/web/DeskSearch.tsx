import { computed, defineComponent, ref, useId, watch } from 'vue'
import type { Filters } from '../../../platform/web/case/filters.ts'
import { narrow, unitChoices } from '../../../platform/web/case/unit-words.ts'
import { reference } from '../../../platform/web/reference.ts'
import { type SearchChoice, searchChoices } from './search-choices.ts'

/** Words to look for; while they are typed, items, places and units that they may mean are offered as filters. */
export const DeskSearch = defineComponent({
  name: 'DeskSearch',
  props: { id: { type: String, required: true }, words: { type: String, required: true } },
  emits: {
    words: (words: string) => words !== undefined,
    choose: (filter: Filters) => Object.keys(filter).length > 0,
  },
  setup(props, { emit }) {
    const list = useId()
    const open = ref(false)
    /** None to begin with: Enter looks for the words as they stand. */
    const active = ref(-1)
    const units = computed(() => unitChoices([...reference.units.values()]))
    const choices = computed(() =>
      open.value
        ? searchChoices(props.words, reference.catalogue, reference.units, (words) => narrow(units.value, words))
        : [],
    )
    const shown = computed(() => open.value && choices.value.length > 0)
    watch(choices, () => {
      active.value = -1
    })
    const take = (choice: SearchChoice | undefined) => {
      if (!choice) return
      open.value = false
      emit('choose', choice.filter)
    }
    const onInput = (event: Event) => {
      open.value = true
      emit('words', (event.target as HTMLInputElement).value)
    }
    const move = (by: number) => {
      const n = choices.value.length
      active.value = by > 0 ? (active.value + 1) % n : active.value <= 0 ? n - 1 : active.value - 1
    }
    const onKeydown = (event: KeyboardEvent) => {
      if (event.isComposing || !shown.value) return
      if (event.key === 'ArrowDown') move(1)
      else if (event.key === 'ArrowUp') move(-1)
      else if (event.key === 'Escape') open.value = false
      else if (event.key === 'Enter' && active.value >= 0) take(choices.value[active.value])
      else return
      event.preventDefault()
    }
    const option = (choice: SearchChoice, i: number) => (
      // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and points here by aria-activedescendant
      <div
        key={`${choice.kind}${choice.label}`}
        id={`${list}-${i}`}
        role="option"
        aria-selected={i === active.value}
        onMousedown={(event) => {
          event.preventDefault()
          take(choice)
        }}
      >
        <span class="search-kind">{choice.kind}</span> {choice.label}
        {choice.hint ? <span class="combobox-hint">{choice.hint}</span> : null}
      </div>
    )
    return () => (
      <div class="combobox">
        <input
          id={props.id}
          type="search"
          role="combobox"
          autocomplete="off"
          maxlength={100}
          placeholder="编号、地点、情况，或项目、单位的拼音"
          aria-autocomplete="list"
          aria-expanded={shown.value}
          aria-controls={list}
          aria-activedescendant={active.value >= 0 ? `${list}-${active.value}` : undefined}
          aria-keyshortcuts="/"
          value={props.words}
          onInput={onInput}
          onKeydown={onKeydown}
          onBlur={() => (open.value = false)}
        />
        <div id={list} class="combobox-list" role="listbox" aria-label="可选的筛选条件" hidden={!shown.value}>
          {choices.value.map(option)}
        </div>
      </div>
    )
  },
})
