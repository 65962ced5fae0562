import { computed, defineComponent, type PropType } from 'vue'
import type { EntryView } from '../../../domain/hazard/views.ts'
import { tellEntries } from '../../../platform/web/case/entry-words.ts'
import { sayMakers } from '../../../platform/web/case/maker-words.ts'
import type { Parcel } from '../../../platform/web/device-store.ts'
import { ParcelTag } from '../../../platform/web/phone/ParcelTag.tsx'
import { sayInstant } from '../../../platform/web/text/time.ts'

/** Ten minutes: from then on the device's own time is worth saying. */
const NEAR_MS = 600_000

/** What happened, newest first, with what is still on its way from this phone on top. */
export const FieldTimeline = defineComponent({
  name: 'FieldTimeline',
  props: {
    entries: { type: Array as PropType<EntryView[]>, required: true },
    pending: { type: Array as PropType<Parcel[]>, required: true },
  },
  setup(props) {
    const told = computed(() => tellEntries(props.entries))
    const line = (entry: EntryView, i: number) => {
      const one = told.value[i]
      const now = new Date()
      const offset = Math.abs(Date.parse(entry.takenAt) - Date.parse(entry.recordedAt))
      return one ? (
        <li key={entry.seq} class={{ 'case-quiet': entry.step === 'receive' }}>
          <p class="case-when">
            <strong>{one.title}</strong>
            <time datetime={entry.recordedAt}>{sayInstant(entry.recordedAt, now)}</time>
          </p>
          <p class="hint">
            {sayMakers(entry)}
            {offset > NEAR_MS ? `，设备时间 ${sayInstant(entry.takenAt, now)}` : ''}
          </p>
          {one.words.map(({ label, text }) => (
            <p key={label} class="case-said">
              {label}：{text}
            </p>
          ))}
          {one.handed ? <p class="case-handed">→ {one.handed}</p> : null}
        </li>
      ) : null
    }
    return () => (
      <section class="box">
        <h2>办理经过</h2>
        <ol class="case-line">
          {props.pending.map((parcel) => (
            <li key={parcel.id}>
              <p class="case-when">
                <strong>{parcel.label}</strong>
                <ParcelTag parcel={parcel} />
              </p>
              {parcel.said ? <p class="said">{parcel.said}</p> : null}
            </li>
          ))}
          {props.entries.map(line).reverse()}
        </ol>
      </section>
    )
  },
})
