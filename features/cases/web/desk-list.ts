import { computed, onActivated, ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { call, Refused } from '../../../platform/web/api.ts'
import { countHazards } from '../../../platform/web/case/count.ts'
import { readFilters } from '../../../platform/web/case/filters.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { listHazards } from '../contract.ts'

/** Rows asked for at a time, and most that one question may ask for again after coming back to the list. */
const PAGE = 50
const MOST = 200

interface Listed {
  items: HazardRow[]
  next: string | null
  asOf: string
  /** The question, as an address, that these rows answer. */
  of: string
}

/** What a list printed before all its rows are loaded says; `total` is null when it is not known. */
export const sayPrinted = (shown: number, total: number | null): string => `仅前 ${shown} 条，共 ${total ?? '—'} 条`

/** The ledger list behind the address: first page, further pages, and how many there are in all. */
export function useList() {
  const route = useRoute()
  const filters = computed(() => readFilters(route.query))
  const order = computed(() => (route.query.order === 'due' ? ('due' as const) : ('recent' as const)))
  const address = computed(() => JSON.stringify([filters.value, order.value]))
  const total = ref<number | null>(null)
  const adding = ref(false)
  let limit = PAGE

  const list = useLoad<Listed>(async () => {
    const of = address.value
    const page = await call(listHazards, { ...(filters.value as object), order: order.value, limit })
    total.value = await countHazards(filters.value, page.asOf)
    return { ...page, of }
  })
  const fresh = () => {
    limit = PAGE
    list.data.value = null
    total.value = null
    return list.load()
  }
  const refresh = () => {
    if (list.data.value?.of !== address.value) return fresh()
    limit = Math.min(MOST, Math.max(PAGE, list.data.value.items.length))
    return list.load()
  }
  const more = async () => {
    const shown = list.data.value
    if (!shown?.next || adding.value) return
    adding.value = true
    try {
      const query = { ...(filters.value as object), order: order.value, limit: PAGE, cursor: shown.next }
      const page = await call(listHazards, query)
      if (list.data.value !== shown) return
      const known = new Set(shown.items.map(({ id }) => id))
      const items = [...shown.items, ...page.items.filter(({ id }) => !known.has(id))]
      list.data.value = { ...shown, items, next: page.next }
      list.said.value = ''
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      list.said.value = error.message
    } finally {
      adding.value = false
    }
  }
  /** Shows as many rows as one sending takes, for who wants to choose all of them. */
  const showMost = () => {
    limit = MOST
    return list.load()
  }
  watch(address, () => {
    if (route.path === '/') void fresh()
  })
  onActivated(refresh)
  return { ...list, filters, order, total, adding, more, refresh, showMost }
}
