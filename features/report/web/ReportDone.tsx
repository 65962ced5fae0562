import { computed, defineComponent } from 'vue'
import { RouterLink } from 'vue-router'
import { shortCode } from '../../../domain/ids.ts'
import { ParcelTag } from '../../../platform/web/phone/ParcelTag.tsx'
import { findParcel, post, stateOf } from '../../../platform/web/post.ts'

const sayings = {
  waiting: '已存在手机上，有网络时自动发送，不用重填。',
  sending: '正在发送，可以离开这一页。',
  delivered: '服务器已经收下。',
  refused: '没有收下，请看原因后改一改再交。',
}

/** After 提交: the short code at once, the number when the server has it, and the next thing to do. */
export const ReportDone = defineComponent({
  name: 'ReportDone',
  props: { id: { type: String, required: true } },
  emits: { next: () => true },
  setup(props, { emit }) {
    const parcel = computed(() => findParcel(props.id))
    return () => {
      if (!parcel.value) return null
      const state = stateOf(parcel.value)
      const { number, command, about, said } = parcel.value
      return (
        <section class="report-done" aria-live="polite">
          <p class={['report-sign', `report-sign-${state}`]} aria-hidden="true">
            {state === 'refused' ? '!' : '✓'}
          </p>
          <h2>{number ?? `手机编号 ${shortCode(command.stream)}`}</h2>
          <p>{about}</p>
          <p>
            <ParcelTag parcel={parcel.value} />
          </p>
          <p class="hint">{said ?? sayings[state]}</p>
          {state === 'delivered' && post.photos > 0 ? <p class="hint">还有 {post.photos} 张照片正在传。</p> : null}
          {post.line === 'signed-out' ? <p class="hint">请重新登录后发送。</p> : null}
          {state === 'refused' ? (
            <RouterLink class="button button-main button-wide" to="/outbox">
              去发件箱修改
            </RouterLink>
          ) : (
            <button type="button" class="button button-main button-wide" onClick={() => emit('next')}>
              再报一条
            </button>
          )}
          {state === 'delivered' ? (
            <RouterLink class="button button-wide" to={`/case/${command.stream}`}>
              看这条隐患
            </RouterLink>
          ) : null}
          <RouterLink class="button button-wide" to="/">
            回到待办
          </RouterLink>
        </section>
      )
    }
  },
})
