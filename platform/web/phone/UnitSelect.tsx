import { computed, defineComponent, type PropType, ref } from 'vue'
import { type Unit, type UnitKind, unitKindNames } from '../../../domain/units/units.ts'
import { answersTo } from '../case/unit-words.ts'
import { unitName } from '../reference.ts'
import './unit-select.css'

const order: UnitKind[] = ['community', 'grid', 'compound', 'office', 'organ', 'enterprise']

/** From so many units on a line to search them by stands above. */
const MANY = 8

/** One unit out of those offered, by kind; of many, those that answer to a name, pinyin or initials. */
export const UnitSelect = defineComponent({
  name: 'UnitSelect',
  props: {
    id: { type: String, required: true },
    units: { type: Array as PropType<readonly Unit[]>, required: true },
    value: { type: String, required: true },
    /** Its name, where no label points to it. */
    label: String,
  },
  emits: { change: (_code: string) => true },
  setup(props, { emit }) {
    const nameOf = ({ kind, name, parent }: Unit) =>
      kind === 'grid' || kind === 'compound' ? `${unitName(parent)} ${name}` : name
    const typed = ref('')
    const found = computed(() =>
      props.units.filter((unit) => unit.code === props.value || answersTo(unit, typed.value)),
    )
    const search = () => {
      const [only, other] = props.units.filter((unit) => answersTo(unit, typed.value))
      if (only && !other && typed.value.trim().length > 1) emit('change', only.code)
    }
    const finder = () => (
      <input
        type="search"
        class="unit-finder"
        v-model={typed.value}
        onInput={search}
        aria-label={`查找${props.label ?? '单位'}`}
        placeholder="输入名称或拼音首字母，如 hxj"
        autocomplete="off"
      />
    )
    const list = () => (
      <select
        id={props.id}
        aria-label={props.label}
        value={props.value}
        onChange={(event) => emit('change', (event.target as HTMLSelectElement).value)}
      >
        <option value="">请选择</option>
        {order
          .map((kind) => ({ kind, units: found.value.filter((unit) => unit.kind === kind) }))
          .filter(({ units }) => units.length > 0)
          .map(({ kind, units }) => (
            <optgroup key={kind} label={unitKindNames[kind]}>
              {units.map((unit) => (
                <option key={unit.code} value={unit.code}>
                  {nameOf(unit)}
                </option>
              ))}
            </optgroup>
          ))}
      </select>
    )
    return () => (
      <div>
        {props.units.length > MANY ? finder() : null}
        {list()}
      </div>
    )
  },
})
