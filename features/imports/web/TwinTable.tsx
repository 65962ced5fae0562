import { defineComponent, type PropType } from 'vue'
import { RouterLink } from 'vue-router'
import type { RowView } from '../contract.ts'

/** Rows that look like what is there already, side by side, each to be left out or brought in all the same. */
export const TwinTable = defineComponent({
  name: 'TwinTable',
  props: {
    rows: { type: Array as PropType<RowView[]>, required: true },
    include: { type: Object as PropType<ReadonlySet<number>>, required: true },
  },
  emits: { choose: (rows: ReadonlySet<number>) => rows instanceof Set },
  setup(props, { emit }) {
    const choose = (row: number, comes: boolean) => {
      const next = new Set(props.include)
      if (comes) next.add(row)
      else next.delete(row)
      emit('choose', next)
    }
    const twin = ({ row, id, number, place, description, status }: RowView['twins'][number], i: number) => (
      <div key={i}>
        {id ? (
          <RouterLink to={`/case/${id}`} target="_blank">
            {number}
          </RouterLink>
        ) : (
          <strong>本表第 {row} 行</strong>
        )}
        {status ? <span class="soft">（{status}）</span> : null} {place}：{description}
      </div>
    )
    const choice = (row: number, comes: boolean, label: string) => (
      <label class="import-choice">
        <input
          type="radio"
          name={`twin-${row}`}
          checked={props.include.has(row) === comes}
          onChange={() => choose(row, comes)}
        />
        {label}
      </label>
    )
    return () => (
      <section class="panel" aria-labelledby="import-twins">
        <div class="import-head">
          <h2 id="import-twins">{props.rows.length} 行可能与已有的重复，没有选的按“跳过”处理</h2>
          <button type="button" class="plain" onClick={() => emit('choose', new Set(props.rows.map(({ row }) => row)))}>
            全部仍要导入
          </button>
          <button type="button" class="plain" onClick={() => emit('choose', new Set())}>
            全部跳过
          </button>
        </div>
        <table class="grid-table">
          <thead>
            <tr>
              <th scope="col">行</th>
              <th scope="col">表里的</th>
              <th scope="col">已有的</th>
              <th scope="col">怎么办</th>
            </tr>
          </thead>
          <tbody>
            {props.rows.map(({ row, place, description, twins }) => (
              <tr key={row}>
                <td>{row}</td>
                <td>
                  {place}：{description}
                </td>
                <td>{twins.map(twin)}</td>
                <td>
                  <fieldset class="import-choices">
                    <legend class="hidden-label">第 {row} 行</legend>
                    {choice(row, false, '跳过')}
                    {choice(row, true, '仍要导入')}
                  </fieldset>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    )
  },
})
