import { computed, defineComponent, nextTick, type PropType, ref, watch } from 'vue'
import { topicStatusNames } from '../../../domain/topic/topic.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import type { TopicView } from '../contract.ts'
import { DecideForm } from './DecideForm.tsx'
import { TopicCases } from './TopicCases.tsx'
import { DropTopicForm, EditTopicForm, TableTopicForm } from './TopicForms.tsx'
import { sayLate, sayProgress, tellDecided } from './topic-words.ts'
import type { Act, Topics } from './topics.ts'

const tones = { draft: 'out', tabled: 'up', decided: 'done', dropped: 'out' } as const

/** Steps the office may take, by the topic's status. */
function actsOn({ status, cases }: TopicView): [Act, string][] {
  if (status === 'draft')
    return [
      ['edit', '修改'],
      ['table', '提交议决'],
      ['drop', '撤销议题'],
    ]
  if (status === 'tabled') return [['decide', '录入议决']]
  return status === 'decided' && cases.some(({ open }) => open) ? [['decide', '再次议决']] : []
}

/** One topic: what is proposed, what was decided and by which meeting, how far it is, and its cases. */
export const TopicCard = defineComponent({
  name: 'TopicCard',
  props: {
    topic: { type: Object as PropType<TopicView>, required: true },
    topics: { type: Object as PropType<Topics>, required: true },
  },
  setup(props) {
    const box = ref<HTMLElement>()
    const unfolded = ref(false)
    const stale = ref('')
    const { acting, meeting, meetings, titles, today, finish } = props.topics
    const act = computed(() => (acting.value?.topic === props.topic.id ? acting.value.act : null))
    watch(act, async (now, before) => {
      stale.value = ''
      if (now || !before) return
      await nextTick()
      box.value?.querySelector<HTMLElement>(`[data-act="${before}"]`)?.focus()
    })
    const title = () => props.topic.title ?? '（文字已清除）'
    const cancel = () => {
      acting.value = null
    }
    /** Somebody has changed it meanwhile: the form opens anew on what stands now, with what was typed. */
    const onStale = async (said: string) => {
      await props.topics.load()
      stale.value = said
    }
    const form = () => {
      const { topic } = props
      const shared = { topic, key: topic.version, onCancel: cancel, onStale }
      switch (act.value) {
        case 'edit':
          return <EditTopicForm {...shared} onDone={() => void finish(`议题《${title()}》已保存。`)} />
        case 'table':
          return <TableTopicForm {...shared} onDone={() => void props.topics.tabled(topic)} />
        case 'drop':
          return <DropTopicForm {...shared} onDone={() => void finish(`议题《${title()}》已撤销。`)} />
        case 'decide':
          return (
            <DecideForm
              {...shared}
              meetings={meetings.value}
              onDone={() => void props.topics.decided(topic)}
              onMeeting={() => {
                meeting.value = ''
              }}
            />
          )
        default:
          return null
      }
    }
    const fact = (label: string, words: string | null) =>
      words ? (
        <div>
          <dt>{label}</dt>
          <dd>{words}</dd>
        </div>
      ) : null
    const proposed = () => {
      const { lead, helpers, due, measures, cost } = props.topic
      return (
        <dl class="topic-facts">
          {fact('建议牵头', lead && unitLabel(lead))}
          {fact('协办', helpers.map(unitLabel).join('、'))}
          {fact('完成期限', due && sayDay(due))}
          {fact('所需经费', cost)}
          {fact('建议措施', measures)}
        </dl>
      )
    }
    const decided = () => (
      <ol class="topic-decided">
        {tellDecided(props.topic).map(({ meeting: id, head, lines }) => (
          <li key={id}>
            <strong>{head}</strong>
            {lines.map((line) => (
              <span key={line} class={{ 'topic-line': lines.length > 1 }}>
                {line}
              </span>
            ))}
          </li>
        ))}
      </ol>
    )
    const late = () =>
      sayLate(props.topic, today).map((line) => (
        <span key={line} class="topic-late">
          {line}
        </span>
      ))
    const isDecided = () => props.topic.status === 'decided'
    const clashing = () => props.topic.cases.filter(({ clashes }) => clashes.length > 0).length
    return () => {
      const { topic } = props
      return (
        <article class="panel topic" aria-label={title()} ref={box}>
          <h2>
            {topic.number ? <span class="topic-number">{topic.number}</span> : null}
            {title()} <span class={`tag tag-${tones[topic.status]}`}>{topicStatusNames[topic.status]}</span>
          </h2>
          {isDecided() ? decided() : proposed()}
          <p class="topic-progress">
            {isDecided() ? sayProgress(topic, today) : `${topic.cases.length} 条隐患`}
            {isDecided() ? late() : null}
            {clashing() > 0 ? <span class="tag tag-work">{clashing()} 条也在别的议题里</span> : null}
          </p>
          <div class="topic-buttons">
            <button
              type="button"
              class="plain"
              aria-expanded={unfolded.value}
              onClick={() => (unfolded.value = !unfolded.value)}
            >
              {unfolded.value ? '收起隐患' : `看 ${topic.cases.length} 条隐患`}
            </button>
            {props.topics.mayAct.value
              ? actsOn(topic).map(([one, label]) => (
                  <button
                    key={one}
                    type="button"
                    class={['plain', { chosen: act.value === one }]}
                    data-act={one}
                    aria-expanded={act.value === one}
                    onClick={() => {
                      props.topics.done.value = ''
                      acting.value = act.value === one ? null : { topic: topic.id, act: one }
                    }}
                  >
                    {label}
                  </button>
                ))
              : null}
          </div>
          {stale.value ? (
            <p class="said" role="alert">
              {stale.value}
            </p>
          ) : null}
          {form()}
          {unfolded.value ? (
            <TopicCases cases={topic.cases} titles={titles.value} today={today} title={title()} />
          ) : null}
        </article>
      )
    }
  },
})
