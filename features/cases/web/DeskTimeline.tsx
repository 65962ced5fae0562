import { computed, defineComponent, type PropType } from 'vue'
import type { EntryView } from '../../../domain/hazard/views.ts'
import { photoUrl } from '../../../domain/photo.ts'
import { type Told, tellEntries } from '../../../platform/web/case/entry-words.ts'
import { sayMakers } from '../../../platform/web/case/maker-words.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'

/** Minutes by which the device's clock may differ from the ledger's before the page says so. */
const NEAR = 10

/** What a report said of place and state stands above the timeline already. */
const newWords = ({ words }: Told, i: number): Told['words'] =>
  i === 0 ? words.filter(({ label }) => label !== '位置' && label !== '情况') : words

const takenElsewhen = ({ takenAt, recordedAt }: EntryView): boolean =>
  Math.abs(Date.parse(takenAt) - Date.parse(recordedAt)) > NEAR * 60_000

/** Every entry in plain words, oldest first: when, who, what, into whose hands. */
export const DeskTimeline = defineComponent({
  name: 'DeskTimeline',
  props: { entries: { type: Array as PropType<EntryView[]>, required: true } },
  setup(props) {
    const told = computed(() => tellEntries(props.entries))
    const line = (entry: EntryView, i: number) => {
      const one = told.value[i]
      if (!one) return null
      return (
        <li key={entry.seq} class={{ 'timeline-quiet': entry.step === 'receive' }}>
          <p class="timeline-when">
            <time datetime={entry.recordedAt}>{sayInstant(entry.recordedAt, new Date())}</time>
            {takenElsewhen(entry) ? <span class="soft">设备时间 {sayInstant(entry.takenAt, new Date())}</span> : null}
          </p>
          <div class="timeline-what">
            <p>
              <strong>{one.title}</strong>
              <span>{sayMakers(entry)}</span>
            </p>
            {newWords(one, i).map(({ label, text }) => (
              <p key={label}>
                <span class="soft">{label}：</span>
                {text}
              </p>
            ))}
            {one.handed ? <p class="timeline-handed">→ {one.handed}</p> : null}
            {one.photos.length > 0 ? (
              <p class="timeline-photos">
                {one.photos.map((hash) => (
                  <img key={hash} src={photoUrl(hash, 320)} alt={`${one.title}时的照片`} loading="lazy" />
                ))}
              </p>
            ) : null}
          </div>
        </li>
      )
    }
    return () => (
      <section class="panel" aria-labelledby="timeline-heading">
        <h2 id="timeline-heading">办理经过（{props.entries.length} 条）</h2>
        <ol class="timeline">{props.entries.map(line)}</ol>
      </section>
    )
  },
})
