import { computed, ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { call, request } from '../../../platform/web/api.ts'
import { newId } from '../../../platform/web/commands.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { useWork } from '../../../platform/web/room-form.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { type DocumentView, type DraftSource, getDocuments, getTopics } from '../contract.ts'
import { type Content, type DocumentForm, startForm } from './document-form.ts'
import {
  choiceFrom,
  draftSourceOf,
  lastPrefix,
  meetingsWithMinutes,
  prefixOf,
  type SourceChoice,
  sourceOf,
  sourceOfDocument,
  startChoice,
} from './document-source.ts'

/** The one draft that has no number yet; what has one is kept under its id. */
const NEW = 'document:new'
const keptAs = (id: string): string => `document:${id}`

const draft = async (source: DraftSource): Promise<Content> =>
  (await request('POST', '/api/documents/draft', source)) as Content

/** The words of what was issued last, as they were sent; null of a version of before they were kept. */
async function wordsOf({ id, issued }: DocumentView): Promise<Content | null> {
  return issued[issued.length - 1]?.words ? ((await request('GET', `/api/documents/${id}/words`)) as Content) : null
}

/** The document that is being written: drafted by the server, kept in this tab until it is issued. */
function useOpen(documents: () => readonly DocumentView[], refresh: () => Promise<void>) {
  const form = ref<DocumentForm | null>(null)
  const kept = ref(findDraft<DocumentForm>(NEW) ?? null)
  const done = ref('')
  const work = useWork()
  /** A correction whose former words are nowhere: only its files have them. */
  const redrafted = ref(false)
  const numbered = computed(() => documents().find(({ id }) => id === form.value?.id) ?? null)
  const nameOf = ({ id }: DocumentForm): string => (kept.value?.id === id ? NEW : keptAs(id))
  const keep = (one: DocumentForm) => keepDraft(nameOf(one), one)
  const begin = (choice: SourceChoice): Promise<boolean> =>
    work.run(async () => {
      const content = await draft(draftSourceOf(choice))
      const one = startForm(newId(), sourceOf(choice), content, lastPrefix(choice.type, documents()))
      kept.value = one
      form.value = kept.value
      keep(one)
      redrafted.value = false
      return true
    })
  /** 更正, 继续印发: with the words of this tab if it has them, else those of the last version, else drafted anew. */
  const again = (document: DocumentView): Promise<boolean> =>
    work.run(async () => {
      const before = kept.value?.id === document.id ? kept.value : findDraft<DocumentForm>(keptAs(document.id))
      const source = sourceOfDocument(document)
      const issued = before ? null : await wordsOf(document)
      const fresh = async () =>
        startForm(document.id, source, issued ?? (await draft(source)), prefixOf(document.number))
      form.value = before ?? (await fresh())
      redrafted.value = !before && !issued && document.issued.length > 0
      return true
    })
  const resume = () => {
    redrafted.value = false
    form.value = kept.value
  }
  const abandon = () => {
    dropDraft(NEW)
    kept.value = form.value = null
  }
  const issued = async (one: DocumentForm, { number, issued: versions }: DocumentView): Promise<void> => {
    if (nameOf(one) === NEW) abandon()
    // Its words are the beginning of a correction.
    keepDraft(keptAs(one.id), one)
    form.value = null
    await refresh()
    done.value = versions.length > 1 ? `${number} 已印发第 ${versions.length} 版。` : `已印发，文号 ${number}。`
  }
  return { form, kept, done, work, numbered, redrafted, keep, begin, again, resume, abandon, issued }
}

/** Documents, what a new one may be drawn from, and the one form that is open. */
export function useDocuments() {
  const [route, router] = [useRoute(), useRouter()]
  const list = useLoad(() => call(getDocuments, {}))
  const base = useLoad(() => call(getTopics, {}))
  const documents = computed(() => list.data.value?.documents ?? [])
  const topics = computed(() => base.data.value?.topics ?? [])
  const meetings = computed(() => meetingsWithMinutes(base.data.value?.meetings ?? [], topics.value))
  const mayAct = computed(() => holdsRole('office'))
  const open = useOpen(() => documents.value, list.load)
  const choice = ref<SourceChoice | null>(null)
  /** The document that is being declared void. */
  const voiding = ref('')
  const load = async () => {
    await Promise.all([list.load(), base.load()])
  }
  const quiet = () => {
    open.done.value = open.work.said.value = voiding.value = ''
  }
  const choose = () => {
    quiet()
    choice.value = startChoice('dossier', '', topics.value)
  }
  /** What the address asks for; else what was being written. */
  const start = async () => {
    await load()
    if (!mayAct.value) return
    const asked = choiceFrom(route.query, topics.value)
    if (asked) {
      choice.value = asked
      await router.replace('/documents')
    } else open.resume()
  }
  const close = () => {
    open.form.value = null
    open.work.said.value = ''
  }
  const begin = async () => {
    if (choice.value && (await open.begin(choice.value))) choice.value = null
  }
  const again = async (document: DocumentView) => {
    quiet()
    choice.value = null
    await open.again(document)
  }
  return {
    list,
    base,
    documents,
    topics,
    meetings,
    mayAct,
    ...open,
    choice,
    voiding,
    load,
    choose,
    start,
    close,
    begin,
    again,
  }
}
export type Documents = ReturnType<typeof useDocuments>
