import { defineComponent, type PropType, ref, shallowRef } from 'vue'
import type { HazardRow, HazardView } from '../../../domain/hazard/views.ts'
import { call, Refused } from '../../../platform/web/api.ts'
import { itemNameThen } from '../../../platform/web/reference.ts'
import { listHazards } from '../contract.ts'

const MOST = 6

/** Finds the hazard of which this one is a duplicate: by number or words, inside the same community. */
export const FieldOriginal = defineComponent({
  name: 'FieldOriginal',
  props: {
    id: { type: String, required: true },
    hazard: { type: Object as PropType<HazardView>, required: true },
    value: { type: String, required: true },
  },
  emits: { change: (_id: string) => true },
  setup(props, { emit }) {
    const typed = ref('')
    const said = ref('')
    const found = shallowRef<HazardRow[]>([])
    const search = async () => {
      said.value = ''
      try {
        const { items } = await call(listHazards, {
          q: typed.value,
          community: props.hazard.community,
          limit: MOST + 1,
        })
        found.value = items.filter(({ id }) => id !== props.hazard.id).slice(0, MOST)
        if (found.value.length === 0) said.value = '没有找到，换个词试试。'
      } catch (error) {
        said.value = error instanceof Refused ? error.message : '没有查到，请再试一次。'
      }
    }
    return () => (
      <div>
        <div class="case-search">
          <input
            id={props.id}
            type="search"
            v-model={typed.value}
            placeholder="编号或几个字"
            onKeydown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              void search()
            }}
          />
          <button type="button" class="button" onClick={search}>
            查找
          </button>
        </div>
        <p class="hint" role="status">
          {said.value}
        </p>
        {found.value.map((row) => (
          <button
            key={row.id}
            type="button"
            class="chip case-found"
            aria-pressed={props.value === row.id}
            onClick={() => emit('change', props.value === row.id ? '' : row.id)}
          >
            {row.number} {itemNameThen(row.item, row.reportedAt)} {row.place}
          </button>
        ))}
      </div>
    )
  },
})
