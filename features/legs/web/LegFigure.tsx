import type { FunctionalComponent } from 'vue'
import { RouterLink } from 'vue-router'
import type { LegFigure as Figure } from '../../../domain/account/on-time.ts'
import type { LegFilters } from './leg-query.ts'

/** A number that opens its legs; nought has none to open. */
export const LegFigure: FunctionalComponent<{ n: number; figure: Figure; filters: LegFilters }> = ({
  n,
  figure,
  filters,
}) =>
  n === 0 ? (
    <span class="legs-figure legs-nought">0</span>
  ) : (
    <RouterLink class="legs-figure" to={{ path: '/legs/list', query: { figure, ...filters } }}>
      {n}
    </RouterLink>
  )
LegFigure.props = ['n', 'figure', 'filters']
