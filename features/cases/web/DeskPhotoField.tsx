import { defineComponent, onBeforeUnmount, type PropType, ref } from 'vue'
import { type Photo, preparePhoto } from '../../../platform/web/photo-prepare.ts'
import type { FieldForm } from './desk-step.ts'

/** Most photos one step may name (domain/schema.ts). */
const MOST = 20

/** Photos chosen on the office PC: made smaller, shown, and sent with the form. */
export const DeskPhotoField = defineComponent({
  name: 'DeskPhotoField',
  props: {
    label: { type: String, required: true },
    hint: String,
    form: { type: Object as PropType<FieldForm>, required: true },
  },
  setup(props) {
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
        const others = props.form.photos.value.filter(({ sha256 }) => sha256 !== photo.sha256)
        props.form.photos.value = [...others, photo].slice(0, MOST)
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
    const remove = (hash: string) => {
      props.form.photos.value = props.form.photos.value.filter(({ sha256 }) => sha256 !== hash)
    }
    onBeforeUnmount(() => {
      for (const url of urls.values()) URL.revokeObjectURL(url)
    })
    return () => (
      <div class="field">
        <label for="step-photos">{props.label}</label>
        <input
          id="step-photos"
          type="file"
          accept="image/*"
          multiple
          aria-describedby={props.hint ? 'step-photos-hint' : undefined}
          onChange={choose}
        />
        {props.hint ? (
          <span class="field-hint" id="step-photos-hint">
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
          {props.form.photos.value.map((photo, i) => (
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
