import { defineComponent, type PropType } from 'vue'
import { type Unit, type UnitKind, unitKindNames } from '../../../domain/units/units.ts'
import { unitName } from '../reference.ts'

const order: UnitKind[] = ['community', 'grid', 'compound', 'office', 'organ', 'enterprise']

/** One unit out of those offered, by kind. */
export const UnitSelect = defineComponent({
  name: 'UnitSelect',
  props: {
    id: { type: String, required: true },
    units: { type: Array as PropType<readonly Unit[]>, required: true },
    value: { type: String, required: true },
  },
  emits: { change: (_code: string) => true },
  setup(props, { emit }) {
    const nameOf = ({ kind, name, parent }: Unit) =>
      kind === 'grid' || kind === 'compound' ? `${unitName(parent)} ${name}` : name
    return () => (
      <select
        id={props.id}
        value={props.value}
        onChange={(event) => emit('change', (event.target as HTMLSelectElement).value)}
      >
        <option value="">请选择</option>
        {order
          .map((kind) => ({ kind, units: props.units.filter((unit) => unit.kind === kind) }))
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
  },
})
