import { session } from '../../../platform/web/session.ts'

/** What this person chose last on this phone: the chips that save him the search. */
export interface Habits {
  items: string[]
  community: string
  site: string
}

const MOST = 6
const key = () => `anlan-habits:${session.me?.person ?? ''}`

export function readHabits(): Habits {
  const kept = localStorage.getItem(key())
  return kept === null ? { items: [], community: '', site: '' } : JSON.parse(kept)
}

export function keepHabits(item: string, community: string, site: string): void {
  const items = [item, ...readHabits().items.filter((one) => one !== item)].slice(0, MOST)
  localStorage.setItem(key(), JSON.stringify({ items, community, site }))
}
