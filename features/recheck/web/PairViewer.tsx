import { defineComponent, onBeforeUnmount, onMounted, type PropType, ref } from 'vue'
import { photoUrl } from '../../../domain/photo.ts'
import type { Recheck } from '../contract.ts'
import '../../../platform/web/ui/photo-viewer.css'

/** Before and after, each half the screen. Left and right turn further photos, up and down the pairs; Escape closes. */
export const PairViewer = defineComponent({
  name: 'PairViewer',
  props: { pair: { type: Object as PropType<Recheck>, required: true } },
  emits: { close: () => true, turn: (by: number) => by !== 0 },
  setup(props, { emit }) {
    const at = ref(0)
    const button = ref<HTMLElement>()
    const opener = document.activeElement as HTMLElement | null
    const shots = () => Math.max(props.pair.before.length, props.pair.after.length)
    const turn = (by: number) => {
      at.value = (at.value + by + shots()) % shots()
    }
    const turnPair = (by: number) => {
      at.value = 0
      emit('turn', by)
    }
    const keys: Record<string, () => void> = {
      Escape: () => emit('close'),
      ArrowLeft: () => turn(-1),
      ArrowRight: () => turn(1),
      ArrowDown: () => turnPair(1),
      j: () => turnPair(1),
      ArrowUp: () => turnPair(-1),
      k: () => turnPair(-1),
      // The only thing to stand on is the button that closes.
      Tab: () => button.value?.focus(),
    }
    const onKeydown = (event: KeyboardEvent) => {
      const key = keys[event.key]
      if (!key) return
      event.preventDefault()
      key()
    }
    onMounted(() => button.value?.focus())
    onBeforeUnmount(() => opener?.focus())
    const side = (title: string, hashes: string[]) => {
      const hash = hashes[Math.min(at.value, hashes.length - 1)]
      return (
        <figure>
          <figcaption>
            {title}
            {hashes.length > 1 ? `（${Math.min(at.value, hashes.length - 1) + 1} / ${hashes.length}）` : ''}
          </figcaption>
          {hash ? <img src={photoUrl(hash, 1600)} alt={`${props.pair.number} ${title}`} /> : null}
        </figure>
      )
    }
    return () => (
      <div
        class="viewer pair-viewer"
        role="dialog"
        aria-modal="true"
        aria-label="比对整改前后照片"
        onKeydown={onKeydown}
      >
        <div class="viewer-bar">
          <span aria-live="polite">
            {props.pair.number} {props.pair.place}
          </span>
          <button type="button" ref={button} onClick={() => emit('close')}>
            关闭
          </button>
        </div>
        <div class="pair-sides">
          {side('整改前', props.pair.before)}
          {side('整改后', props.pair.after)}
        </div>
      </div>
    )
  },
})
