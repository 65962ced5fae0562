import { defineComponent, type PropType } from 'vue'
import { RouterLink } from 'vue-router'
import { statusNames } from '../../../domain/hazard/state.ts'
import type { HazardRow, HazardView } from '../../../domain/hazard/views.ts'
import { useSimilar } from '../../../platform/web/case/similar.ts'
import { itemName } from '../../../platform/web/reference.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'

/** 可能重复: what of the same community says nearly the same. Merging opens 不列入, filled in; a person still sends it. */
export const DeskDuplicates = defineComponent({
  name: 'DeskDuplicates',
  props: {
    hazard: { type: Object as PropType<HazardView>, required: true },
    /** May this one be left out as the duplicate of another? */
    mayMerge: { type: Boolean, required: true },
  },
  emits: { merge: (_original: HazardRow) => true },
  setup(props, { emit }) {
    const found = useSimilar(() => {
      const { id, community, item, site, place, description, status } = props.hazard
      if (status === 'void' || status === 'closed' || place === null) return null
      return { community, item, site, place, description, except: id }
    })
    const line = (row: HazardRow) => (
      <li key={row.id}>
        <p>
          <RouterLink to={`/case/${row.id}`}>{row.number}</RouterLink> {itemName(row.item)}
          <br />
          {row.place}
          <br />
          <span class="soft">
            {statusNames[row.status]}，{sayInstant(row.reportedAt, new Date())}上报
          </span>
        </p>
        {props.mayMerge ? (
          <button
            type="button"
            class="plain duplicates-merge"
            aria-label={`并入 ${row.number}`}
            onClick={() => emit('merge', row)}
          >
            并入这条
          </button>
        ) : null}
      </li>
    )
    return () =>
      found.value.length > 0 ? (
        <section class="panel duplicates" aria-labelledby="duplicates-heading">
          <h2 id="duplicates-heading">可能重复（{found.value.length} 条）</h2>
          <ul>{found.value.map(line)}</ul>
        </section>
      ) : null
  },
})
