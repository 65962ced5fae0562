import { onBeforeUnmount, shallowRef, watch } from 'vue'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { request } from '../api.ts'

/** What a new report says so far, or an old one says of itself. */
export interface Told {
  community: string
  item: string
  site?: string | null
  place: string
  description?: string | null
  /** The case that is being looked at. */
  except?: string
}

/** ms of quiet before the server is asked. */
const QUIET = 400

const isTelling = ({ community, item, place }: Told): boolean => community !== '' && item !== '' && place.trim() !== ''

async function findSimilar(told: Told): Promise<HazardRow[]> {
  const { community, item, site, place, description, except } = told
  const query = new URLSearchParams({ community, item, place: place.trim().slice(0, 200) })
  if (site) query.set('site', site)
  if (description?.trim()) query.set('description', description.trim().slice(0, 200))
  if (except) query.set('except', except)
  const { items } = (await request('GET', `/api/hazards/similar?${query}`)) as { items: HazardRow[] }
  return items
}

/** What may have been reported before, asked in the background. Without network there is none, and nothing is said. */
export function useSimilar(telling: () => Told | null) {
  const items = shallowRef<HazardRow[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  const ask = async (told: Told) => {
    const mine = ++asked
    const found = await findSimilar(told).catch(() => [])
    if (mine === asked) items.value = found
  }
  watch(
    () => JSON.stringify(telling()),
    (now) => {
      clearTimeout(timer)
      const told = JSON.parse(now) as Told | null
      if (told && isTelling(told)) timer = setTimeout(() => void ask(told), QUIET)
      else {
        asked += 1
        items.value = []
      }
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    clearTimeout(timer)
    asked += 1
  })
  return items
}
