import { defineComponent, type PropType } from 'vue'
import { unitKindNames } from '../../../domain/units/units.ts'
import { sayStretch } from './pending-words.ts'
import type { TreeLine } from './unit-tree.ts'

export interface Use {
  open: number
  people: number | null
}

/** The tree as a table: what it is called, from when until when, how many open cases and people. */
export const UnitTree = defineComponent({
  name: 'UnitTree',
  props: {
    lines: { type: Array as PropType<TreeLine[]>, required: true },
    use: { type: Object as PropType<ReadonlyMap<string, Use>>, required: true },
    chosen: { type: String, required: true },
    isOpen: { type: Function as PropType<(code: string) => boolean>, required: true },
  },
  emits: { choose: (_code: string) => true, toggle: (_code: string) => true },
  setup(props, { emit }) {
    const folder = ({ unit, below }: TreeLine) =>
      below > 0 ? (
        <button
          type="button"
          class="plain units-fold"
          aria-expanded={props.isOpen(unit.code)}
          aria-label={`${unit.name}下的 ${below} 个单位`}
          onClick={() => emit('toggle', unit.code)}
        >
          {props.isOpen(unit.code) ? '−' : '+'}
        </button>
      ) : (
        <span class="units-fold" />
      )
    const line = (one: TreeLine) => {
      const { unit, depth } = one
      const use = props.use.get(unit.code)
      return (
        <tr key={unit.code} class={{ 'units-off': unit.off, 'units-chosen': unit.code === props.chosen }}>
          <th scope="row" class={`units-depth-${Math.min(depth, 4)}`}>
            {folder(one)}
            <button
              type="button"
              class="units-name"
              aria-pressed={unit.code === props.chosen}
              onClick={() => emit('choose', unit.code)}
            >
              {unit.name}
            </button>
            {unit.off ? <span class="tag tag-out">{unit.off === 'ended' ? '已撤销' : '待启用'}</span> : null}
          </th>
          <td>{unitKindNames[unit.kind]}</td>
          <td class="soft">{sayStretch(unit)}</td>
          <td class="units-count">{use?.open ?? 0}</td>
          <td class="units-count">{use?.people ?? '—'}</td>
        </tr>
      )
    }
    return () => (
      <table class="grid-table units-table">
        <caption class="hidden-label">单位，每行一个，点名称看详情</caption>
        <thead>
          <tr>
            <th scope="col">名称</th>
            <th scope="col">类别</th>
            <th scope="col">起止</th>
            <th scope="col" class="units-count">
              未销号
            </th>
            <th scope="col" class="units-count">
              人员
            </th>
          </tr>
        </thead>
        <tbody>{props.lines.map(line)}</tbody>
      </table>
    )
  },
})
