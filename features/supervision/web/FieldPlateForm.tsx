import { defineComponent, type PropType } from 'vue'
import { useRoomForm } from '../../../platform/web/room-form.ts'
import type { SupervisionView } from '../contract.ts'
import { bringFields, liftFields } from './supervision-fields.ts'
import { openCases } from './supervision-words.ts'
import { type Act, actNames } from './supervisions.ts'

/** 治理方案, 每月进展 or 摘牌 typed at the phone; the words are kept until the server has them. */
export const FieldPlateForm = defineComponent({
  name: 'FieldPlateForm',
  props: {
    plate: { type: Object as PropType<SupervisionView>, required: true },
    act: { type: String as PropType<Act>, required: true },
  },
  emits: { done: () => true, cancel: () => true },
  setup({ plate, act }, { emit }) {
    const fields = act === 'lift' ? liftFields(openCases(plate).length) : bringFields(act, 'own')
    const start = act === 'plan' ? { ...plate.plan?.words } : {}
    const form = useRoomForm(`plate:${act}:${plate.id}`, fields, start)
    const send = async (event: Event) => {
      event.preventDefault()
      const sent = await form.submit(async (data, deliver) => {
        await deliver({ kind: 'supervision', step: act, stream: plate.id, data })
        return true
      })
      if (sent) emit('done')
    }
    return () => (
      <form class="box" aria-label={actNames[act]} novalidate onSubmit={send}>
        <h2>
          {actNames[act]} {plate.number}
        </h2>
        {fields.map(({ name, label, hint }) => (
          <div key={name}>
            <label class="label" for={`plate-${name}`}>
              {label}
            </label>
            <textarea
              id={`plate-${name}`}
              rows={3}
              value={form.values[name] as string}
              aria-describedby={hint ? `plate-${name}-hint` : undefined}
              aria-invalid={form.fault.value === name || undefined}
              onInput={(event) => form.set(name, (event.target as HTMLTextAreaElement).value)}
            />
            {hint ? (
              <p class="hint" id={`plate-${name}-hint`}>
                {hint}
              </p>
            ) : null}
          </div>
        ))}
        {form.said.value ? (
          <p class="notice" role="alert">
            {form.said.value}
          </p>
        ) : null}
        <div class="plate-acts">
          <button type="button" class="button" onClick={() => emit('cancel')}>
            先不办
          </button>
          <button type="submit" class="button button-main" disabled={form.busy.value}>
            {form.busy.value ? '正在提交…' : `提交：${actNames[act]}`}
          </button>
        </div>
      </form>
    )
  },
})
