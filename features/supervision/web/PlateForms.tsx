import { computed, defineComponent, type PropType, ref, watch } from 'vue'
import { call } from '../../../platform/web/api.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { useRoomForm } from '../../../platform/web/room-form.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { RoomForm } from '../../../platform/web/ui/RoomForm.tsx'
import { getHangable, type SupervisedCase, type SupervisionView } from '../contract.ts'
import { PlateCases } from './PlateCases.tsx'
import { bringFields, liftFields, plateFields } from './supervision-fields.ts'
import { numbersIn, openCases } from './supervision-words.ts'
import { actNames } from './supervisions.ts'

const emits = { done: () => true, cancel: () => true }
const plateProp = { plate: { type: Object as PropType<SupervisionView>, required: true } } as const

/** Cases that a plate is to be hung on: those the address names, and whatever numbers are added. */
function useChosen(wanted: readonly string[]) {
  const chosen = ref<SupervisedCase[]>([])
  const numbers = ref('')
  const said = ref('')
  const found = useLoad(() => call(getHangable, { ids: wanted.join(',') }))
  watch(found.data, (answer) => {
    chosen.value = answer?.cases ?? []
  })
  if (wanted.length > 0) void found.load()
  const add = async () => {
    const asked = numbersIn(numbers.value)
    said.value = asked.length > 0 ? '' : '没有认出编号，请写成 YH2026-00012 这样，几个编号之间空一格。'
    if (asked.length === 0) return
    const answer = await call(getHangable, { numbers: asked.join(',') }).catch(() => null)
    if (!answer) {
      said.value = '没有查到，请稍后再试。'
      return
    }
    const missing = asked.filter((one) => answer.cases.every(({ number }) => number !== one))
    const fresh = answer.cases.filter(({ id }) => chosen.value.every((one) => one.id !== id))
    chosen.value = [...chosen.value, ...fresh]
    numbers.value = missing.join(' ')
    said.value = missing.length > 0 ? `没有找到 ${missing.join('、')}，请核对编号。` : ''
  }
  const drop = (id: string) => {
    chosen.value = chosen.value.filter((one) => one.id !== id)
  }
  return { chosen, numbers, said, add, drop }
}

/** 挂牌: on which cases, who leads, by when, what is asked; the office enters whose plate it is, from the paper. */
export const HangForm = defineComponent({
  name: 'HangForm',
  props: { wanted: { type: Array as PropType<string[]>, required: true } },
  emits,
  setup({ wanted }, { emit }) {
    const records = computed(() => !holdsRole('leader', 'superior'))
    const form = useRoomForm('plate:hang', plateFields(records.value))
    const { chosen, numbers, said, add, drop } = useChosen(wanted)
    const send = async () => {
      if (chosen.value.length === 0) {
        said.value = '请先写出要挂牌的隐患编号，再点“加入”。'
        return
      }
      const sent = await form.submit(async (data, deliver) => {
        const cases = chosen.value.map(({ id }) => id)
        await deliver({ kind: 'supervision', step: 'hang', data: { ...data, cases } })
        return true
      })
      if (sent) emit('done')
    }
    return () => (
      <RoomForm
        form={form}
        title="挂牌督办"
        button={`确认挂牌（${chosen.value.length} 条隐患）`}
        prefix="hang"
        onSend={() => void send()}
        onCancel={() => emit('cancel')}
      >
        <div class="field plate-numbers">
          <label for="hang-numbers">隐患编号</label>
          <div class="plate-add">
            <input
              id="hang-numbers"
              value={numbers.value}
              autocomplete="off"
              aria-describedby="hang-numbers-hint"
              onInput={(event) => {
                numbers.value = (event.target as HTMLInputElement).value
              }}
            />
            <button type="button" class="plain" onClick={() => void add()}>
              加入
            </button>
          </div>
          <span class="field-hint" id="hang-numbers-hint">
            可以一次粘贴几个编号；也可以在台账里勾选后点“挂牌督办”
          </span>
          {said.value ? (
            <p class="said" role="alert">
              {said.value}
            </p>
          ) : null}
        </div>
        {chosen.value.length > 0 ? <PlateCases cases={chosen.value} title="要挂牌的隐患" onDrop={drop} /> : null}
      </RoomForm>
    )
  },
})

/** 治理方案 or 每月进展, of one's own unit or from its paper. */
export const BringForm = defineComponent({
  name: 'BringForm',
  props: { ...plateProp, what: { type: String as PropType<'plan' | 'note'>, required: true } },
  emits,
  setup({ plate, what }, { emit }) {
    const as = plate.brings ?? 'own'
    const form = useRoomForm(`plate:${what}:${plate.id}`, bringFields(what, as), { ...plate.plan?.words })
    const send = async () => {
      const sent = await form.submit(async (data, deliver) => {
        await deliver({ kind: 'supervision', step: what, stream: plate.id, data })
        return true
      })
      if (sent) emit('done')
    }
    return () => (
      <RoomForm
        form={form}
        title={`${actNames[what]} ${plate.number}`}
        button={`${as === 'paper' ? '代录：' : '提交：'}${actNames[what]}`}
        prefix={what}
        onSend={() => void send()}
        onCancel={() => emit('cancel')}
      />
    )
  },
})

/** 摘牌: by the level that hung it, with a reason where a case is not struck off. */
export const LiftForm = defineComponent({
  name: 'LiftForm',
  props: plateProp,
  emits,
  setup({ plate }, { emit }) {
    const form = useRoomForm(`plate:lift:${plate.id}`, liftFields(openCases(plate).length))
    const send = async () => {
      const sent = await form.submit(async (data, deliver) => {
        await deliver({ kind: 'supervision', step: 'lift', stream: plate.id, data })
        return true
      })
      if (sent) emit('done')
    }
    return () => (
      <RoomForm
        form={form}
        title={`摘牌 ${plate.number}`}
        button="确认摘牌"
        prefix="lift"
        onSend={() => void send()}
        onCancel={() => emit('cancel')}
      >
        <p>摘牌不改变隐患的状态和承办单位；摘下后这块牌不能再挂回去，需要时另行挂牌。</p>
      </RoomForm>
    )
  },
})
