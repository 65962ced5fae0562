import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { call, Refused } from '../../../platform/web/api.ts'
import { type Outcome, openBatch, sayOutcomes } from '../../../platform/web/batch.ts'
import { findDraft, keepDraft } from '../../../platform/web/draft.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { getRechecks, type Recheck } from '../contract.ts'
import { type Mark, pageSize, whyNotYet, wishesOf } from './recheck-page.ts'

const DRAFT = 'recheck'
/** Cases asked for at a time, and times it goes on where few of them fit a page. */
const CHUNK = 60
const MOST_CHUNKS = 5

interface Draft {
  note: string
  marks: Record<string, Mark | undefined>
}
const start: Draft = { note: '经比对整改前后照片，整改到位，同意销号。', marks: {} }

interface Loaded {
  items: Recheck[]
  next: number | null
  total: number
}

async function loadPairs(community: string, wanted: number, from?: Loaded): Promise<Loaded> {
  let loaded = from
  for (let i = 0; i < MOST_CHUNKS; i++) {
    const after = loaded?.next ?? undefined
    const answer = await call(getRechecks, { community: community || undefined, limit: CHUNK, after })
    loaded = { ...answer, items: [...(loaded?.items ?? []), ...answer.items] }
    if (loaded.next === null || loaded.items.filter(({ aside }) => !aside).length >= wanted) break
  }
  return loaded as Loaded
}

/** The pairs that wait, the page on the screen, what was seen of it and what the checker made of it. */
export function useRechecks() {
  const draft = reactive<Draft>({ ...start, ...findDraft<Draft>(DRAFT) })
  watch(draft, () => keepDraft(DRAFT, draft))
  const community = ref('')
  const size = ref(pageSize(window.innerHeight))
  const seen = reactive(new Set<string>())
  const broken = reactive(new Set<string>())
  /** Left for the site before this page came up: they stand in the list below. */
  const left = shallowRef<ReadonlySet<string>>(new Set(Object.keys(draft.marks)))
  const list = useLoad(() => loadPairs(community.value, size.value))
  const items = computed(() => list.data.value?.items ?? [])
  const isSite = (id: string) => draft.marks[id]?.kind === 'site'
  const pairs = computed(() => items.value.filter(({ id, aside }) => !aside && !(isSite(id) && left.value.has(id))))
  const page = computed(() => pairs.value.slice(0, size.value))
  const aside = computed(() => items.value.filter((one) => one.aside || (isSite(one.id) && left.value.has(one.id))))
  const sight = { seen, broken }

  const busy = ref(false)
  const fault = ref('')
  const said = ref('')
  const done = shallowRef<Outcome[]>([])
  const refused = shallowRef<ReadonlyMap<string, string>>(new Map())
  const names = new Map<string, string>()
  const send = openBatch()

  const mark = (id: string, made: Mark | undefined) => {
    draft.marks[id] = made
    fault.value = ''
  }
  const settle = async (of: readonly Recheck[], outcomes: Outcome[]) => {
    done.value = outcomes.filter((one) => one.said === undefined)
    refused.value = new Map(outcomes.flatMap((one) => (one.said === undefined ? [] : [[one.id, one.said]])))
    const site = of.filter(({ id }) => isSite(id)).length
    const more = site > 0 ? `${site} 条留待现场。` : ''
    said.value = (outcomes.length > 0 ? sayOutcomes(outcomes) : '') + more
    for (const { id } of done.value) draft.marks[id] = undefined
    left.value = new Set([...left.value, ...of.map(({ id }) => id)])
    await list.load()
  }
  /** True once the ledger has answered for the whole page. */
  const close = async (): Promise<boolean> => {
    const now = page.value
    if (busy.value || now.length === 0) return false
    fault.value = whyNotYet(now, draft.marks, sight, draft.note)
    if (fault.value) return false
    for (const { id, number } of now) names.set(id, number)
    busy.value = true
    try {
      const wishes = wishesOf(now, draft.marks, sight, draft.note)
      await settle(now, wishes.length > 0 ? await send(wishes) : [])
      return true
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      fault.value = error.message
      return false
    } finally {
      busy.value = false
    }
  }
  const more = async () => {
    const from = list.data.value
    if (from?.next) list.data.value = await loadPairs(community.value, items.value.length + CHUNK, from)
  }
  watch(community, list.load)
  const nameOf = (id: string): string => names.get(id) ?? id
  return {
    ...list,
    draft,
    community,
    seen,
    broken,
    sight,
    pairs,
    page,
    aside,
    busy,
    fault,
    said: list.said,
    result: said,
    done,
    refused,
    mark,
    close,
    more,
    nameOf,
  }
}
export type Rechecks = ReturnType<typeof useRechecks>
