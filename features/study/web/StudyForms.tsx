import { defineComponent, type PropType } from 'vue'
import type { StepValues } from '../../../platform/web/case/step-data.ts'
import { useRoomForm } from '../../../platform/web/room-form.ts'
import { RoomForm } from '../../../platform/web/ui/RoomForm.tsx'
import { type DirectStep, directFields, directNames, topicFields } from './room-fields.ts'
import { draftOf, type Study } from './study.ts'
import { commonLead, suggestTitle } from './study-page.ts'

const props = { study: { type: Object as PropType<Study>, required: true } } as const
const emits = { cancel: () => true }

/** 直接交办, 退回社区: one unit or reason and one day for all that are ticked. */
export const DirectForm = defineComponent({
  name: 'DirectForm',
  props: { ...props, step: { type: String as PropType<DirectStep>, required: true } },
  emits,
  setup({ study, step }, { emit }) {
    const { groups } = study.chosen.value
    const start: StepValues = step === 'assign' ? { unit: commonLead(groups) } : {}
    const form = useRoomForm(draftOf(step), directFields[step], start)
    return () => {
      const { groups: now, cases } = study.chosen.value
      const grave = now.filter(({ reason }) => reason !== null).length
      return (
        <RoomForm
          form={form}
          title={directNames[step]}
          button={`提交：${directNames[step]} ${cases.length} 条`}
          prefix="study"
          onSend={() => void form.submit((data) => study.act(step, data))}
          onCancel={() => emit('cancel')}
        >
          {step === 'assign' && grave > 0 ? (
            <p class="study-warn">选中的有 {grave} 组建议上会；直接交办后就不再经工作组议决。</p>
          ) : null}
        </RoomForm>
      )
    }
  },
})

/** 列为议题: a draft that the meeting sees once it is submitted. */
export const OpenTopicForm = defineComponent({
  name: 'OpenTopicForm',
  props,
  emits,
  setup({ study }, { emit }) {
    const { groups } = study.chosen.value
    const start = { title: suggestTitle(groups), lead: commonLead(groups) }
    const form = useRoomForm(draftOf('topic'), topicFields, start)
    const send = () =>
      form.submit(async (data, deliver) => {
        const cases = study.chosen.value.cases.map(({ id }) => id)
        await deliver({ kind: 'topic', step: 'open', data: { ...data, cases } })
        await study.opened(String(data.title))
        return true
      })
    return () => (
      <RoomForm
        form={form}
        title="列为议题"
        button={`提交：列为议题（${study.chosen.value.cases.length} 条）`}
        prefix="study"
        onSend={() => void send()}
        onCancel={() => emit('cancel')}
      />
    )
  },
})
