import { computed, defineComponent, type PropType, ref } from 'vue'
import type { EntryView, HazardView } from '../../../domain/hazard/views.ts'
import { PhotoStamp } from '../../../platform/web/case/PhotoStamp.tsx'
import { sayReused, stampOf } from '../../../platform/web/case/photo-words.ts'
import { KeptPhoto } from '../../../platform/web/phone/KeptPhoto.tsx'
import { Sheet } from '../../../platform/web/phone/Sheet.tsx'
import { type Sending, sayMissing } from './field-words.ts'

interface Shot {
  hash: string
  name: string
}

const named = (word: string, hashes: readonly string[]): Shot[] =>
  hashes.map((hash, i) => ({ hash, name: `${word}第 ${i + 1} 张` }))

/** Before and after side by side; a tap enlarges, two fingers zoom. */
export const FieldPhotos = defineComponent({
  name: 'FieldPhotos',
  props: {
    hazard: { type: Object as PropType<HazardView>, required: true },
    entries: { type: Array as PropType<EntryView[]>, required: true },
    reused: { type: Array as PropType<string[]>, required: true },
    onTheWay: { type: Object as PropType<Sending>, required: true },
  },
  setup(props) {
    const before = computed(() => named('整改前', props.hazard.before))
    const after = computed(() => named('整改后', props.hazard.after))
    const papers = computed(() => named('书面材料', props.hazard.papers))
    const all = computed(() => [...before.value, ...after.value, ...papers.value])
    const large = ref(-1)
    const side = (word: string, shots: readonly Shot[]) => (
      <div class="case-side">
        <h3>{word}</h3>
        {shots.length === 0 ? <p class="case-none">没有照片</p> : null}
        {shots.map((shot) => (
          <button
            key={shot.hash}
            type="button"
            class="case-photo"
            onClick={() => {
              large.value = all.value.indexOf(shot)
            }}
          >
            <KeptPhoto sha256={shot.hash} width={960} alt={`${shot.name}，点按放大`} />
          </button>
        ))}
      </div>
    )
    const turn = (word: string, by: number) => (
      <button
        type="button"
        class="button"
        disabled={!all.value[large.value + by]}
        onClick={() => {
          large.value += by
        }}
      >
        {word}
      </button>
    )
    const enlarged = ({ hash, name }: Shot) => (
      <Sheet
        whole
        title={name}
        onClose={() => {
          large.value = -1
        }}
      >
        <div class="case-large">
          <KeptPhoto sha256={hash} width={1600} alt={name} />
        </div>
        <PhotoStamp
          sha256={hash}
          lines={stampOf(props.hazard, props.entries, hash, new Date())}
          name={`${props.hazard.number} ${name}`}
        />
        {all.value.length > 1 ? (
          <div class="case-turn">
            {turn('上一张', -1)}
            {turn('下一张', 1)}
          </div>
        ) : null}
      </Sheet>
    )
    return () => {
      const shown = all.value[large.value]
      return (
        <section class="box">
          <h2>照片</h2>
          <div class="case-sides">
            {side('整改前', before.value)}
            {side('整改后', after.value)}
            {papers.value.length > 0 ? side('书面材料', papers.value) : null}
          </div>
          {sayReused(props.hazard, props.reused).map((sentence) => (
            <p key={sentence} class="hint">
              {sentence}
            </p>
          ))}
          {sayMissing(props.hazard.missing, props.onTheWay).map((sentence) => (
            <p key={sentence} class="hint" role="status">
              {sentence}
            </p>
          ))}
          {shown ? enlarged(shown) : null}
        </section>
      )
    }
  },
})
