import type { FunctionalComponent } from 'vue'
import { RouterLink, useRoute } from 'vue-router'
import './board-tabs.css'

interface Tabs {
  /** What the rows may be, by the key that stands as `by` in the address. */
  dimensions: readonly { key: string; label: string }[]
  here: string
}

/** What the rows of a board are: each a link to the same figures, summed otherwise. */
export const BoardTabs: FunctionalComponent<Tabs> = ({ dimensions, here }) => {
  const { path, query } = useRoute()
  return (
    <nav class="board-tabs no-print" aria-label="分类汇总">
      {dimensions.map(({ key, label }) => (
        <RouterLink
          key={key}
          to={{ path, query: { ...query, by: key } }}
          class={{ here: key === here }}
          aria-current={key === here ? 'page' : undefined}
        >
          {label}
        </RouterLink>
      ))}
    </nav>
  )
}
BoardTabs.props = ['dimensions', 'here']
