import { defineComponent, type PropType, ref } from 'vue'
import type { EntryView, HazardView } from '../../../domain/hazard/views.ts'
import { photoUrl } from '../../../domain/photo.ts'
import { sayReused, stampOf } from '../../../platform/web/case/photo-words.ts'
import { PhotoViewer, type Shot } from '../../../platform/web/ui/PhotoViewer.tsx'

/** Before and after, side by side; a click enlarges. A photo still on its way is said to be so. */
export const DeskPhotos = defineComponent({
  name: 'DeskPhotos',
  props: {
    hazard: { type: Object as PropType<HazardView>, required: true },
    entries: { type: Array as PropType<EntryView[]>, required: true },
    reused: { type: Array as PropType<string[]>, required: true },
  },
  setup(props) {
    const open = ref(-1)
    const captioned = (hashes: string[], caption: string): Shot[] =>
      hashes.map((sha256, i) => ({ sha256, caption: hashes.length > 1 ? `${caption} ${i + 1}` : caption }))
    const all = () => [
      ...captioned(props.hazard.before, '整改前'),
      ...captioned(props.hazard.after, '整改后'),
      ...captioned(props.hazard.papers, '书面材料'),
    ]
    const arrived = () => all().filter(({ sha256 }) => !props.hazard.missing.includes(sha256))
    const stamped = () =>
      arrived().map((one): Shot => {
        const lines = stampOf(props.hazard, props.entries, one.sha256, new Date())
        return { ...one, stamp: { lines, name: `${props.hazard.number} ${one.caption}` } }
      })
    const shot = (one: Shot) => {
      const at = arrived().findIndex(({ caption, sha256 }) => sha256 === one.sha256 && caption === one.caption)
      if (at < 0) return <span class="photo-missing">{one.caption}：照片还没有传到</span>
      return (
        <button
          type="button"
          class="photo-button"
          aria-label={`放大${one.caption}照片`}
          onClick={() => (open.value = at)}
        >
          <img src={photoUrl(one.sha256, 960)} alt="" loading="lazy" />
        </button>
      )
    }
    const side = (title: string, hashes: string[], none: string) => (
      <div class="photo-side">
        <h3>{title}</h3>
        {hashes.length === 0 ? <p class="soft">{none}</p> : null}
        <div class="photo-strip">{captioned(hashes, title).map(shot)}</div>
      </div>
    )
    return () => (
      <section aria-labelledby="photos-heading">
        <h2 id="photos-heading">整改前后照片</h2>
        <div class="photo-pair">
          {side('整改前', props.hazard.before, '上报时没有照片。')}
          {side('整改后', props.hazard.after, props.hazard.holder ? '还没有整改后的照片。' : '没有整改后的照片。')}
          {props.hazard.papers.length > 0 ? side('书面材料', props.hazard.papers, '') : null}
        </div>
        {sayReused(props.hazard, props.reused).map((sentence) => (
          <p key={sentence} class="hint">
            {sentence}
          </p>
        ))}
        {open.value >= 0 ? (
          <PhotoViewer shots={stamped()} start={open.value} onClose={() => (open.value = -1)} />
        ) : null}
      </section>
    )
  },
})
