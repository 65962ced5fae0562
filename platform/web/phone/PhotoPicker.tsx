import { defineComponent, type PropType, ref } from 'vue'
import { UnreadablePhoto } from '../photo-prepare.ts'
import { forgetPhoto, takePhoto } from '../post.ts'
import { sayUnstored } from '../storage.ts'
import { KeptPhoto } from './KeptPhoto.tsx'
import './photo.css'

/** Most photos of one command. */
const MOST = 20

/** Photos from the camera or the album: made small, kept on the device, shown in a strip, removable. */
export const PhotoPicker = defineComponent({
  name: 'PhotoPicker',
  props: {
    label: { type: String, required: true },
    photos: { type: Array as PropType<readonly string[]>, required: true },
    /** Two large buttons, for the first thing on a screen. */
    large: { type: Boolean, default: false },
  },
  emits: { change: (_photos: string[]) => true },
  setup(props, { emit }) {
    const busy = ref(0)
    const said = ref('')
    const takeOne = async (file: File) => {
      if (props.photos.length >= MOST) {
        said.value = `一次最多 ${MOST} 张照片。`
        return
      }
      busy.value++
      try {
        const { sha256 } = await takePhoto(file)
        if (!props.photos.includes(sha256)) emit('change', [...props.photos, sha256])
      } catch (error) {
        said.value =
          error instanceof UnreadablePhoto ? error.message : sayUnstored(error, '照片没有存下来，请再选一次。')
      } finally {
        busy.value--
      }
    }
    const choose = async (event: Event) => {
      const input = event.target as HTMLInputElement
      const files = [...(input.files ?? [])]
      input.value = ''
      said.value = ''
      for (const file of files) await takeOne(file)
    }
    const remove = (sha256: string) => {
      emit(
        'change',
        props.photos.filter((one) => one !== sha256),
      )
      void forgetPhoto(sha256).catch(() => undefined)
    }
    const button = (word: string, camera: boolean) => (
      <label class={['photo-add', { 'photo-add-large': props.large, 'photo-add-main': camera }]}>
        {word}
        <input
          type="file"
          accept="image/*"
          class="unseen"
          aria-label={`${props.label}：${word}`}
          {...(camera ? { capture: 'environment' } : { multiple: true })}
          onChange={choose}
        />
      </label>
    )
    return () => (
      <fieldset class="photo-picker" aria-label={props.label}>
        {props.photos.length > 0 || busy.value > 0 ? (
          <ul class="photo-strip">
            {props.photos.map((sha256, i) => (
              <li key={sha256}>
                <KeptPhoto sha256={sha256} alt={`${props.label}第 ${i + 1} 张`} />
                <button type="button" aria-label={`去掉第 ${i + 1} 张照片`} onClick={() => remove(sha256)}>
                  ×
                </button>
              </li>
            ))}
            {busy.value > 0 ? <li class="photo-busy">正在处理…</li> : null}
          </ul>
        ) : null}
        <div class="photo-buttons">
          {button(props.photos.length > 0 ? '再拍一张' : '拍照', true)}
          {button('从相册选', false)}
        </div>
        <p class="said" role="alert">
          {said.value}
        </p>
      </fieldset>
    )
  },
})
