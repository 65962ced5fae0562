import type { FunctionalComponent } from 'vue'
import { RouterLink } from 'vue-router'
import { type Filters, listOf } from '../../../platform/web/case/filters.ts'

/** A number that opens its list; nought has none to open. */
export const Figure: FunctionalComponent<{ n: number; filters: Filters }> = ({ n, filters }) =>
  n === 0 ? (
    <span class="figure figure-nought">0</span>
  ) : (
    <RouterLink class="figure" to={listOf(filters)}>
      {n}
    </RouterLink>
  )
Figure.props = ['n', 'filters']
