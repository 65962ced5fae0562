import { computed, defineComponent, ref } from 'vue'
import { allItems, type CatalogueItem } from '../../../domain/catalogue/catalogue.ts'
import { searchItems } from '../../../domain/catalogue/search.ts'
import { reference } from '../../../platform/web/reference.ts'
import { readHabits } from './report-habits.ts'

const SHOWN = 8
const FIRST = 6

/** Which of the thirty items: own last ones first, else by a word, a number, pinyin or initials; without network. */
export const ItemChooser = defineComponent({
  name: 'ItemChooser',
  props: { item: { type: String, required: true } },
  emits: { choose: (_item: CatalogueItem) => true },
  setup(props, { emit }) {
    const typed = ref('')
    const whole = ref(false)
    const changing = ref(false)
    const items = computed(() => (reference.catalogue ? allItems(reference.catalogue) : []))
    const usual = computed(() => {
      const own = readHabits().items.map((code) => items.value.find((item) => item.code === code))
      const known = own.filter((item) => item !== undefined)
      return [...known, ...items.value.filter((item) => !known.includes(item))].slice(0, FIRST)
    })
    const found = computed(() =>
      typed.value.trim() && reference.catalogue ? searchItems(reference.catalogue, typed.value).slice(0, SHOWN) : null,
    )
    const chosen = computed(() => items.value.find((item) => item.code === props.item))
    const shown = computed(() => found.value ?? (whole.value ? [] : usual.value))
    const choose = (item: CatalogueItem) => {
      typed.value = ''
      whole.value = changing.value = false
      emit('choose', item)
    }
    const chip = (item: CatalogueItem) => (
      <button
        key={item.code}
        type="button"
        class="chip"
        aria-pressed={props.item === item.code}
        onClick={() => choose(item)}
      >
        {item.name}
      </button>
    )
    const settled = (item: CatalogueItem) => (
      <div class="chips">
        {chip(item)}
        <button
          type="button"
          class="chip report-whole"
          onClick={() => {
            changing.value = true
          }}
        >
          换一项
        </button>
      </div>
    )
    const chooser = () => (
      <div>
        <input
          id="item"
          type="search"
          v-model={typed.value}
          aria-label="搜索检查项目"
          placeholder="搜索：飞线、堵门、feixian、fx…"
          autocomplete="off"
        />
        <fieldset class="chips report-chips" aria-label="检查项目" aria-live="polite">
          {shown.value.map(chip)}
          {found.value?.length === 0 ? <p class="hint">没有这一项，换个说法，或看全部项目。</p> : null}
          {found.value && found.value.length > 0 ? null : (
            <button
              type="button"
              class="chip report-whole"
              aria-expanded={whole.value}
              onClick={() => {
                whole.value = !whole.value
                typed.value = ''
              }}
            >
              {whole.value ? '收起' : `全部 ${items.value.length} 项`}
            </button>
          )}
        </fieldset>
        {whole.value
          ? reference.catalogue?.categories.map((category) => (
              <fieldset key={category.code} aria-label={category.name}>
                <p class="label">{category.name}</p>
                <div class="chips">{category.items.map(chip)}</div>
              </fieldset>
            ))
          : null}
      </div>
    )
    return () => (chosen.value && !changing.value ? settled(chosen.value) : chooser())
  },
})
