import { defineComponent, type PropType } from 'vue'
import { statusNames } from '../../../domain/hazard/state.ts'
import { type Filters, FOUND, foundStatuses, sayFilter } from '../../../platform/web/case/filters.ts'
import { unitLabelThen } from '../../../platform/web/case/unit-words.ts'
import { categoryNameThen, itemName, itemNameThen, unitNameThen } from '../../../platform/web/reference.ts'
import type { Figures } from '../contract.ts'
import { type By, dimensions } from './dimensions.ts'
import { Figure } from './Figure.tsx'

type Class = keyof Figures['classes']
const classes = foundStatuses as readonly Class[]

/** One row a value, columns that sum across to 排查 and down to the last row; every number is a link. */
export const AccountTable = defineComponent({
  name: 'AccountTable',
  props: {
    by: { type: String as PropType<By>, required: true },
    rows: { type: Array as PropType<(Figures & { key: string })[]>, required: true },
    totals: { type: Object as PropType<Figures>, required: true },
    filters: { type: Object as PropType<Filters>, required: true },
  },
  setup(props) {
    const nameOf = (key: string) => {
      // Printed as it was called then.
      if (props.by === 'unit') return unitLabelThen(key, props.filters.asOf)
      if (props.by === 'community') return unitNameThen(key, props.filters.asOf)
      const { asOf } = props.filters
      if (props.by === 'item') return `${key} ${asOf ? itemNameThen(key, asOf) : itemName(key)}`
      return props.by === 'category' && asOf ? categoryNameThen(key, asOf) : sayFilter(props.by, key)
    }
    const cells = (figures: Figures, row: Filters) => {
      const at = { ...props.filters, ...row }
      return [
        <td class="cell-found">
          <Figure n={figures.found} filters={{ ...at, status: FOUND }} />
        </td>,
        ...classes.map((one) => (
          <td key={one} class={one === 'closed' ? 'cell-closed' : undefined}>
            <Figure n={figures.classes[one]} filters={{ ...at, status: one }} />
          </td>
        )),
        <td class="cell-beside">
          <Figure n={figures.overdue} filters={{ ...at, overdue: '1' }} />
        </td>,
        <td>
          <Figure n={figures.void} filters={{ ...at, status: 'void' }} />
        </td>,
      ]
    }
    const head = () => dimensions.find(({ key }) => key === props.by)
    return () => (
      <table class="grid-table account-table">
        <caption class="hidden-label">{head()?.label}汇总，每个数字可点开看清单</caption>
        <thead>
          <tr>
            <th scope="col">{head()?.head}</th>
            <th scope="col" class="cell-found">
              排查
            </th>
            {classes.map((one) => (
              <th key={one} scope="col">
                {statusNames[one]}
              </th>
            ))}
            <th scope="col" class="cell-beside">
              其中超期
            </th>
            <th scope="col">另：不列入</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map(({ key, ...figures }) => (
            <tr key={key}>
              <th scope="row">{nameOf(key)}</th>
              {cells(figures, { [props.by]: key })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">合计</th>
            {cells(props.totals, {})}
          </tr>
        </tfoot>
      </table>
    )
  },
})
