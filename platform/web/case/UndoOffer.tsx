import { defineComponent, onBeforeUnmount, type PropType, ref, watch } from 'vue'
import { Refused } from '../api.ts'
import { type Outcome, openBatch } from '../batch.ts'
import './undo-offer.css'

/** Seconds within which the rulebook takes back one's own last turn (step `undo`). */
const WITHIN = 60

/** Says what a sending did and takes it back by counter-entries while that minute lasts. */
export const UndoOffer = defineComponent({
  name: 'UndoOffer',
  props: {
    /** The sentence, e.g. 办成 n 条. */
    said: { type: String, required: true },
    done: { type: Array as PropType<Outcome[]>, required: true },
    nameOf: { type: Function as PropType<(id: string) => string>, required: true },
  },
  emits: { undone: () => true },
  setup(props, { emit }) {
    const left = ref(0)
    const busy = ref(false)
    const answer = ref('')
    const refused = ref<Outcome[]>([])
    let timer: ReturnType<typeof setInterval> | undefined
    const batch = openBatch()
    const stop = () => {
      clearInterval(timer)
      timer = undefined
      left.value = 0
    }
    watch(
      () => props.done,
      (done) => {
        stop()
        answer.value = ''
        refused.value = []
        if (done.length === 0) return
        const until = Date.now() + WITHIN * 1000
        left.value = WITHIN
        timer = setInterval(() => {
          left.value = Math.ceil((until - Date.now()) / 1000)
          if (left.value <= 0 && !busy.value) stop()
        }, 500)
      },
      { immediate: true },
    )
    onBeforeUnmount(stop)
    const undo = async () => {
      if (busy.value) return
      busy.value = true
      try {
        const wishes = props.done.map(({ id, version }) => ({ id, step: 'undo', data: {}, seen: version ?? 0 }))
        const outcomes = await batch(wishes)
        refused.value = outcomes.filter(({ said }) => said !== undefined)
        const back = outcomes.length - refused.value.length
        answer.value = `已撤销 ${back} 条${refused.value.length > 0 ? `，${refused.value.length} 条没有撤销` : ''}。`
        stop()
        emit('undone')
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        answer.value = error.message
      } finally {
        busy.value = false
      }
    }
    return () => (
      <div class="done undo-offer">
        <p role="status" tabindex={-1} class="undo-said">
          {answer.value || props.said}
        </p>
        {left.value > 0 ? (
          <button type="button" class="plain" disabled={busy.value} onClick={undo}>
            {busy.value ? '正在撤销…' : '撤销'}
            <span aria-hidden="true">（{Math.max(left.value, 0)} 秒内）</span>
          </button>
        ) : null}
        {refused.value.length > 0 ? (
          <ul>
            {refused.value.map(({ id, said }) => (
              <li key={id}>
                {props.nameOf(id)}：{said}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    )
  },
})
