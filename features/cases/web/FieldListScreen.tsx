import { defineComponent, onMounted, ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { call, Refused } from '../../../platform/web/api.ts'
import { countHazards } from '../../../platform/web/case/count.ts'
import { readFilters } from '../../../platform/web/case/filters.ts'
import { sayAsOf } from '../../../platform/web/text/as-of.ts'
import { listHazards } from '../contract.ts'
import { FieldCard } from './FieldCard.tsx'
import { PAGE } from './field-list.ts'
import './field-todo.css'

/** The list behind a number: its filters and its instant stand in the address. */
export const FieldListScreen = defineComponent({
  name: 'FieldListScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const filters = readFilters(route.query)
    const rows = shallowRef<HazardRow[]>([])
    const next = ref<string | null>(null)
    const total = ref<number | null>(null)
    const said = ref('')
    const busy = ref(false)
    const load = async (cursor?: string) => {
      busy.value = true
      try {
        const page = await call(listHazards, { ...(filters as object), order: 'due', limit: PAGE, cursor })
        total.value ??= await countHazards(filters, page.asOf)
        rows.value = cursor ? [...rows.value, ...page.items] : page.items
        next.value = page.next
        said.value = ''
      } catch (error) {
        said.value = error instanceof Refused ? error.message : '列表没有打开，请再试一次。'
      } finally {
        busy.value = false
      }
    }
    onMounted(() => load())
    const end = () =>
      next.value ? (
        <button
          type="button"
          class="button button-wide"
          disabled={busy.value}
          onClick={() => load(next.value ?? undefined)}
        >
          {busy.value ? '正在打开…' : '再看 20 条'}
        </button>
      ) : null
    return () => (
      <main class="screen">
        <header class="bar">
          <h1>{String(route.query.of ?? '') || '隐患列表'}</h1>
          <button type="button" class="bar-button" onClick={() => router.back()}>
            返回
          </button>
        </header>
        {said.value ? (
          <div class="notice" role="alert">
            <p>{said.value}</p>
            <button type="button" class="button" disabled={busy.value} onClick={() => load()}>
              再试一次
            </button>
          </div>
        ) : (
          <p class="todo-end" role="status">
            {total.value === null ? '正在打开…' : `共 ${total.value} 条`}
            {total.value !== null && filters.asOf ? `，截至 ${sayAsOf(filters.asOf)}` : ''}
          </p>
        )}
        <ul class="cards" aria-busy={busy.value}>
          {rows.value.map((row) => (
            <li key={row.id}>
              <FieldCard row={row} />
            </li>
          ))}
        </ul>
        {end()}
      </main>
    )
  },
})
