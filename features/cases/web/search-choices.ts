import type { Catalogue } from '../../../domain/catalogue/catalogue.ts'
import { searchItems } from '../../../domain/catalogue/search.ts'
import type { Unit } from '../../../domain/units/units.ts'
import type { Filters } from '../../../platform/web/case/filters.ts'
import type { Choice } from '../../../platform/web/ui/ChoiceBox.tsx'

/** A choice of the search box and the filter that it turns into. */
export interface SearchChoice {
  kind: string
  label: string
  hint?: string
  filter: Filters
}

const MOST_EACH = 4

const kinds: Partial<Record<Unit['kind'], readonly [string, keyof Filters]>> = {
  community: ['社区', 'community'],
  compound: ['点位', 'site'],
  grid: ['网格', 'unit'],
  office: ['单位', 'unit'],
  organ: ['单位', 'unit'],
  enterprise: ['单位', 'unit'],
}

/** What typed words may mean beside themselves: items, then communities, places and units; nothing for one letter. */
export function searchChoices(
  typed: string,
  catalogue: Catalogue | null,
  units: ReadonlyMap<string, Unit>,
  findUnits: (words: string) => readonly Choice[],
): SearchChoice[] {
  const words = typed.trim()
  if (words === '' || /^[a-z]$/i.test(words) || /\s/.test(words)) return []
  const items = (catalogue ? searchItems(catalogue, words) : [])
    .slice(0, MOST_EACH)
    .map(({ code, name }) => ({ kind: '检查项目', label: `${code} ${name}`, filter: { item: code } }))
  const counts = new Map<string, number>()
  const named = findUnits(words).flatMap(({ value, label, hint }): SearchChoice[] => {
    const [kind, filter] = kinds[units.get(value)?.kind ?? 'area'] ?? []
    if (!kind || !filter) return []
    const n = (counts.get(kind) ?? 0) + 1
    counts.set(kind, n)
    const place = kind === '点位' || kind === '网格' ? hint : undefined
    return n > MOST_EACH ? [] : [{ kind, label, hint: place, filter: { [filter]: value } }]
  })
  const order = ['社区', '点位', '网格', '单位']
  return [...items, ...named.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))]
}
