import { defineComponent, nextTick, onBeforeUnmount, type PropType, ref } from 'vue'
import { type Photo, preparePhoto } from '../photo-prepare.ts'
import './desk-field.css'

/** Most photos one step may name (domain/schema.ts). */
const MOST = 20

/** Photos chosen on the office PC: made smaller, shown, and sent with the form. */
export const DeskPhotoField = defineComponent({
  name: 'DeskPhotoField',
  props: {
    label: { type: String, required: true },
    required: Boolean,
    hint: String,
    /** Where the chosen photos are kept until they are sent. */
    photos: { type: Array as PropType<readonly Photo[]>, required: true },
    id: { type: String, default: 'step-photos' },
  },
  emits: { change: (_photos: Photo[]) => true },
  setup(props, { emit }) {
    const hintId = `${props.id}-hint`
    const said = ref('')
    const busy = ref(false)
    const urls = new Map<string, string>()
    const urlOf = ({ sha256, bytes, type }: Photo) => {
      const url = urls.get(sha256) ?? URL.createObjectURL(new Blob([bytes], { type }))
      urls.set(sha256, url)
      return url
    }
    const add = async (file: File) => {
      try {
        const photo = await preparePhoto(file)
        const others = props.photos.filter(({ sha256 }) => sha256 !== photo.sha256)
        emit('change', [...others, photo].slice(0, MOST))
        await nextTick()
      } catch {
        said.value = `“${file.name}”打不开，请换一张照片。`
      }
    }
    const choose = async (event: Event) => {
      const input = event.target as HTMLInputElement
      said.value = ''
      busy.value = true
      for (const file of Array.from(input.files ?? [])) await add(file)
      busy.value = false
      input.value = ''
    }
    const remove = (hash: string) =>
      emit(
        'change',
        props.photos.filter(({ sha256 }) => sha256 !== hash),
      )
    onBeforeUnmount(() => {
      for (const url of urls.values()) URL.revokeObjectURL(url)
    })
    return () => (
      <div class="field">
        <label for={props.id}>
          {props.label}
          {props.required ? <span class="field-required">（必填）</span> : null}
        </label>
        <input
          id={props.id}
          type="file"
          accept="image/*"
          multiple
          aria-describedby={props.hint ? hintId : undefined}
          onChange={choose}
        />
        {props.hint ? (
          <span class="field-hint" id={hintId}>
            {props.hint}
          </span>
        ) : null}
        {busy.value ? <span class="field-hint">正在处理照片…</span> : null}
        {said.value ? (
          <p class="said" role="alert">
            {said.value}
          </p>
        ) : null}
        <ul class="field-photos">
          {props.photos.map((photo, i) => (
            <li key={photo.sha256}>
              <img src={urlOf(photo)} alt={`待上传照片 ${i + 1}`} />
              <button type="button" class="plain" aria-label={`去掉照片 ${i + 1}`} onClick={() => remove(photo.sha256)}>
                ×
              </button>
            </li>
          ))}
        </ul>
      </div>
    )
  },
})
