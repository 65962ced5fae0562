import type { PropType } from 'vue'
import { defineComponent } from 'vue'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { TurnedAwayView } from '../contract.ts'

/** What the phone of somebody disabled wished to send. The book took none of it: who keeps him decides. */
export const TurnedAway = defineComponent({
  name: 'TurnedAway',
  props: { wishes: { type: Array as PropType<TurnedAwayView[]>, required: true } },
  setup(props) {
    const photos = () => props.wishes.reduce((sum, one) => sum + one.photos, 0)
    return () => (
      <section>
        <h3>停用后没有收下的 {props.wishes.length} 件</h3>
        <p class="soft">
          停用后从他的手机发来，没有记入台账。情况属实的，请在相应的隐患上代录，或重新启用账号，由他的手机接着发送。
          {photos() > 0 ? `另有 ${photos()} 张照片还在他的手机上。` : ''}
        </p>
        <ul class="people-list">
          {props.wishes.map(({ id, step, takenAt, at, about, words }) => (
            <li key={id}>
              <span>
                {[step, about, ...words].filter(Boolean).join(' · ')}
                <br />
                <span class="soft">
                  手机时间 {sayInstant(takenAt, new Date())}，{sayInstant(at, new Date())}发来
                </span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    )
  },
})
