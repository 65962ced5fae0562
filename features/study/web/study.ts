import { computed, ref, shallowRef } from 'vue'
import { MAX_LETTER } from '../../../domain/document/document-types.ts'
import type { Command } from '../../../domain/entry.ts'
import { call, Refused } from '../../../platform/web/api.ts'
import { MAX_SENT, type Outcome, openBatch, sayOutcomes, type Wish } from '../../../platform/web/batch.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { type Grouping, getStudy, getTopics, type StudyGroup } from '../contract.ts'
import { type SourceChoice, startLetter } from './document-source.ts'
import type { DirectStep } from './room-fields.ts'
import { inParts, pickChosen, wishesFor } from './study-page.ts'

const CHOSEN = 'study:chosen'
/** The forms under the list, by the names of their drafts. */
export type StudyForm = DirectStep | 'topic'
export const draftOf = (form: StudyForm): string => `study:${form}`

/** Which cases are ticked: they stay so on the way to a case's page and back. */
function useTicks(groups: () => readonly StudyGroup[]) {
  const ids = shallowRef<ReadonlySet<string>>(new Set(findDraft<string[]>(CHOSEN)))
  const put = (next: ReadonlySet<string>) => {
    ids.value = next
    keepDraft(CHOSEN, [...next])
  }
  const set = (some: readonly string[], on: boolean) => {
    const next = new Set(ids.value)
    for (const id of some) {
      if (on) next.add(id)
      else next.delete(id)
    }
    put(next)
  }
  const chosen = computed(() => pickChosen(groups(), ids.value))
  return { ids, put, set, chosen }
}

/** What came of the last sending, until somebody has read it. */
function useResult() {
  const said = ref('')
  /** The topic was opened: the next step is on another screen. */
  const opened = ref(false)
  /** Cases went to a unit: a letter about them can be written. */
  const letter = shallowRef<SourceChoice | null>(null)
  const done = shallowRef<Outcome[]>([])
  const refused = shallowRef<ReadonlyMap<string, string>>(new Map())
  const put = (sentence: string, outcomes: readonly Outcome[] = [], isTopic = false) => {
    said.value = sentence
    opened.value = isTopic
    letter.value = null
    done.value = outcomes.filter((one) => one.said === undefined)
    refused.value = new Map(outcomes.flatMap((one) => (one.said === undefined ? [] : [[one.id, one.said]])))
  }
  return { said, opened, letter, done, refused, put, dismiss: () => put('') }
}

/** The cases that wait, put together as `by` says, those that are ticked, and what is done with them. */
export function useStudy(by: () => Grouping) {
  const list = useLoad(() => call(getStudy, { by: by() }))
  const topics = useLoad(() => call(getTopics, {}))
  const groups = computed(() => list.data.value?.groups ?? [])
  const titles = computed(() => new Map((topics.data.value?.topics ?? []).map(({ id, title }) => [id, title ?? ''])))
  const mayAct = computed(() => holdsRole('office'))
  const ticks = useTicks(() => groups.value)
  const form = ref<StudyForm | ''>('')
  const result = useResult()
  const names = new Map<string, string>()
  const sends = new Map<number, ReturnType<typeof openBatch>>()
  const load = async () => {
    await Promise.all([list.load(), topics.load()])
  }
  const clear = () => {
    ticks.put(new Set())
    form.value = ''
    for (const one of ['assign', 'send-back', 'topic'] as const) dropDraft(draftOf(one))
  }
  /** What was done is let go; what was refused, or had no answer, stays ticked and the form open. */
  const settle = async (outcomes: readonly Outcome[], all: number) => {
    result.put(sayOutcomes(outcomes), outcomes)
    ticks.set(
      result.done.value.map(({ id }) => id),
      false,
    )
    if (result.done.value.length === all) form.value = ''
    await load()
  }
  /** Sends part after part; where one gets no answer, what the earlier ones did is shown and the rest stays ticked. */
  const sendParts = async (wishes: readonly Wish[]): Promise<Outcome[]> => {
    const outcomes: Outcome[] = []
    for (const [i, part] of inParts(wishes, MAX_SENT).entries()) {
      const send = sends.get(i) ?? openBatch()
      sends.set(i, send)
      try {
        outcomes.push(...(await send(part)))
      } catch (error) {
        if (outcomes.length > 0) await settle(outcomes, wishes.length)
        throw error
      }
    }
    return outcomes
  }
  /** True once every chosen case was answered and none refused: then the form may go. */
  const act = async (step: DirectStep, data: Command['data']): Promise<boolean> => {
    const { cases } = ticks.chosen.value
    for (const { id, number } of cases) names.set(id, number)
    const outcomes = await sendParts(wishesFor(step, cases, data))
    await settle(outcomes, cases.length)
    const given = result.done.value.map(({ id }) => id).slice(0, MAX_LETTER)
    if (step === 'assign' && given.length > 0) result.letter.value = startLetter('call', String(data.unit), given)
    if (result.refused.value.size > 0)
      throw new Refused('study.some', '没有办成的列在上面，仍然选着；改好后再交一次。', 422)
    return true
  }
  /** Taken back within the minute: there is nothing to write about any more. */
  const undone = async (): Promise<void> => {
    result.letter.value = null
    await load()
  }
  const opened = async (title: string): Promise<void> => {
    result.put(`已列为议题《${title}》。`, [], true)
    ticks.put(new Set())
    form.value = ''
    await load()
  }
  const nameOf = (id: string): string => names.get(id) ?? id
  return { ...list, load, groups, titles, mayAct, ...ticks, form, result, clear, act, undone, opened, nameOf }
}
export type Study = ReturnType<typeof useStudy>
