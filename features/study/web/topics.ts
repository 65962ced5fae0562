import { computed, ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { TopicStatus } from '../../../domain/topic/topic.ts'
import { call } from '../../../platform/web/api.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { getTopics, type TopicView } from '../contract.ts'
import { type SourceChoice, startChoice } from './document-source.ts'
import { sortDecided } from './topic-words.ts'

/** In the order of a topic's life; what was dropped stands behind. */
export const tabs: readonly TopicStatus[] = ['draft', 'tabled', 'decided', 'dropped']

export type Act = 'edit' | 'table' | 'drop' | 'decide'

/** The tab that is first looked at: the office's next work, or of who only reads what was decided. */
export function firstTab(topics: readonly TopicView[], mayAct: boolean): TopicStatus {
  if (!mayAct) return 'decided'
  return tabs.find((tab) => topics.some(({ status }) => status === tab)) ?? 'draft'
}

/** Topics and meetings, the tab that is shown, and the one form that is open. */
export function useTopics() {
  const route = useRoute()
  const router = useRouter()
  const list = useLoad(() => call(getTopics, {}))
  const today = shanghaiDate(new Date().toISOString())
  const topics = computed(() => list.data.value?.topics ?? [])
  const meetings = computed(() => list.data.value?.meetings ?? [])
  const mayAct = computed(() => holdsRole('office'))
  const tab = computed(() => tabs.find((one) => one === route.query.status) ?? firstTab(topics.value, mayAct.value))
  const shown = computed(() => {
    const here = topics.value.filter(({ status }) => status === tab.value)
    return tab.value === 'decided' ? sortDecided(here, today) : here
  })
  const titles = computed(() => new Map(topics.value.map(({ id, title }) => [id, title ?? ''])))
  const acting = ref<{ topic: string; act: Act } | null>(null)
  /** A meeting that is being written down: '' a new one, else its id. */
  const meeting = ref<string | null>(null)
  const done = ref('')
  /** The document that can be drawn now, beside what was done. */
  const next = shallowRef<SourceChoice | null>(null)
  const finish = async (sentence: string, to?: TopicStatus): Promise<void> => {
    acting.value = null
    next.value = null
    await list.load()
    if (to) await router.replace({ path: '/topics', query: { status: to } })
    done.value = sentence
  }
  const find = (id: string) => topics.value.find((one) => one.id === id)
  const tabled = async ({ id, title }: TopicView): Promise<void> => {
    await finish('', 'tabled')
    next.value = { ...startChoice('dossier', '', []), topics: [id] }
    done.value = `议题《${title ?? '（文字已清除）'}》已提交议决，编号 ${find(id)?.number ?? ''}。`
  }
  const decided = async ({ id, title }: TopicView): Promise<void> => {
    await finish('', 'decided')
    const parts = find(id)?.decided ?? []
    next.value = startChoice('minutes', parts[parts.length - 1]?.meeting ?? '', topics.value)
    done.value = `议题《${title ?? '（文字已清除）'}》的议决已录入。`
  }
  const held = async (sentence: string): Promise<void> => {
    meeting.value = null
    next.value = null
    await list.load()
    done.value = sentence
  }
  return {
    ...list,
    today,
    topics,
    meetings,
    mayAct,
    tab,
    shown,
    titles,
    acting,
    meeting,
    done,
    next,
    finish,
    tabled,
    decided,
    held,
  }
}
export type Topics = ReturnType<typeof useTopics>
