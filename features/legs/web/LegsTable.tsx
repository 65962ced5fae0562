import { computed, defineComponent, type PropType } from 'vue'
import { type LegFigure as Figure, legFigures } from '../../../domain/account/on-time.ts'
import { unitLabelThen } from '../../../platform/web/case/unit-words.ts'
import { unitNameThen, unitsThen } from '../../../platform/web/reference.ts'
import { levelNames } from '../../../platform/web/text/names.ts'
import type { Figures } from '../contract.ts'
import { LegFigure } from './LegFigure.tsx'
import { type By, dimensions, type LegFilters, stageNames } from './leg-query.ts'
import { sayRate, treeKey } from './leg-words.ts'

/** What makes up 应办, then what stands beside it. */
const charged: readonly Figure[] = ['counted', 'onTime', 'late']
const beside: readonly Figure[] = [
  'inFirst',
  'extended',
  'running',
  'refused',
  'judging',
  'taken',
  'asked',
  'unanswered',
]
const levels = Object.keys(levelNames)
const stages = Object.keys(stageNames)

/** One row a unit, level, community or stage, in the order of the organ tree; every number opens its legs. */
export const LegsTable = defineComponent({
  name: 'LegsTable',
  props: {
    by: { type: String as PropType<By>, required: true },
    rows: { type: Array as PropType<(Figures & { key: string })[]>, required: true },
    totals: { type: Object as PropType<Figures>, required: true },
    filters: { type: Object as PropType<LegFilters>, required: true },
  },
  setup(props) {
    const nameOf = (key: string): string => {
      if (props.by === 'level') return levelNames[key as keyof typeof levelNames] ?? key
      if (props.by === 'status') return stageNames[key] ?? key
      const then = props.by === 'unit' ? unitLabelThen : unitNameThen
      return then(key, props.filters.asOf)
    }
    const rankOf = (key: string): string => {
      if (props.by === 'level') return String(levels.indexOf(key))
      if (props.by === 'status') return String(stages.indexOf(key))
      return treeKey(unitsThen(props.filters.asOf), key)
    }
    const sorted = computed(() =>
      [...props.rows].sort((a, b) => rankOf(a.key).localeCompare(rankOf(b.key), 'en', { numeric: true })),
    )
    const cells = (figures: Figures, row: LegFilters) => {
      const filters = { ...props.filters, ...row }
      const cell = (figure: Figure) => (
        <td
          key={figure}
          class={{ 'legs-late': figure === 'late' && figures.late > 0, 'legs-beside': figure === beside[0] }}
        >
          <LegFigure n={figures[figure]} figure={figure} filters={filters} />
        </td>
      )
      return [
        ...charged.map(cell),
        <td key="rate" class="legs-percent">
          {sayRate(figures)}
        </td>,
        ...beside.map(cell),
      ]
    }
    const head = () => dimensions.find(({ key }) => key === props.by)
    return () => (
      <table class="grid-table legs-table">
        <caption class="hidden-label">{head()?.label}汇总，每个数字可点开看清单</caption>
        <thead>
          <tr>
            <th scope="col">{head()?.head}</th>
            {charged.map((figure) => (
              <th key={figure} scope="col">
                {legFigures[figure]}
              </th>
            ))}
            <th scope="col">按期率</th>
            {beside.map((figure) => (
              <th key={figure} scope="col" class={{ 'legs-beside': figure === beside[0] }}>
                {legFigures[figure]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.value.map(({ key, ...figures }) => (
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
