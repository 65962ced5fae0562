import { defineComponent, type PropType, ref, watch } from 'vue'
import { photoUrl } from '../../../domain/photo.ts'
import { saveFile } from '../file-transfer.ts'
import { drawStamped } from '../photo-stamp.ts'
import './photo-stamp.css'

/** The words that belong to a photo, and a copy that carries them. */
export const PhotoStamp = defineComponent({
  name: 'PhotoStamp',
  props: {
    sha256: { type: String, required: true },
    lines: { type: Array as PropType<string[]>, required: true },
    /** What the copy is called, without ending. */
    name: { type: String, required: true },
  },
  setup(props) {
    const busy = ref(false)
    const said = ref('')
    watch(
      () => props.sha256,
      () => {
        said.value = ''
      },
    )
    const save = async () => {
      busy.value = true
      said.value = ''
      try {
        const blob = await drawStamped(photoUrl(props.sha256, 1600), props.lines)
        saveFile({ blob, name: `${props.name}.jpg` })
        said.value = '已存到下载里，原照片没有改动。'
      } catch {
        said.value = '照片没有取到，请有网络时再试。'
      } finally {
        busy.value = false
      }
    }
    return () => (
      <div class="stamp">
        {props.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <button type="button" class="stamp-save" disabled={busy.value} onClick={save}>
          {busy.value ? '正在生成…' : '保存带水印的照片'}
        </button>
        <p role="status">{said.value}</p>
      </div>
    )
  },
})
