import { defineComponent, onMounted, type PropType, ref, shallowRef } from 'vue'
import { RouterLink } from 'vue-router'
import { Refused } from '../../../platform/web/api.ts'
import type { Parcel } from '../../../platform/web/device-store.ts'
import { corrected, dropParcel, putIntoPost } from '../../../platform/web/post.ts'
import { session } from '../../../platform/web/session.ts'
import { sayUnstored } from '../../../platform/web/storage.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import { type Meanwhile, readMeanwhile } from './meanwhile.ts'

/** Refusals of a wish that was in order when it was written, until somebody else acted. */
const overtaken = new Set(['step.stale', 'step.not-now'])

/** The words somebody typed, so that a refused wish can always be read in full. */
function wordsOf(parcel: Parcel): string[] {
  const { description, note, reason, tried, text, fixed } = parcel.command.data as Record<string, unknown>
  const inner = (fixed as { note?: unknown } | undefined)?.note
  return [description, note, reason, tried, text, inner].filter((one): one is string => typeof one === 'string')
}

const editAt = (parcel: Parcel): string =>
  parcel.command.step === 'report'
    ? `/report?from=${parcel.id}`
    : `/case/${parcel.command.stream}?step=${parcel.command.step}&from=${parcel.id}`

/** A wish that came back: why, what one wrote, who did what meanwhile, and one tap to wish the same of the case as it is. */
export const RefusedParcel = defineComponent({
  name: 'RefusedParcel',
  props: { parcel: { type: Object as PropType<Parcel>, required: true } },
  setup(props) {
    const asking = ref(false)
    const busy = ref(false)
    const said = ref('')
    const meanwhile = shallowRef<Meanwhile>()
    const look = async () => {
      said.value = ''
      try {
        meanwhile.value = await readMeanwhile(props.parcel.command, session.me?.person ?? '')
      } catch (error) {
        said.value = error instanceof Refused && error.status > 0 ? error.message : '连上网络后可以看别人办了什么。'
      }
    }
    onMounted(() => {
      if (overtaken.has(props.parcel.code ?? '')) void look()
    })
    const again = async (version: number) => {
      const { command, label, about, id } = props.parcel
      busy.value = true
      said.value = ''
      try {
        await putIntoPost({ command: corrected(command, command.data, version), label, about }, id)
      } catch (error) {
        said.value = sayUnstored(error, '没有存下，请再点一次；您写的内容还在。')
      } finally {
        busy.value = false
      }
    }
    const drop = () => {
      if (asking.value) void dropParcel(props.parcel.id)
      asking.value = true
    }
    const happened = ({ done, over }: Meanwhile) => (
      <div class="outbox-meanwhile">
        {done.length > 0 ? <p>您写下之后，别人办了：</p> : null}
        <ul>
          {done.map(({ seq, title, by, at }) => (
            <li key={seq}>
              <strong>{title}</strong> {by} · {sayInstant(at, new Date())}
            </li>
          ))}
        </ul>
        {over ? <p>{`现在是“${over}”，不能再办“${props.parcel.label}”；您写的可以到这条隐患里补充说明。`}</p> : null}
      </div>
    )
    const edit = (main: boolean) => (
      <RouterLink class={['button', { 'button-main': main }]} to={editAt(props.parcel)}>
        修改后重发
      </RouterLink>
    )
    const onward = () => {
      const { version, over } = meanwhile.value ?? {}
      if (version === undefined) return edit(true)
      if (over)
        return (
          <RouterLink class="button button-main" to={`/case/${props.parcel.command.stream}`}>
            看这条隐患
          </RouterLink>
        )
      return (
        <>
          <button type="button" class="button button-main" disabled={busy.value} onClick={() => again(version)}>
            按最新情况再办
          </button>
          {edit(false)}
        </>
      )
    }
    return () => (
      <div>
        <p class="said">{props.parcel.said}</p>
        {wordsOf(props.parcel).map((text) => (
          <p key={text} class="outbox-words">
            {text}
          </p>
        ))}
        {meanwhile.value ? happened(meanwhile.value) : null}
        <p class="hint" role="status">
          {said.value}
        </p>
        <div class="outbox-buttons">
          {onward()}
          <button type="button" class="button" onClick={drop}>
            {asking.value ? '确定放弃' : '放弃'}
          </button>
        </div>
      </div>
    )
  },
})
