import { computed, defineComponent, nextTick, onMounted, type PropType, ref } from 'vue'
import { sayDay } from '../../../platform/web/text/time.ts'
import type { MeetingView, TopicView } from '../contract.ts'
import { ApartBox } from './ApartBox.tsx'
import { meetingsFor, useDecide } from './decide-form.ts'
import { VerdictBox } from './VerdictBox.tsx'

/** 录入议决: which meeting, what it decided of the topic, and what of single cases. */
export const DecideForm = defineComponent({
  name: 'DecideForm',
  props: {
    topic: { type: Object as PropType<TopicView>, required: true },
    meetings: { type: Array as PropType<MeetingView[]>, required: true },
  },
  emits: { done: () => true, cancel: () => true, meeting: () => true },
  setup(props, { emit }) {
    const box = ref<HTMLFormElement>()
    const deciding = useDecide(() => props.topic)
    const { form, fault, said, busy, left, changed } = deciding
    const choices = computed(() => meetingsFor(props.topic, props.meetings))
    // Where only one meeting can have decided, it did.
    const [only, ...others] = choices.value
    if (only && others.length === 0) form.meeting ||= only.id
    const open = computed(() => props.topic.cases.filter((one) => one.open))
    const apart = computed(() => new Set(form.apart.flatMap(({ cases }) => cases)))
    const free = (i: number) => open.value.filter(({ id }) => !apart.value.has(id) || form.apart[i]?.cases.includes(id))
    const faultIn = (part: number) => (fault.value?.part === part ? fault.value.field : '')
    const focus = (selector: string) => box.value?.querySelector<HTMLElement>(selector)?.focus()
    onMounted(() => focus('select, button'))
    const submit = async (event: Event) => {
      event.preventDefault()
      if (await deciding.submit()) return emit('done')
      await nextTick()
      focus('[aria-invalid="true"]')
    }
    const add = async () => {
      form.apart.push({ kind: '', values: {}, cases: [] })
      changed()
      await nextTick()
      focus('.apart:last-of-type input')
    }
    const remove = async (i: number) => {
      form.apart.splice(i, 1)
      changed()
      await nextTick()
      focus('.apart-add')
    }
    const meeting = () =>
      choices.value.length === 0 ? (
        <p>
          没有可选的会议：{props.topic.decided.length > 0 ? '再次议决要有后来的会议，' : ''}请先登记已经开过的会议。{' '}
          <button type="button" class="plain" onClick={() => emit('meeting')}>
            登记这次会议
          </button>
        </p>
      ) : (
        <div class="field decide-meeting">
          <label for="decide-meeting">
            哪次会议议决的<span class="field-required">（必填）</span>
          </label>
          <select
            id="decide-meeting"
            aria-required
            aria-invalid={faultIn(0) === 'meeting' || undefined}
            value={form.meeting}
            onChange={(event) => {
              form.meeting = (event.target as HTMLSelectElement).value
              changed()
            }}
          >
            <option value="">请选择</option>
            {choices.value.map(({ id, on, title }) => (
              <option key={id} value={id}>
                {sayDay(on)} {title}
              </option>
            ))}
          </select>
        </div>
      )
    return () => (
      <form class="room-form" aria-label="录入议决" novalidate ref={box} onSubmit={submit}>
        {meeting()}
        {left() > 0 ? (
          <VerdictBox
            part={form.rest}
            prefix="decide-0"
            legend={form.apart.length > 0 ? `其余 ${left()} 条怎样议决` : `这个议题的 ${left()} 条怎样议决`}
            fault={faultIn(0)}
            onChanged={changed}
          />
        ) : (
          <p>每一条都单独另定了，没有其余的。</p>
        )}
        {form.apart.map((part, i) => (
          <ApartBox
            key={`apart-${i + 1}`}
            part={part}
            cases={free(i)}
            nth={i + 1}
            prefix={`decide-${i + 1}`}
            fault={faultIn(i + 1)}
            onChanged={changed}
            onRemove={() => void remove(i)}
          />
        ))}
        {said.value ? (
          <p class="said" role="alert">
            {said.value}
          </p>
        ) : null}
        <div class="room-buttons">
          <button type="submit" disabled={busy.value}>
            {busy.value ? '正在办理…' : '提交：录入议决'}
          </button>
          <button type="button" class="plain apart-add" onClick={add}>
            单条另定
          </button>
          <button type="button" class="plain" onClick={() => emit('cancel')}>
            先不办
          </button>
        </div>
      </form>
    )
  },
})
