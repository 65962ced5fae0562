import { computed, defineComponent, nextTick, onMounted, type PropType, ref } from 'vue'
import {
  type DocumentType,
  documentNames,
  documentTypes,
  isLetter,
  isOfMeeting,
} from '../../../domain/document/document-types.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import { checkChoice, choosable, type SourceChoice, startChoice, startLetter } from './document-source.ts'
import type { Documents } from './documents.ts'
import { LetterSource } from './LetterSource.tsx'

/** 拟稿: which type, of which meeting, out of which topics. */
export const SourceForm = defineComponent({
  name: 'SourceForm',
  props: { documents: { type: Object as PropType<Documents>, required: true } },
  setup({ documents }) {
    const box = ref<HTMLFormElement>()
    const { choice, topics, meetings, kept, work } = documents
    const said = ref('')
    const focus = (selector: string) => box.value?.querySelector<HTMLElement>(selector)?.focus()
    onMounted(() => focus('input:checked'))
    const now = () => choice.value as SourceChoice
    const offered = computed(() => (choice.value ? choosable(choice.value, topics.value) : []))
    const take = (next: SourceChoice) => {
      choice.value = next
      said.value = work.said.value = ''
    }
    const tick = (id: string, on: boolean) =>
      take({ ...now(), topics: on ? [...now().topics, id] : now().topics.filter((one) => one !== id) })
    const submit = async (event: Event) => {
      event.preventDefault()
      said.value = checkChoice(now())
      if (said.value) {
        await nextTick()
        focus('[aria-invalid="true"]')
      } else await documents.begin()
    }
    /** Of another type: what was chosen for a letter stays when another letter is written. */
    const change = (type: DocumentType) => {
      const { to, cases, mark } = now()
      if (isLetter(type)) take(startLetter(type, to, cases, mark))
      else take(startChoice(type, isOfMeeting(type) ? (meetings.value[0]?.id ?? '') : '', topics.value))
    }
    const typeBox = () => (
      <fieldset class="source-types">
        <legend>哪一种公文</legend>
        {documentTypes.map((type) => (
          <label key={type}>
            <input type="radio" name="document-type" checked={now().type === type} onChange={() => change(type)} />
            {documentNames[type]}
          </label>
        ))}
      </fieldset>
    )
    const meetingBox = () =>
      meetings.value.length === 0 ? (
        <p>还没有录入过议决的会议。会后在“议题”页录入议决，就可以在这里拟会议纪要。</p>
      ) : (
        <div class="field source-meeting">
          <label for="document-meeting">
            哪次会议<span class="field-required">（必填）</span>
          </label>
          <select
            id="document-meeting"
            aria-required
            aria-invalid={(said.value !== '' && !now().meeting) || undefined}
            value={now().meeting}
            onChange={(event) => take(startChoice('minutes', (event.target as HTMLSelectElement).value, topics.value))}
          >
            <option value="">请选择</option>
            {meetings.value.map(({ id, on, title }) => (
              <option key={id} value={id}>
                {sayDay(on)} {title}
              </option>
            ))}
          </select>
        </div>
      )
    const topicBox = () => {
      if (offered.value.length === 0)
        return !isOfMeeting(now().type) ? <p>没有待议决的议题。先在“议题”页提交议决，再来拟分析研判资料。</p> : null
      return (
        <fieldset class="apart-cases">
          <legend>{isOfMeeting(now().type) ? '写入这次会议议决的哪些议题' : '写入哪些待议决的议题'}</legend>
          {offered.value.map(({ id, number, title, cases }) => (
            <label key={id}>
              <input
                type="checkbox"
                aria-invalid={(said.value !== '' && now().topics.length === 0) || undefined}
                checked={now().topics.includes(id)}
                onChange={(event) => tick(id, (event.target as HTMLInputElement).checked)}
              />
              {number} {title ?? '（文字已清除）'}（{cases.length} 条隐患）
            </label>
          ))}
        </fieldset>
      )
    }
    return () => (
      <form class="source-form" aria-label="拟稿" novalidate ref={box} onSubmit={submit}>
        {typeBox()}
        {isLetter(now().type) ? <LetterSource choice={now()} faulty={said.value !== ''} onTake={take} /> : null}
        {isOfMeeting(now().type) ? meetingBox() : null}
        {isLetter(now().type) ? null : topicBox()}
        {kept.value ? (
          <p class="source-warn">还有一份没有印发的拟稿《{String(kept.value.values.title)}》，生成新的草稿会替换它。</p>
        ) : null}
        {said.value || work.said.value ? (
          <p class="said" role="alert">
            {said.value || work.said.value}
          </p>
        ) : null}
        <div class="room-buttons">
          <button type="submit" disabled={work.busy.value || (!isLetter(now().type) && offered.value.length === 0)}>
            {work.busy.value ? '正在生成…' : '生成草稿'}
          </button>
          <button type="button" class="plain" onClick={() => (choice.value = null)}>
            先不办
          </button>
        </div>
      </form>
    )
  },
})
