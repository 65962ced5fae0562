import { defineComponent, onBeforeUnmount, onMounted, type PropType, ref } from 'vue'
import { photoUrl } from '../../../domain/photo.ts'
import { PhotoStamp } from '../case/PhotoStamp.tsx'
import './photo-viewer.css'

export interface Shot {
  sha256: string
  caption: string
  /** Words that belong to the photo; with them comes a copy that carries them. */
  stamp?: { lines: string[]; name: string }
}

/** One photo at a time over the page; arrows turn, Escape closes, focus stays inside and returns. */
export const PhotoViewer = defineComponent({
  name: 'PhotoViewer',
  props: { shots: { type: Array as PropType<Shot[]>, required: true }, start: { type: Number, default: 0 } },
  emits: { close: () => true },
  setup(props, { emit }) {
    const at = ref(props.start)
    const box = ref<HTMLElement>()
    const opener = document.activeElement as HTMLElement | null
    const turn = (by: number) => {
      at.value = (at.value + by + props.shots.length) % props.shots.length
    }
    const keepFocus = (event: KeyboardEvent) => {
      const buttons = box.value?.querySelectorAll('button') ?? []
      const [first, last] = [buttons[0], buttons[buttons.length - 1]]
      if (event.shiftKey && document.activeElement === first) {
        event.preventDefault()
        last?.focus()
      } else if (!event.shiftKey && document.activeElement === last) {
        event.preventDefault()
        first?.focus()
      }
    }
    const onKeydown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') emit('close')
      else if (event.key === 'ArrowLeft') turn(-1)
      else if (event.key === 'ArrowRight') turn(1)
      else if (event.key === 'Tab') keepFocus(event)
    }
    onMounted(() => box.value?.querySelector('button')?.focus())
    onBeforeUnmount(() => opener?.focus())
    return () => {
      const shot = props.shots[at.value]
      if (!shot) return null
      return (
        <div class="viewer" role="dialog" aria-modal="true" aria-label="查看照片" ref={box} onKeydown={onKeydown}>
          <div class="viewer-bar">
            <span aria-live="polite">
              {shot.caption}（{at.value + 1} / {props.shots.length}）
            </span>
            <button type="button" onClick={() => emit('close')}>
              关闭
            </button>
          </div>
          <img src={photoUrl(shot.sha256, 1600)} alt={shot.caption} />
          {shot.stamp ? <PhotoStamp sha256={shot.sha256} {...shot.stamp} /> : null}
          {props.shots.length > 1 ? (
            <div class="viewer-turn">
              <button type="button" onClick={() => turn(-1)}>
                ‹ 上一张
              </button>
              <button type="button" onClick={() => turn(1)}>
                下一张 ›
              </button>
            </div>
          ) : null}
        </div>
      )
    }
  },
})
