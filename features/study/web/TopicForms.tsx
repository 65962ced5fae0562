import { defineComponent, type PropType } from 'vue'
import { Refused } from '../../../platform/web/api.ts'
import type { StepValues } from '../../../platform/web/case/step-data.ts'
import { useRoomForm } from '../../../platform/web/room-form.ts'
import { dayFromNow } from '../../../platform/web/text/time.ts'
import { RoomForm } from '../../../platform/web/ui/RoomForm.tsx'
import type { MeetingView, TopicView } from '../contract.ts'
import { dropFields, meetingFields, topicFields } from './room-fields.ts'

const props = { topic: { type: Object as PropType<TopicView>, required: true } } as const
const emits = { done: () => true, cancel: () => true, stale: (_said: string) => true }

/** Hands on that somebody has changed the topic meanwhile; what was typed stays. */
async function orStale(sending: Promise<void>, tell: (said: string) => void): Promise<true> {
  try {
    await sending
  } catch (error) {
    if (error instanceof Refused && error.code === 'topic.stale') tell(error.message)
    throw error
  }
  return true
}

/** What stands, as a form takes it: nothing that is missing. */
const startOf = (said: Record<string, string | string[] | null>): StepValues =>
  Object.fromEntries(Object.entries(said).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))

/** 修改: the proposal, and which cases stay in it. */
export const EditTopicForm = defineComponent({
  name: 'EditTopicForm',
  props,
  emits,
  setup({ topic }, { emit }) {
    const { title, lead, helpers, due, measures, cost } = topic
    const start = { ...startOf({ title, lead, helpers, due, measures, cost }), cases: topic.cases.map(({ id }) => id) }
    const form = useRoomForm(`topic:edit:${topic.id}`, topicFields, start)
    const cases = () => form.values.cases as string[]
    const tick = (id: string, on: boolean) =>
      form.set('cases', on ? [...cases(), id] : cases().filter((one) => one !== id))
    const send = async () => {
      const sent = await form.submit(async (data, deliver) => {
        const wish = { kind: 'topic', step: 'edit', data: { ...data, cases: [...cases()] } } as const
        return orStale(deliver({ ...wish, stream: topic.id, seen: topic.version }), (said) => emit('stale', said))
      })
      if (sent) emit('done')
    }
    return () => (
      <RoomForm
        form={form}
        title="修改议题"
        button={`保存（${cases().length} 条隐患）`}
        prefix="topic"
        onSend={() => void send()}
        onCancel={() => emit('cancel')}
      >
        <fieldset class="apart-cases">
          <legend>留在议题里的隐患；去掉的回到研判页</legend>
          {topic.cases.map(({ id, number, place, status }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={cases().includes(id)}
                onChange={(event) => tick(id, (event.target as HTMLInputElement).checked)}
              />
              {number} {place}
              {status === 'called' ? '' : '（已不在待研判）'}
            </label>
          ))}
        </fieldset>
      </RoomForm>
    )
  },
})

/** 提交议决: said once more what it does, because only a meeting undoes it. */
export const TableTopicForm = defineComponent({
  name: 'TableTopicForm',
  props,
  emits,
  setup({ topic }, { emit }) {
    const form = useRoomForm(`topic:table:${topic.id}`, [])
    const send = async () => {
      const sent = await form.submit(async (_data, deliver) => {
        const wish = { kind: 'topic', step: 'table', data: {} } as const
        return orStale(deliver({ ...wish, stream: topic.id, seen: topic.version }), (said) => emit('stale', said))
      })
      if (sent) emit('done')
    }
    return () => (
      <RoomForm
        form={form}
        title="提交议决"
        button="确认提交议决"
        prefix="table"
        onSend={() => void send()}
        onCancel={() => emit('cancel')}
      >
        <p>提交后编号，{topic.cases.length} 条隐患转为“待议决”，此后只有工作组会议能决定怎样办。</p>
      </RoomForm>
    )
  },
})

/** 撤销议题: its cases stay in the study. */
export const DropTopicForm = defineComponent({
  name: 'DropTopicForm',
  props,
  emits,
  setup({ topic }, { emit }) {
    const form = useRoomForm(`topic:drop:${topic.id}`, dropFields)
    const send = async () => {
      const sent = await form.submit(async (data, deliver) => {
        await deliver({ kind: 'topic', step: 'drop', stream: topic.id, data })
        return true
      })
      if (sent) emit('done')
    }
    return () => (
      <RoomForm
        form={form}
        title="撤销议题"
        button="确认撤销议题"
        prefix="drop"
        onSend={() => void send()}
        onCancel={() => emit('cancel')}
      >
        <p>撤销后，{topic.cases.length} 条隐患仍在研判页，可以另行处理。</p>
      </RoomForm>
    )
  },
})

/** 登记会议 that was held; of one that is known, 更正. */
export const MeetingForm = defineComponent({
  name: 'MeetingForm',
  props: { meeting: { type: Object as PropType<MeetingView>, default: undefined } },
  emits,
  setup({ meeting }, { emit }) {
    const { id, ...said } = meeting ?? { id: undefined }
    const form = useRoomForm(
      `meeting:${id ?? ''}`,
      meetingFields,
      id ? startOf(said) : { on: dayFromNow(0, new Date()) },
    )
    const step = id ? 'mend' : 'hold'
    const send = async () => {
      const sent = await form.submit(async (data, deliver) => {
        await deliver({ kind: 'meeting', step, stream: id, data })
        return true
      })
      if (sent) emit('done')
    }
    return () => (
      <RoomForm
        form={form}
        title={id ? '更正会议' : '登记会议'}
        button={id ? '保存更正' : '提交：登记会议'}
        prefix="meeting"
        onSend={() => void send()}
        onCancel={() => emit('cancel')}
      />
    )
  },
})
