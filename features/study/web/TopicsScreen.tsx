import { defineComponent, nextTick, onMounted, ref, watch } from 'vue'
import { RouterLink } from 'vue-router'
import type { DocumentType } from '../../../domain/document/document-types.ts'
import { type TopicStatus, topicStatusNames } from '../../../domain/topic/topic.ts'
import { linkTo } from './document-source.ts'
import { MeetingList } from './MeetingList.tsx'
import { TopicCard } from './TopicCard.tsx'
import { MeetingForm } from './TopicForms.tsx'
import { saySummary } from './topic-words.ts'
import { tabs, useTopics } from './topics.ts'
import './topics.css'

const empty: Record<TopicStatus, string> = {
  draft: '没有拟稿中的议题。在“研判”页选中隐患，列为议题，就会出现在这里。',
  tabled: '没有待议决的议题。拟稿写好后提交议决，就会出现在这里。',
  decided: '还没有议决过的议题。会后录入议决，这里就能看到怎样定的、谁还没办完。',
  dropped: '没有撤销过的议题。',
}

const nextNames: Partial<Record<DocumentType, string>> = { dossier: '生成分析研判资料', minutes: '生成会议纪要' }

/** 议题: what the work group is to decide, what it decided, and who is late with it. */
export const TopicsScreen = defineComponent({
  name: 'TopicsScreen',
  setup() {
    const topics = useTopics()
    const { tab, shown, meeting, meetings, done, next, mayAct } = topics
    const box = ref<HTMLElement>()
    const focus = async (selector: string) => {
      await nextTick()
      box.value?.querySelector<HTMLElement>(selector)?.focus()
    }
    onMounted(topics.load)
    watch(done, (now) => now && focus('.topics-done'))
    watch(meeting, (now) => {
      // From inside a decision one goes back to it; its own form takes the focus when it opens.
      if (now === null && !done.value)
        void focus(topics.acting.value ? '[aria-label="录入议决"] select' : '.meeting-new')
    })
    const open = (id: string) => {
      done.value = ''
      meeting.value = meeting.value === id ? null : id
    }
    const count = (one: TopicStatus) => topics.topics.value.filter(({ status }) => status === one).length
    const tabOf = (one: TopicStatus) => (
      <RouterLink
        key={one}
        to={{ path: '/topics', query: { status: one } }}
        class={{ here: tab.value === one }}
        aria-current={tab.value === one ? 'page' : undefined}
      >
        {topicStatusNames[one]} {topics.data.value ? count(one) : ''}
      </RouterLink>
    )
    const head = () => (
      <div class="topics-head">
        <h1>议题</h1>
        <nav aria-label="议题的状态">{tabs.filter((one) => one !== 'dropped' || count(one) > 0).map(tabOf)}</nav>
        <p role="status">
          {topics.data.value ? saySummary(topics.topics.value, topics.today) : topics.said.value ? '' : '正在打开…'}
        </p>
        {mayAct.value ? (
          <button type="button" class="plain meeting-new" aria-expanded={meeting.value === ''} onClick={() => open('')}>
            登记会议
          </button>
        ) : null}
      </div>
    )
    const meetingForm = () =>
      meeting.value === null ? null : (
        <section class="panel" aria-label="会议">
          <h2>{meeting.value ? '更正会议' : '登记会议'}</h2>
          <MeetingForm
            key={meeting.value}
            meeting={meetings.value.find(({ id }) => id === meeting.value)}
            onDone={() => void topics.held('会议已登记，录入议决时可以选它。')}
            onCancel={() => {
              meeting.value = null
            }}
          />
        </section>
      )
    return () => (
      <div class="topics" ref={box}>
        {head()}
        {topics.said.value ? (
          <p class="said" role="alert">
            {topics.said.value}{' '}
            {topics.code.value === 'step.not-yours' ? null : (
              <button type="button" class="plain" onClick={topics.load}>
                再试一次
              </button>
            )}
          </p>
        ) : null}
        {done.value ? (
          <p class="done topics-done" role="status" tabindex={-1}>
            {done.value}
            {next.value ? (
              <>
                {' '}
                <RouterLink to={linkTo(next.value)}>{nextNames[next.value.type]}</RouterLink>
              </>
            ) : null}
          </p>
        ) : null}
        {meetingForm()}
        {topics.data.value && shown.value.length === 0 ? <p class="panel">{empty[tab.value]}</p> : null}
        {shown.value.map((topic) => (
          <TopicCard key={topic.id} topic={topic} topics={topics} />
        ))}
        {meetings.value.length > 0 ? (
          <MeetingList meetings={meetings.value} mayAct={mayAct.value} onMend={open} />
        ) : null}
      </div>
    )
  },
})
